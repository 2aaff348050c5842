#pragma once

#include <cstdint>
#include <vector>

namespace lsl::recorder {

/// How long a packet was under way beyond the least that its track's clock showed.
struct HeldBack {
    std::int64_t arrival_us = 0;
    std::int64_t by_us = 0;

    bool operator==(const HeldBack&) const = default;
};

/// What the network held one track's packets back by, while the class went on. Both tracks of a
/// publisher come the same way, so that what one of them saw tells a queue in the network from a
/// clock of the other that was set or counts at a wrong rate.
///
/// Never tells more than there was, as far as points a moment apart say: what was held back and
/// then came in one burst, or was sent again, is not in it, for nothing else was delayed with it.
/// All times are microseconds. A value; constant once made.
class NetworkDelay {
  public:
    NetworkDelay() = default;
    /// `held`: in any order.
    explicit NetworkDelay(std::vector<HeldBack> held);

    bool empty() const { return held_.empty(); }
    /// Of what arrived then: between points by a line, and beyond the first and the last as long as
    /// a queue takes to fill or drain.
    std::int64_t at_us(std::int64_t arrival_us) const;
    /// Whether points lie near on both sides.
    bool knows(std::int64_t arrival_us) const;
    /// Ascending arrivals.
    const std::vector<HeldBack>& points() const { return held_; }

  private:
    std::vector<HeldBack> held_;
};

/// How far apart what two tracks saw of one network is, where both saw it: seconds times seconds.
/// A queue that one of two tracks saw was none.
double disagreement(const NetworkDelay& a, const NetworkDelay& b);

/// How much the network is said to have held back, seconds times seconds.
double held_back(const NetworkDelay& one);

}  // namespace lsl::recorder
