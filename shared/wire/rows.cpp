#include "shared/wire/rows.h"

namespace lsl::wire {

namespace {

/// The columns of live_stream_sessions that anybody may see.
void describe_public_columns(Archive& a, domain::Stream& s) {
    a.field("id", s.id);
    a.field("title", s.title);
    a.field("description", s.description);
    a.field("instructor_name", s.instructor_name);
    a.field("scheduled_start_time", s.scheduled_start_time);
    a.field("scheduled_duration_seconds", s.scheduled_duration_seconds);
    a.field("actual_start_time", s.actual_start_time);
    a.field("actual_end_time", s.actual_end_time);
    a.field("status", s.status);
    a.field("price_in_tokens", s.price_in_tokens);
    a.field("media_backend", s.media_backend);
    a.field("playback_id", s.playback_id);
    a.field("recording_state", s.recording_state);
    a.field("recording_available", s.recording_available);
    a.field("recording_expires_at", s.recording_expires_at);
    a.field("recording_video_id", s.recording_video_id);
    a.field("keep_for_catalog", s.keep_for_catalog);
    a.field("migrated_to_workout_id", s.migrated_to_workout_id);
    a.field("migration_scheduled_at", s.migration_scheduled_at);
    a.field("thumbnail_url", s.thumbnail_url);
    a.field("max_viewers", s.max_viewers);
    a.field("total_enrollments", s.total_enrollments);
    a.field("created_at", s.created_at);
    a.field("updated_at", s.updated_at);
}

}  // namespace

void describe(Archive& a, PublicStream& row) {
    describe_public_columns(a, row.stream);
    a.with_default("viewers", row.viewers);
}

void describe(Archive& a, MediaHealth& health) {
    a.field("connected", health.connected);
    a.field("verdict", health.verdict);
    a.field("video_codec", health.video_codec);
    a.field("video_bitrate_bps", health.video_bitrate_bps);
    a.field("audio_bitrate_bps", health.audio_bitrate_bps);
    a.field("frames_per_second", health.frames_per_second);
    a.field("loss_percent", health.loss_percent);
    a.field("round_trip_ms", health.round_trip_ms);
    a.with_default("video_width", health.video_width);
    a.with_default("video_height", health.video_height);
    a.with_default("viewers_without_video", health.viewers_without_video);
    a.with_default("b_frames", health.b_frames);
    a.field("recording_trouble", health.recording_trouble);
}

void describe(Archive& a, Statistics& statistics) {
    a.field("enrollments", statistics.enrollments);
    a.field("revenue", statistics.revenue);
    a.field("viewers", statistics.viewers);
    a.field("max_viewers", statistics.max_viewers);
    a.field("media_health", statistics.media_health);
    a.with_default("delivered_minutes", statistics.delivered_minutes);
    a.with_default("stored_minutes", statistics.stored_minutes);
    a.with_default("hosting_cost", statistics.hosting_cost);
    a.extra("upload_progress", statistics.upload_progress);
}

void describe(Archive& a, InstructorStream& row) {
    describe_public_columns(a, row.stream);
    a.field("live_input_id", row.stream.live_input_id);
    a.field("webrtc_url", row.stream.webrtc_url);
    a.field("webrtc_token", row.stream.webrtc_token);
    a.field("statistics", row.statistics);
}

void describe(Archive& a, EnrollmentRow& row) {
    domain::Enrollment& e = row.enrollment;
    a.field("id", e.id);
    a.field("stream_id", e.stream_id);
    a.field("user_id", e.user_id);
    a.field("tokens_paid", e.tokens_paid);
    a.field("enrolled_at", e.enrolled_at);
    a.field("can_watch_live", e.can_watch_live);
    a.field("can_watch_replay", e.can_watch_replay);
    a.field("replay_access_expires_at", e.replay_access_expires_at);
    a.field("watched_live", e.watched_live);
    a.field("watched_replay", e.watched_replay);
    a.field("last_watched_at", e.last_watched_at);
    a.field("stream", row.stream);
}

void describe(Archive& a, UserRow& row) {
    a.field("id", row.id);
    a.field("email", row.email);
    a.field("display_name", row.display_name);
}

}  // namespace lsl::wire

namespace lsl::domain {

void describe(wire::Archive& a, WalletEntry& entry) {
    a.field("id", entry.id);
    a.field("delta", entry.delta);
    a.field("reason", entry.reason);
    a.field("stream_id", entry.stream_id);
    a.field("created_at", entry.created_at);
    a.field("balance_after", entry.balance_after);
}

void describe(wire::Archive& a, Workout& workout) {
    a.field("id", workout.id);
    a.field("stream_id", workout.stream_id);
    a.field("title", workout.title);
    a.field("description", workout.description);
    a.field("instructor_name", workout.instructor_name);
    a.field("duration_seconds", workout.duration_seconds);
    a.field("video_id", workout.video_id);
    a.field("thumbnail_url", workout.thumbnail_url);
    a.field("created_at", workout.created_at);
}

}  // namespace lsl::domain
