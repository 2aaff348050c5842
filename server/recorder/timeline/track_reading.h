#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/timeline/network_delay.h"
#include "server/recorder/timeline/rtp_clock.h"

namespace lsl::recorder {

/// One way to read all clocks of a track (audio or video), through all of its sources. Times are
/// microseconds of capture time unless said otherwise. A value.
struct TrackReading {
    struct Segment {
        std::int64_t start_us = 0;  ///< in the parts
        std::int64_t rtp_us = 0;    ///< there
        TimedSegment timed;
        std::size_t clock = 0;  ///< index into `clocks`
    };
    /// Frames whose RTP time tells how far they are apart.
    struct Clock {
        std::size_t source = 0;
        std::int64_t begins_us = 0;  ///< by arrivals
        std::int64_t ends_us = 0;
        std::int64_t shift_us = 0;  ///< to be added besides
    };

    std::vector<Segment> segments;  ///< in the order of the journal
    std::vector<Clock> clocks;

    // What the reading asks to believe, for it to be weighed against others (two_tracks.h).
    std::size_t sets = 0;       ///< times that a clock was set
    double drift = 0;           ///< by how much a rate is off besides, in parts of one, at most
    std::vector<double> rates;  ///< at which clocks count, each once; {1} as a rule
    double untold_s = 0;        ///< what sender reports say otherwise
    std::vector<HeldBack> held;
    NetworkDelay network;  ///< of `held`
};

struct TrackOptions {
    ClockOptions clock;      ///< `rate` is looked for
    bool same_rate = false;  ///< all of the track's clocks count at one rate
};

/// No errors: whatever the journal says, there is a reading of it.
TrackReading read_track(const Journal& journal, media::TrackKind kind, const TrackOptions& options);

/// Whether a report tells of the present, as it must: RTP time that by arrivals (`at_us`) lies far
/// ahead or back is not what the sender's clock was read at.
bool tells_of_present(std::int64_t at_us, const Journal::Report& report);

}  // namespace lsl::recorder
