#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/timeline/network_delay.h"

namespace lsl::recorder {

/// What the arrivals say about the RTP clock of one source: how fast it really runs, and where it
/// was set or stood still. The network only ever delays, so the least delayed arrivals tell.
///
/// Segments of one group lie on a clock that ran on as real time does, so that RTP time says how
/// far their frames are apart. Between groups the clock was set or had stopped: only arrivals say
/// how far those are apart.
struct TimedSegment {
    struct Node {
        std::int64_t rtp_us = 0;
        std::int64_t capture_us = 0;
    };

    std::vector<Node> nodes;  ///< at least one, ascending RTP time; linear between and beyond them
    double slope = 1;         ///< capture time by RTP time beyond the nodes
    std::size_t group = 0;

    /// Capture time but for the least delay that the network showed, which nobody can know.
    std::int64_t capture_us(std::int64_t rtp_us) const;
};

/// Arrivals alone leave more than one way to read a clock: what looks like a clock that was set or
/// runs at another rate may be a queue in the network. Each is one such way; two_tracks.h decides.
struct ClockOptions {
    const NetworkDelay* network = nullptr;  ///< what the other track saw; null: nothing is known
    std::optional<double> rate;             ///< the clock's throughout; none: looked for
    bool drift_is_clock = true;    ///< delays that grow evenly are a wrong rate, else a queue
    bool late_is_network = false;  ///< frames that come later than before wait, else it was set
};

struct ClockReading {
    std::vector<TimedSegment> segments;
    std::size_t sets = 0;        ///< times that the clock was set, by this reading
    double drift = 0;            ///< by how much its rate is off besides, in parts of one
    std::vector<double> rates;   ///< of its stretches
    std::vector<HeldBack> held;  ///< what the network did, by this reading
};

/// `segments`: all of one source, in the order they came. Groups count from 0, ascending. No
/// errors: whatever the journal says, there is a reading of it.
ClockReading read_clock(const std::vector<const Journal::Segment*>& segments,
                        const ClockOptions& options);

}  // namespace lsl::recorder
