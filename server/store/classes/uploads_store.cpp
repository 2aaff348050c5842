#include "server/store/classes/uploads_store.h"

#include <array>
#include <utility>

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

constexpr std::array<std::pair<UploadState, std::string_view>, 6> state_names{{
    {UploadState::Waiting, "waiting"},
    {UploadState::Uploading, "uploading"},
    {UploadState::Processing, "processing"},
    {UploadState::Stored, "stored"},
    {UploadState::Unwanted, "unwanted"},
    {UploadState::Failed, "failed"},
}};

struct UploadsTable {
    static constexpr const char* name = "recording_uploads";
    using Row = RecordingUpload;
    template <class R, class Column>
    static void columns(R& upload, Column column) {
        column("stream_id", upload.stream_id, Written::Key);
        column("recording", upload.recording, Written::Once);
        column("bytes", upload.bytes);
        column("state", upload.state);
        column("upload_url", upload.upload_url);
        column("video_uid", upload.video_uid);
        column("sent_bytes", upload.sent_bytes);
        column("attempts", upload.attempts);
        column("next_try_at", upload.next_try_at);
        column("error", upload.error);
    }
};

Result<std::optional<RecordingUpload>> read_upload(Statement& statement) {
    return read_row(statement, read_row_of<UploadsTable>);
}

}  // namespace

std::string_view enum_name(UploadState state) {
    for (const auto& [known, name] : state_names) {
        if (known == state) return name;
    }
    return {};
}

void enum_parse(std::string_view text, std::optional<UploadState>& out) {
    for (const auto& [known, name] : state_names) {
        if (name == text) out = known;
    }
}

Result<void> UploadsStore::insert(const RecordingUpload& upload) {
    static const std::string sql = insert_text<UploadsTable>("ON CONFLICT DO NOTHING");
    Statement statement = connection_.prepare(sql.c_str());
    bind_row<UploadsTable>(statement, upload);
    return statement.run();
}

Result<void> UploadsStore::update(const RecordingUpload& upload) {
    return update_row<UploadsTable>(connection_, upload);
}

Result<void> UploadsStore::remove(StreamId stream) {
    Statement statement = connection_.prepare("DELETE FROM recording_uploads WHERE stream_id = ?");
    statement.bind(stream);
    return statement.run();
}

Result<std::optional<RecordingUpload>> UploadsStore::find(StreamId stream) {
    static const std::string sql = select_from<UploadsTable>() + "WHERE stream_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream);
    return read_upload(statement);
}

Result<std::optional<RecordingUpload>> UploadsStore::find_by_video(std::string_view video_uid) {
    static const std::string sql = select_from<UploadsTable>() + "WHERE video_uid = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(video_uid);
    return read_upload(statement);
}

Result<std::optional<RecordingUpload>> UploadsStore::next() {
    static const std::string sql =
        select_from<UploadsTable>() + "WHERE state <> 'failed' ORDER BY next_try_at LIMIT 1";
    Statement statement = connection_.prepare(sql.c_str());
    return read_upload(statement);
}

}  // namespace lsl::store
