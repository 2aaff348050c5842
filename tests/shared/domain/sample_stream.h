#pragma once

#include "shared/domain/stream.h"

namespace lsl::domain {

inline UtcTime at(std::string_view text) { return parse_iso8601(text).value(); }

/// A class of one hour planned for 1 December 2026, 18:30 UTC.
inline Stream sample_stream() {
    Stream stream;
    stream.id = *StreamId::parse("01934f5e-7c1a-7b3c-8d2e-0123456789ab");
    stream.title = "Morning Dance Workout";
    stream.description = "High-energy dance cardio for every level.";
    stream.instructor_name = "Mila Kovač";
    stream.scheduled_start_time = at("2026-12-01T18:30:00Z");
    stream.price_in_tokens = 50;
    stream.live_input_id = "input";
    stream.webrtc_url = "https://example.com/whip/input";
    stream.webrtc_token = "publish-secret";
    stream.playback_id = "playback";
    stream.media_backend = "local";
    stream.created_at = stream.calendar_changed_at = stream.updated_at = at("2026-11-22T09:00:00Z");
    return stream;
}

}  // namespace lsl::domain
