#include "server/services/hosted/recording_uploads.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "server/store/classes/streams_store.h"

namespace lsl::services {

namespace {

using Outcome = RecordingOutcomes::Outcome;
using store::UploadsStore;
using store::UploadState;

constexpr std::uint64_t piece_bytes = 8u << 20;
constexpr std::chrono::seconds first_retry{10};
constexpr std::chrono::seconds longest_retry{600};
constexpr std::chrono::seconds first_look{5};
constexpr std::chrono::seconds longest_look{60};
constexpr std::chrono::milliseconds longest_sleep{5000};
/// Sending is most of the way; what is left is for the service.
constexpr double sending_share = 0.9;

/// Doubles from `first` with each attempt.
UtcTime after(UtcTime now, std::chrono::seconds first, std::chrono::seconds longest,
              std::int64_t attempts) {
    const auto pause = first * (1 << std::clamp<std::int64_t>(attempts, 0, 10));
    return now + std::min<std::chrono::seconds>(pause, longest);
}

Error stopped() { return internal_error("stopped at a checkpoint"); }

Result<std::string> read_piece(const std::filesystem::path& path, std::uint64_t offset,
                               std::uint64_t bytes) {
    std::ifstream file(path, std::ios::binary);
    std::string piece(bytes, '\0');
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(piece.data(), static_cast<std::streamsize>(bytes));
    if (!file) return internal_error("cannot read the recording");
    return piece;
}

}  // namespace

RecordingUploads::RecordingUploads(store::Database& database, const Clock& clock,
                                   cloudflare::TusUploads& uploads, cloudflare::StreamApi& api,
                                   recorder::Recorder& recorder, RecordingOutcomes& outcomes,
                                   Checkpoint checkpoint)
    : database_(database),
      clock_(clock),
      uploads_(uploads),
      api_(api),
      recorder_(recorder),
      outcomes_(outcomes),
      checkpoint_(std::move(checkpoint)) {}

Result<void> RecordingUploads::add(StreamId stream, const recorder::RecordingName& recording) {
    const recorder::RecordingFile file = LSL_TRY(recorder_.find(recording));
    return database_.write([&](store::Connection& tx) {
        return UploadsStore(tx).insert({.stream_id = stream,
                                        .recording = recording,
                                        .bytes = static_cast<std::int64_t>(file.bytes),
                                        .next_try_at = clock_.utc()});
    });
}

std::optional<double> RecordingUploads::progress(StreamId stream) const {
    const auto found = database_.read(
        [&](store::Connection& reader) { return UploadsStore(reader).find(stream); });
    if (!found || !*found || (*found)->state == UploadState::Failed) return std::nullopt;
    const Upload& upload = **found;
    if (upload.state == UploadState::Waiting || upload.bytes == 0) return 0;
    return sending_share * static_cast<double>(upload.sent_bytes) /
           static_cast<double>(upload.bytes);
}

std::string RecordingUploads::trouble(StreamId stream) const {
    const auto found = database_.read(
        [&](store::Connection& reader) { return UploadsStore(reader).find(stream); });
    if (!found || !*found || (*found)->state != UploadState::Failed) return {};
    return "Cloudflare could not use the recording: " + (*found)->error +
           ". The recording is still on this server.";
}

Result<void> RecordingUploads::forget(StreamId stream) {
    return database_.write([&](store::Connection& tx) -> Result<void> {
        auto upload = LSL_TRY(UploadsStore(tx).find(stream));
        if (!upload || upload->state != UploadState::Failed) return {};
        upload->state = UploadState::Unwanted;
        upload->attempts = 0;
        upload->next_try_at = clock_.utc();
        return UploadsStore(tx).update(*upload);
    });
}

bool RecordingUploads::passes(std::string_view point) {
    stopped_ = checkpoint_ && !checkpoint_(point);
    return !stopped_;
}

bool RecordingUploads::has_news(const std::string& video_uid) {
    const std::lock_guard lock(mutex_);
    return news_.erase(video_uid) > 0;
}

void RecordingUploads::video_changed(std::string_view video_uid) {
    static_cast<void>(database_.write([&](store::Connection& tx) -> Result<void> {
        auto upload = LSL_TRY(UploadsStore(tx).find_by_video(video_uid));
        if (!upload) return {};
        {
            const std::lock_guard lock(mutex_);
            news_.emplace(video_uid);
        }
        upload->next_try_at = clock_.utc();
        return UploadsStore(tx).update(*upload);
    }));
}

std::optional<UtcTime> RecordingUploads::step() {
    const auto next = [&] {
        return database_.read(
            [](store::Connection& reader) { return UploadsStore(reader).next(); });
    };
    auto found = next();
    if (!found || !*found) return std::nullopt;
    Upload upload = std::move(**found);
    if (upload.next_try_at > clock_.utc()) return upload.next_try_at;
    Upload before = upload;
    stopped_ = false;
    if (const auto done = advance(upload); !done && !stopped_) {
        // Into the row as it was: what the step meant to change belongs to its own transaction, and
        // "stored" without the class would drop the only copy.
        before.error = done.error().message + " " + done.error().detail;
        const UtcTime now = clock_.utc();
        before.next_try_at = std::max(after(now, first_retry, longest_retry, before.attempts),
                                      now + std::chrono::seconds(done.error().retry_after_seconds));
        ++before.attempts;
        // Without that note the row would be due at once, over and over: a full disk, say.
        if (!keep(before)) return now + first_retry;
    }
    found = next();
    return found && *found ? std::optional((*found)->next_try_at) : std::nullopt;
}

Result<void> RecordingUploads::advance(Upload& upload) {
    switch (upload.state) {
        case UploadState::Waiting: return begin(upload);
        case UploadState::Uploading: return send_piece(upload);
        case UploadState::Processing: return look(upload);
        case UploadState::Stored: return drop_local_copy(upload);
        case UploadState::Unwanted: return drop_everything(upload);
        case UploadState::Failed: return {};
    }
    return {};
}

Result<void> RecordingUploads::begin(Upload& upload) {
    const auto file = recorder_.find(upload.recording);
    if (!file) return file_is_gone(upload);
    if (!passes("before the upload begins")) return stopped();
    const auto row = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find(upload.stream_id);
    }));
    // What a try left that died before its uid was written down. The name is known to nobody else;
    // it is compared here too, because what a filter does not understand it may ignore.
    for (const auto& left : LSL_TRY(api_.videos({.creator = upload.recording}))) {
        if (left.creator == upload.recording) LSL_TRY(api_.delete_video(left.uid));
    }
    cloudflare::NewUpload wanted;
    wanted.creator = upload.recording;
    wanted.bytes = file->bytes;
    wanted.name = row ? row->stream.title : std::string();
    auto answer = uploads_.create(wanted);
    // Not even asked: no upload takes a file of this size.
    if (!answer && answer.error().code == ErrorCode::InvalidInput) {
        return give_up(upload, answer.error().message);
    }
    const cloudflare::Upload begun = LSL_TRY(std::move(answer));
    if (!passes("the upload has begun")) return stopped();
    upload.bytes = static_cast<std::int64_t>(file->bytes);
    upload.upload_url = begun.url;
    upload.video_uid = begun.video_uid;
    upload.sent_bytes = 0;
    // Attempts go on counting until a piece has arrived: uploads may be lost one after the other.
    upload.next_try_at = clock_.utc();
    upload.state = UploadState::Uploading;
    return keep(upload);
}

