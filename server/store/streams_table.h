#pragma once

#include "server/store/table.h"
#include "shared/domain/studio_class.h"

namespace lsl::store {

/// Table live_stream_sessions, less what is counted there: total_revenue, delivered_seconds,
/// thumbnail_source_url and ingest_closed have functions of their own.
struct StreamsTable {
    static constexpr const char* name = "live_stream_sessions";
    using Row = domain::StudioClass;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        auto& s = row.stream;
        auto& ingest = row.ingest;
        auto& recording = row.recording;
        column("id", s.id, Written::Key);
        column("title", s.title);
        column("description", s.description);
        column("instructor_name", s.instructor_name);
        column("scheduled_start_time", s.scheduled_start_time);
        column("scheduled_duration_seconds", s.scheduled_duration_seconds);
        column("actual_start_time", s.actual_start_time);
        column("actual_end_time", s.actual_end_time);
        column("status", s.status);
        column("price_in_tokens", s.price_in_tokens);
        column("media_backend", ingest.playback.backend, Written::Once);
        column("live_input_id", ingest.access.live_input_id, Written::Once);
        column("webrtc_url", ingest.access.webrtc_url, Written::Once);
        column("webrtc_token", ingest.access.webrtc_token);
        column("playback_id", ingest.playback.playback_id, Written::Once);
        column("recording_state", recording.state);
        column("recording_available", recording.available);
        column("recording_expires_at", recording.expires_at);
        column("recording_video_id", recording.video_id);
        column("keep_for_catalog", s.keep_for_catalog);
        column("migrated_to_workout_id", s.migrated_to_workout_id);
        column("migration_scheduled_at", s.migration_scheduled_at);
        column("thumbnail_url", s.thumbnail_url);
        column("max_viewers", s.max_viewers, Written::Once);
        column("total_enrollments", s.total_enrollments, Written::Once);
        column("calendar_sequence", row.calendar.sequence);
        column("calendar_changed_at", row.calendar.changed_at);
        column("created_at", s.created_at, Written::Once);
        column("updated_at", s.updated_at);
        column("media_seconds", s.media_seconds, Written::Once);
        column("refunded_at", s.refunded_at);
    }
};

}  // namespace lsl::store
