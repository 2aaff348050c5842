// What the daily jobs do to a class.

#include "server/services/secrets.h"
#include "server/services/stream_lookup.h"
#include "server/services/streams.h"
#include "server/store/workouts_store.h"
#include "shared/domain/lifecycle.h"

namespace lsl::services {

namespace {

using domain::RecordingState;
using domain::StreamStatus;
using store::StreamsStore;

using Outcome = Result<std::optional<JobStep>>;

Error no_recording() {
    return make_error(ErrorCode::Conflict, "no_recording",
                      "There is no recording of this class, so it makes no workout.");
}

/// What the instructor reads about a step that failed; what happened goes to the log.
Error not_deleted(const Error& cause) {
    return make_error(ErrorCode::Unavailable, "not_deleted",
                      "The recording couldn't be deleted. The next run tries again.")
        .with_detail(cause.message + " " + cause.detail);
}

Error not_readable(const Error& cause) {
    return make_error(ErrorCode::Unavailable, "not_readable",
                      "The recording can't be read, so it is no workout yet. The next run tries "
                      "again.")
        .with_detail(cause.message + " " + cause.detail);
}

/// A failed one may still name a file, so that the file can be deleted.
bool has_recording(const domain::Stream& stream) {
    return stream.recording_video_id && stream.recording_state != RecordingState::Failed;
}

bool to_be_deleted(const domain::Stream& stream) {
    return !stream.keep_for_catalog && !stream.migrated_to_workout_id &&
           stream.recording_video_id.has_value();
}

}  // namespace

Outcome Streams::call_off_missed(StreamId id) {
    const UtcTime now = clock_.utc();
    bool missed = false;
    const domain::Stream stream =
        LSL_TRY(call_off(id, domain::WalletReason::Missed, [&](const domain::Stream& row) {
            return missed = domain::is_missed(row, now);
        }));
    if (!missed) return std::optional<JobStep>();
    return std::optional(JobStep{stream.title, "cancelled"});
}

Outcome Streams::expire_recording(StreamId id) {
    const std::lock_guard kept_or_not(steps_);
    const auto read = [&](store::Connection& reader) { return require_stream(reader, id); };
    const domain::Stream before = LSL_TRY(database_.read(read));
    const bool over = before.status == StreamStatus::Ended && before.recording_expires_at &&
                      clock_.utc() >= *before.recording_expires_at;
    const bool deletes = to_be_deleted(before);
    if (!over || (!deletes && !before.recording_available)) return std::optional<JobStep>();

    // The media first: after a crash here the row still names it, and the next run comes by again.
    if (deletes) {
        const auto removed = media_.remove_recording(before);
        if (!removed) return not_deleted(removed.error());
    }
    const auto note = [&](store::Connection& tx) -> Result<void> {
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        stream.recording_available = false;
        if (deletes) {
            stream.recording_state = RecordingState::Deleted;
            stream.recording_video_id.reset();
        }
        stream.updated_at = clock_.utc();
        return StreamsStore(tx).update(stream);
    };
    LSL_TRY(database_.write(note));
    announcements_.stream_changed(id);
    return std::optional(JobStep{before.title, deletes ? "deleted" : "expired"});
}

Outcome Streams::move_to_catalog(StreamId id) {
    const std::lock_guard kept_or_not(steps_);
    const auto read = [&](store::Connection& reader) { return require_stream(reader, id); };
    const domain::Stream before = LSL_TRY(database_.read(read));
    const bool due = before.status == StreamStatus::Ended && before.keep_for_catalog &&
                     !before.migrated_to_workout_id && before.migration_scheduled_at &&
                     clock_.utc() >= *before.migration_scheduled_at;
    if (!due) return std::optional<JobStep>();

    if (has_recording(before)) {
        // A file that cannot be read today may be back tomorrow: an error, and tried again.
        const auto there = media_.check_recording(before);
        if (!there) return not_readable(there.error());
    }
    const auto move = [&](store::Connection& tx) -> Result<void> {
        StreamsStore streams(tx);
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        stream.updated_at = clock_.utc();
        if (!has_recording(stream)) {
            stream.keep_for_catalog = false;
            return streams.update(stream);
        }
        const domain::Workout workout{.id = new_id<WorkoutId>(clock_),
                                      .stream_id = stream.id,
                                      .title = stream.title,
                                      .description = stream.description,
                                      .instructor_name = stream.instructor_name,
                                      .duration_seconds = stream.scheduled_duration_seconds,
                                      .video_id = *stream.recording_video_id,
                                      .thumbnail_url = stream.thumbnail_url,
                                      .created_at = clock_.utc()};
        LSL_TRY(store::WorkoutsStore(tx).insert(workout));
        stream.migrated_to_workout_id = workout.id;
        return streams.update(stream);
    };
    LSL_TRY(database_.write(move));
    announcements_.stream_changed(id);
    if (!has_recording(before)) return no_recording();
    return std::optional(JobStep{before.title, "migrated"});
}

}  // namespace lsl::services
