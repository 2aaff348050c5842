#pragma once

#include "shared/domain/studio_class.h"

namespace lsl::domain {

inline UtcTime at(std::string_view text) { return parse_iso8601(text).value(); }

/// A class of one hour planned for 1 December 2026, 18:30 UTC.
inline StudioClass sample_class() {
    StudioClass row;
    row.stream.id = *StreamId::parse("01934f5e-7c1a-7b3c-8d2e-0123456789ab");
    row.stream.title = "Morning Dance Workout";
    row.stream.description = "High-energy dance cardio for every level.";
    row.stream.instructor_name = "Mila Kovač";
    row.stream.scheduled_start_time = at("2026-12-01T18:30:00Z");
    row.stream.price_in_tokens = 50;
    row.ingest.playback = {.backend = "local", .playback_id = PlaybackId("playback")};
    row.ingest.access = {.live_input_id = LiveInputId("input"),
                         .webrtc_url = "https://example.com/whip/input",
                         .webrtc_token = "publish-secret"};
    row.stream.created_at = row.stream.updated_at = row.calendar.changed_at =
        at("2026-11-22T09:00:00Z");
    return row;
}

}  // namespace lsl::domain
