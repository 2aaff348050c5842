#pragma once

#include <cstddef>
#include <vector>

#include "server/recorder/timeline/clock_points.h"

namespace lsl::recorder {

/// A clock that drifts by more than a millisecond a second is not a bad crystal but a wrong rate.
inline constexpr double most_drift = 0.001;

/// Finds and takes out a rate that is off by more than crystals are and by less than find_rates
/// (clock_rate.h) tells from a queue in the network. `witnessed`: what the network held back is out
/// of the points, so that what remains shows sooner. References outlive it.
class DriftMeter {
  public:
    DriftMeter(const std::vector<ClockPoint>& points, const std::vector<ClockBlock>& blocks,
               Delays& delays, bool witnessed)
        : points_(points), blocks_(blocks), delays_(delays), witnessed_(witnessed) {}

    /// Of the source as a whole, when its long blocks agree on it. How much, in parts of one; 0:
    /// there is none.
    double take_out_common();
    /// Points that lie on one clock.
    struct Part {
        std::size_t from = 0;
        std::size_t to = 0;  ///< beyond the last
        std::size_t stretch = 0;
    };
    /// The same of each part where delays grow or fall evenly. Unless `any`, only what an inexact
    /// measure of the rate leaves, and that is the same for all parts of one stretch: a part that
    /// seems to have another rate than most of them has none of its own.
    double take_out(const std::vector<Part>& parts, bool any);

  private:
    std::int64_t arrival(std::size_t point) const { return points_[point].arrival_us; }
    std::int64_t lasts(const Part& part) const { return arrival(part.to - 1) - arrival(part.from); }
    std::vector<std::size_t> least_delayed(std::size_t from, std::size_t to) const;
    double even_drift(const std::vector<std::size_t>& least) const;
    bool shows(const Part& part, double drift, bool any) const;

    const std::vector<ClockPoint>& points_;
    const std::vector<ClockBlock>& blocks_;
    Delays& delays_;
    bool witnessed_;
};

}  // namespace lsl::recorder
