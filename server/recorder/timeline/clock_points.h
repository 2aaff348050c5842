#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/timeline/network_delay.h"

namespace lsl::recorder {

/// A frame on the RTP clock (at its nominal rate) and on ours. Times are microseconds.
struct ClockPoint {
    std::int64_t rtp_us = 0;
    std::int64_t arrival_us = 0;
    std::size_t segment = 0;
    std::int64_t network_us = 0;  ///< what the network is known to have held it back by

    /// When it would have come without that.
    std::int64_t told_us() const { return arrival_us - network_us; }
};

/// From point `first` on the clock runs at this rate.
struct RateStretch {
    std::size_t first = 0;
    double rate = 1;  ///< seconds the clock counts in one; exactly 1 unless it is plainly off
};

/// Points of one segment within one stretch, among which the clock went on.
struct ClockBlock {
    std::size_t from = 0;
    std::size_t to = 0;  ///< beyond the last
    std::size_t stretch = 0;
    double rate = 1;
};

/// The noted arrivals of one source, in the order in which they came; `network` may be null.
std::vector<ClockPoint> collect_points(const std::vector<const Journal::Segment*>& segments,
                                       const NetworkDelay* network);

std::vector<ClockBlock> cut_blocks(const std::vector<ClockPoint>& points,
                                   const std::vector<RateStretch>& stretches);

/// How late points are on a clock of the right rate; in microseconds, doubles being exact enough.
class Delays {
  public:
    Delays(const std::vector<ClockPoint>& points, const std::vector<ClockBlock>& blocks);

    double time(std::size_t i) const { return time_[i]; }
    double delay(std::size_t i) const { return delay_[i]; }
    /// Takes out, from there to there, that the clock runs `by` parts of one too slow.
    void correct(std::size_t from, std::size_t to, double by, double origin_us);

  private:
    std::vector<double> time_;
    std::vector<double> delay_;
};

}  // namespace lsl::recorder
