#include "server/store/uploads_store.h"

#include <array>
#include <utility>

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

std::string_view name_of(UploadState state) {
    for (const auto& [known, name] : state_names) {
        if (known == state) return name;
    }
    return {};
}

#define UPLOAD_COLUMNS                                                                  \
    "stream_id, recording, bytes, state, upload_url, video_uid, sent_bytes, attempts, " \
    "next_try_at, error"

Result<std::optional<RecordingUpload>> read_one(Statement& statement) {
    if (!LSL_TRY(statement.step())) return std::optional<RecordingUpload>();
    RecordingUpload upload;
    std::string state;
    statement.next(upload.stream_id);
    statement.next(upload.recording);
    statement.next(upload.bytes);
    statement.next(state);
    statement.next(upload.upload_url);
    statement.next(upload.video_uid);
    statement.next(upload.sent_bytes);
    statement.next(upload.attempts);
    statement.next(upload.next_try_at);
    statement.next(upload.error);
    for (const auto& [known, name] : state_names) {
        if (name == state) upload.state = known;
    }
    return std::optional(std::move(upload));
}

}  // namespace

Result<void> UploadsStore::insert(const RecordingUpload& upload) {
    Statement statement =
        connection_.prepare("INSERT OR IGNORE INTO recording_uploads (" UPLOAD_COLUMNS
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    statement.bind(upload.stream_id, upload.recording, upload.bytes, name_of(upload.state),
                   upload.upload_url, upload.video_uid, upload.sent_bytes, upload.attempts,
                   upload.next_try_at, upload.error);
    return statement.run();
}

Result<void> UploadsStore::update(const RecordingUpload& upload) {
    Statement statement = connection_.prepare(
        "UPDATE recording_uploads SET bytes = ?, state = ?, upload_url = ?, video_uid = ?, "
        "sent_bytes = ?, attempts = ?, next_try_at = ?, error = ? WHERE stream_id = ?");
    statement.bind(upload.bytes, name_of(upload.state), upload.upload_url, upload.video_uid,
                   upload.sent_bytes, upload.attempts, upload.next_try_at, upload.error,
                   upload.stream_id);
    return statement.run();
}

Result<void> UploadsStore::remove(StreamId stream) {
    Statement statement = connection_.prepare("DELETE FROM recording_uploads WHERE stream_id = ?");
    statement.bind(stream);
    return statement.run();
}

Result<std::optional<RecordingUpload>> UploadsStore::find(StreamId stream) {
    Statement statement =
        connection_.prepare("SELECT " UPLOAD_COLUMNS " FROM recording_uploads WHERE stream_id = ?");
    statement.bind(stream);
    return read_one(statement);
}

Result<std::optional<RecordingUpload>> UploadsStore::find_by_video(std::string_view video_uid) {
    Statement statement =
        connection_.prepare("SELECT " UPLOAD_COLUMNS " FROM recording_uploads WHERE video_uid = ?");
    statement.bind(video_uid);
    return read_one(statement);
}

Result<std::optional<RecordingUpload>> UploadsStore::next() {
    Statement statement = connection_.prepare(
        "SELECT " UPLOAD_COLUMNS
        " FROM recording_uploads WHERE state <> 'failed' ORDER BY next_try_at LIMIT 1");
    return read_one(statement);
}

}  // namespace lsl::store