Result<void> RecordingUploads::send_piece(Upload& upload) {
    const cloudflare::Upload target{upload.upload_url, upload.video_uid};
    const auto file = recorder_.find(upload.recording);
    if (!file) return file_is_gone(upload);
    if (!passes("before a piece")) return stopped();
    const auto ask = [&]() -> Result<bool> {
        const auto arrived = uploads_.offset(target);
        if (!arrived && arrived.error().code == ErrorCode::NotFound) return false;
        upload.sent_bytes = static_cast<std::int64_t>(LSL_TRY(Result<std::uint64_t>(arrived)));
        return true;
    };
    // After a failure nobody but the service knows how much arrived.
    if (upload.attempts > 0 && !LSL_TRY(ask())) return start_anew(upload);
    const auto total = static_cast<std::uint64_t>(upload.bytes);
    const auto offset = static_cast<std::uint64_t>(upload.sent_bytes);
    if (offset < total) {
        const std::uint64_t bytes = cloudflare::tus_chunk_bytes(offset, total, piece_bytes);
        const std::string piece = LSL_TRY(read_piece(file->path, offset, bytes));
        auto sent = uploads_.send_chunk(target, offset, piece, total);
        if (!sent && sent.error().code == ErrorCode::NotFound) return start_anew(upload);
        if (!sent && sent.error().code == ErrorCode::Conflict) {
            if (!LSL_TRY(ask())) return start_anew(upload);
        } else {
            upload.sent_bytes = static_cast<std::int64_t>(LSL_TRY(std::move(sent)));
        }
    }
    if (!passes("a piece has arrived")) return stopped();
    upload.attempts = 0;
    upload.error.clear();
    upload.next_try_at = clock_.utc();  // behind the others: a long file keeps nobody waiting
    if (upload.sent_bytes >= upload.bytes) {
        upload.state = UploadState::Processing;
        upload.next_try_at = clock_.utc() + first_look;
        if (!passes("all has arrived")) return stopped();
    }
    return keep(upload);
}

