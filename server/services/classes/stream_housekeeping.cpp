// What the daily jobs do to a class.

#include "server/services/accounts/secrets.h"
#include "server/services/classes/stream_lookup.h"
#include "server/services/classes/streams.h"
#include "server/store/classes/workouts_store.h"
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
bool has_recording(const domain::StudioClass& row) {
    return row.recording.video_id && row.recording.state != RecordingState::Failed;
}

bool to_be_deleted(const domain::StudioClass& row) {
    return !row.stream.keep_for_catalog && !row.stream.migrated_to_workout_id &&
           row.recording.video_id.has_value();
}

}  // namespace

Outcome Streams::call_off_missed(StreamId id) {
    const UtcTime now = clock_.utc();
    bool missed = false;
    const domain::StudioClass called_off =
        LSL_TRY(call_off(id, domain::WalletReason::Missed, [&](const domain::StudioClass& row) {
            // Whoever still sends into a class that was never ended is not to be cut off.
            const bool on_air = row.stream.status == StreamStatus::Live &&
                                media_.figures(row).media_health.connected;
            return missed = domain::is_missed(row.stream, now) && !on_air;
        }));
    if (!missed) return std::optional<JobStep>();
    return std::optional(JobStep{called_off.stream.title, "cancelled"});
}

Outcome Streams::refund_fallen_through(StreamId id) {
    const UtcTime now = clock_.utc();
    const Step step = LSL_TRY(give_back(id, [&](const domain::StudioClass& row) {
        return domain::is_refund_due(row.stream, now);
    }));
    if (!step.changed) return std::optional<JobStep>();
    return std::optional(JobStep{step.row.stream.title, "refunded"});
}

Outcome Streams::expire_recording(StreamId id) {
    const std::lock_guard kept_or_not(steps_);
    const auto read = [&](store::Connection& reader) { return require_stream(reader, id); };
    const domain::StudioClass before = LSL_TRY(database_.read(read));
    const bool over = before.stream.status == StreamStatus::Ended && before.recording.expires_at &&
                      clock_.utc() >= *before.recording.expires_at;
    const bool deletes = to_be_deleted(before);
    if (!over || (!deletes && !before.recording.available)) return std::optional<JobStep>();

    // The media first: after a crash here the row still names it, and the next run comes by again.
    if (deletes) {
        const auto removed = media_.remove_recording(before);
        if (!removed) return not_deleted(removed.error());
    }
    const auto note = [&](store::Connection& tx) -> Result<void> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        row.recording.stop_announcing();
        if (deletes) row.recording.remove();
        row.stream.updated_at = clock_.utc();
        return StreamsStore(tx).update(row);
    };
    LSL_TRY(database_.write(note));
    return std::optional(JobStep{before.stream.title, deletes ? "deleted" : "expired"});
}

Outcome Streams::move_to_catalog(StreamId id) {
    const std::lock_guard kept_or_not(steps_);
    const auto read = [&](store::Connection& reader) { return require_stream(reader, id); };
    const domain::StudioClass before = LSL_TRY(database_.read(read));
    const bool due = before.stream.status == StreamStatus::Ended &&
                     before.stream.keep_for_catalog && !before.stream.migrated_to_workout_id &&
                     before.stream.migration_scheduled_at &&
                     clock_.utc() >= *before.stream.migration_scheduled_at;
    if (!due) return std::optional<JobStep>();

    if (has_recording(before)) {
        // A file that cannot be read today may be back tomorrow: an error, and tried again.
        const auto there = media_.check_recording(before);
        if (!there) return not_readable(there.error());
    }
    const auto move = [&](store::Connection& tx) -> Result<void> {
        StreamsStore streams(tx);
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        row.stream.updated_at = clock_.utc();
        if (!has_recording(row)) {
            row.stream.keep_for_catalog = false;
            return streams.update(row);
        }
        const domain::Workout workout{.id = new_id<WorkoutId>(clock_),
                                      .stream_id = row.stream.id,
                                      .title = row.stream.title,
                                      .description = row.stream.description,
                                      .instructor_name = row.stream.instructor_name,
                                      .style = row.stream.style,
                                      .level = row.stream.level,
                                      .duration_seconds = row.stream.scheduled_duration_seconds,
                                      .video_id = *row.recording.video_id,
                                      .thumbnail_url = row.stream.thumbnail_url,
                                      .created_at = clock_.utc()};
        LSL_TRY(store::WorkoutsStore(tx).insert(workout));
        row.stream.migrated_to_workout_id = workout.id;
        return streams.update(row);
    };
    LSL_TRY(database_.write(move));
    if (!has_recording(before)) return no_recording();
    return std::optional(JobStep{before.stream.title, "migrated"});
}

}  // namespace lsl::services
