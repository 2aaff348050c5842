#pragma once

#include <array>

#include "server/recorder/timeline/track_reading.h"

namespace lsl::recorder {

/// Reads the clocks of both tracks together. What one track's arrivals leave open the other's
/// decide: both come through one network, so that a queue delays both, while a clock that was set
/// or counts wrongly is one track's own. Of all readings that arrivals allow this takes the one
/// that asks to believe the least: few clocks that were set, few wrong rates, nothing that one
/// track saw of the network and the other did not, and little that sender reports say otherwise.
///
/// Audio, video. No errors. Takes some milliseconds for an hour of an honest publisher, a second or
/// two for one whose clocks break off at every frame.
std::array<TrackReading, 2> read_both_tracks(const Journal& journal);

}  // namespace lsl::recorder