Result<void> RecordingUploads::start_anew(Upload& upload) {
    if (!passes("before starting anew")) return stopped();
    if (!upload.video_uid.empty()) LSL_TRY(api_.delete_video(upload.video_uid));
    upload.state = UploadState::Waiting;
    upload.upload_url.clear();
    upload.video_uid.clear();
    upload.sent_bytes = 0;
    // Each new upload is a video of its own, so not one after the other without a pause.
    upload.next_try_at = after(clock_.utc(), first_retry, longest_retry, upload.attempts);
    ++upload.attempts;
    return keep(upload);
}

Result<void> RecordingUploads::note_outcome(Upload& upload, Outcome outcome,
                                            std::optional<VideoId> hosted, UploadState wanted) {
    const auto note = [&](store::Connection& tx) -> Result<void> {
        const auto noted = LSL_TRY(outcomes_.note(tx, upload.recording, outcome, hosted));
        upload.state = noted && noted->was_awaited ? wanted : UploadState::Unwanted;
        upload.attempts = 0;
        upload.next_try_at = clock_.utc();
        return UploadsStore(tx).update(upload);
    };
    LSL_TRY(database_.write(note));
    outcomes_.forget_trouble(upload.recording);
    return {};
}

Result<void> RecordingUploads::file_is_gone(Upload& upload) {
    return note_outcome(upload, Outcome::Lost, {}, UploadState::Unwanted);
}

Result<void> RecordingUploads::look(Upload& upload) {
    has_news(upload.video_uid);  // what was said until now is about to be seen
    auto video = api_.video(upload.video_uid);
    if (!video && video.error().code == ErrorCode::NotFound) return start_anew(upload);
    const cloudflare::Video seen = LSL_TRY(std::move(video));
    if (!passes("the video was looked at")) return stopped();
    if (seen.state == cloudflare::VideoState::Error) {
        return give_up(upload, seen.error_code + " " + seen.error_text);
    }
    if (seen.ready_to_stream) return give_to_class(upload, seen);
    upload.next_try_at = after(clock_.utc(), first_look, longest_look, upload.attempts + 1);
    ++upload.attempts;
    LSL_TRY(keep(upload));
    // News that came in between was about the row as it was before.
    if (has_news(upload.video_uid)) {
        upload.next_try_at = clock_.utc();
        return keep(upload);
    }
    return {};
}

Result<void> RecordingUploads::give_to_class(Upload& upload, const cloudflare::Video& video) {
    LSL_TRY(note_outcome(upload, Outcome::Available, VideoId(video.uid), UploadState::Stored));
    if (!passes("the class has the video")) return stopped();
    return {};
}

Result<void> RecordingUploads::give_up(Upload& upload, const std::string& reason) {
    upload.error = reason;
    // A copy is kept for a class that still hopes for it alone.
    return note_outcome(upload, Outcome::Failed, {}, UploadState::Failed);
}

Result<void> RecordingUploads::drop_local_copy(Upload& upload) {
    if (!passes("before the local copy goes")) return stopped();
    LSL_TRY(recorder_.remove(upload.recording));
    if (!passes("the local copy is gone")) return stopped();
    return database_.write(
        [&](store::Connection& tx) { return UploadsStore(tx).remove(upload.stream_id); });
}

Result<void> RecordingUploads::drop_everything(Upload& upload) {
    if (!passes("before an unwanted video goes")) return stopped();
    if (!upload.video_uid.empty()) LSL_TRY(api_.delete_video(upload.video_uid));
    if (!passes("an unwanted video is gone")) return stopped();
    return drop_local_copy(upload);
}

Result<void> RecordingUploads::keep(const Upload& upload) {
    return database_.write([&](store::Connection& tx) { return UploadsStore(tx).update(upload); });
}

RecordingUploadsLoop::RecordingUploadsLoop(RecordingUploads& uploads, const Clock& clock)
    : worker_({.name = "uploads", .after_failure = longest_sleep}, [&uploads, &clock] {
          using std::chrono::duration_cast;
          using std::chrono::milliseconds;
          const auto again = uploads.step();
          const auto left =
              again ? duration_cast<milliseconds>(*again - clock.utc()) : longest_sleep;
          return threads::Worker::Rest(std::clamp(left, milliseconds(0), longest_sleep));
      }) {}

}  // namespace lsl::services
