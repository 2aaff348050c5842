#include "shared/wire/rows.h"

#include <utility>

#include "shared/domain/permissions.h"

namespace lsl::wire {

namespace {

/// The columns of a class that anybody may see.
template <class Row>
void describe_public_columns(Archive& a, Row& row) {
    domain::Stream& s = row.stream;
    a.field("id", s.id);
    a.field("title", s.title);
    a.field("description", s.description);
    a.field("instructor_name", s.instructor_name);
    a.with_default("style", s.style);
    a.with_default("level", s.level);
    a.field("scheduled_start_time", s.scheduled_start_time);
    a.field("scheduled_duration_seconds", s.scheduled_duration_seconds);
    a.field("actual_start_time", s.actual_start_time);
    a.field("actual_end_time", s.actual_end_time);
    a.field("status", s.status);
    a.field("price_in_tokens", s.price_in_tokens);
    a.field("media_backend", row.playback.backend);
    a.field("playback_id", row.playback.playback_id);
    a.field("recording_state", row.recording.state);
    a.field("recording_available", row.recording.available);
    a.field("recording_expires_at", row.recording.expires_at);
    a.field("recording_video_id", row.recording.video_id);
    a.field("keep_for_catalog", s.keep_for_catalog);
    a.field("migrated_to_workout_id", s.migrated_to_workout_id);
    a.field("migration_scheduled_at", s.migration_scheduled_at);
    a.field("thumbnail_url", s.thumbnail_url);
    a.field("max_viewers", s.max_viewers);
    a.field("total_enrollments", s.total_enrollments);
    a.field("media_seconds", s.media_seconds);
    a.field("refunded_at", s.refunded_at);
    a.field("created_at", s.created_at);
    a.field("updated_at", s.updated_at);
}

/// Only what is switched off is told.
template <class Row>
void describe_switched_off(Archive& a, Row& row) {
    if (a.reading() || row.camera_off) a.with_default("camera_off", row.camera_off);
    if (a.reading() || row.muted) a.with_default("muted", row.muted);
}

}  // namespace

void describe(Archive& a, PublicStream& row) {
    describe_public_columns(a, row);
    a.with_default("viewers", row.viewers);
    describe_switched_off(a, row);
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
    describe_switched_off(a, health);
    a.field("recording_trouble", health.recording_trouble);
}

void describe(Archive& a, Statistics& statistics) {
    a.field("enrollments", statistics.enrollments);
    const bool money = a.reading() || !statistics.without_money;
    if (money) a.with_default("revenue", statistics.revenue);
    a.field("viewers", statistics.viewers);
    a.field("max_viewers", statistics.max_viewers);
    a.field("media_health", statistics.media_health);
    a.with_default("delivered_minutes", statistics.delivered_minutes);
    a.with_default("stored_minutes", statistics.stored_minutes);
    if (money) a.with_default("hosting_cost", statistics.hosting_cost);
    a.extra("upload_progress", statistics.upload_progress);
    a.extra("replay_progress", statistics.replay_progress);
}

void describe(Archive& a, StudioTotals& totals) {
    a.field("classes", totals.classes);
    a.field("live", totals.live);
    a.field("planned", totals.planned);
    a.field("past", totals.past);
    a.field("replays", totals.replays);
    a.field("enrollments", totals.enrollments);
    a.field("enrolled_ahead", totals.enrolled_ahead);
    if (a.reading() || !totals.without_money) a.with_default("revenue", totals.revenue);
}

void describe(Archive& a, InstructorStream& row) {
    describe_public_columns(a, row);
    if (a.reading()) row.access.emplace();
    if (row.access) {
        a.with_default("live_input_id", row.access->live_input_id);
        a.with_default("webrtc_url", row.access->webrtc_url);
        a.with_default("webrtc_token", row.access->webrtc_token);
    }
    // Whoever is shown how to publish is shown the input.
    if (a.reading() && row.access->live_input_id.empty()) row.access.reset();
    a.field("statistics", row.statistics);
}

InstructorStream instructor_stream(domain::StudioClass row, Statistics statistics) {
    return {.stream = std::move(row.stream),
            .playback = std::move(row.ingest.playback),
            .recording = std::move(row.recording),
            .access = std::move(row.ingest.access),
            .statistics = std::move(statistics)};
}

PublicStream public_stream(domain::StudioClass row, std::int64_t viewers,
                           const MediaHealth& health) {
    return {.stream = std::move(row.stream),
            .playback = std::move(row.ingest.playback),
            .recording = std::move(row.recording),
            .viewers = viewers,
            .camera_off = health.camera_off,
            .muted = health.muted};
}

PublicStream public_part(const InstructorStream& row) {
    return {.stream = row.stream,
            .playback = row.playback,
            .recording = row.recording,
            .viewers = row.statistics.viewers,
            .camera_off = row.statistics.media_health.camera_off,
            .muted = row.statistics.media_health.muted};
}

void leave_out_for(domain::StaffRole role, InstructorStream& row) {
    if (!domain::may(role, domain::StaffAction::Publish)) row.access.reset();
    row.statistics.without_money = !domain::may(role, domain::StaffAction::ReadMoney);
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
    a.field("replay_position_ms", e.replay_position_ms);
    a.field("refunded_at", e.refunded_at);
    a.field("stream", row.stream);
}

void describe(Archive& a, UserRow& row) {
    a.field("id", row.id);
    a.field("email", row.email);
    a.field("display_name", row.display_name);
    a.with_default("email_verified", row.email_verified);
}

void describe(Archive& a, StaffMember& row) {
    a.field("user_id", row.user_id);
    a.field("display_name", row.display_name);
    a.field("role", row.role);
    a.field("invited_by", row.invited_by);
    a.field("accepted_at", row.accepted_at);
    a.extra("email", row.email);
}

void describe(Archive& a, InvitationRow& row) {
    a.field("id", row.id);
    a.field("email", row.email);
    a.field("role", row.role);
    a.field("expires_at", row.expires_at);
    a.extra("url", row.url);
}

void describe(Archive& a, InvitationOffer& row) {
    a.field("stream_id", row.stream_id);
    a.field("title", row.title);
    a.field("thumbnail_url", row.thumbnail_url);
    a.field("scheduled_start_time", row.scheduled_start_time);
    a.field("invited_by", row.invited_by);
    a.field("role", row.role);
    a.field("expires_at", row.expires_at);
    a.field("accepted", row.accepted);
}

void describe(Archive& a, AcceptedRole& row) {
    a.field("user_id", row.user_id);
    a.field("stream_id", row.stream_id);
    a.field("role", row.role);
    a.field("accepted_at", row.accepted_at);
}

UserRow user_row(const domain::User& user) {
    return {user.id, user.email, user.display_name, user.email_verified_at.has_value()};
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
    a.extra("note", entry.note);
}

void describe(wire::Archive& a, HeldRole& held) {
    a.field("role", held.role);
    a.field("stream_id", held.stream_id);
}

void describe(wire::Archive& a, Workout& workout) {
    a.field("id", workout.id);
    a.field("stream_id", workout.stream_id);
    a.field("title", workout.title);
    a.field("description", workout.description);
    a.field("instructor_name", workout.instructor_name);
    a.with_default("style", workout.style);
    a.with_default("level", workout.level);
    a.field("duration_seconds", workout.duration_seconds);
    a.field("video_id", workout.video_id);
    a.field("thumbnail_url", workout.thumbnail_url);
    a.field("created_at", workout.created_at);
}

}  // namespace lsl::domain
