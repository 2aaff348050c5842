#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/server/recorder/simulation/simulated_clock.h"

namespace lsl::recorder::test {

/// The way from a publisher to us: delay, jitter, loss, and the times it holds everything back.
class SimulatedNetwork {
  public:
    /// `hostile`: worse than a bad mobile network.
    SimulatedNetwork(Dice& dice, std::int64_t begins_us, std::int64_t ends_us, bool hostile);

    struct Way {
        std::int64_t delay_us = 0;
        double jitter_us = 0;
        double loss = 0;           ///< of packets that never come
        double overtaken = 0;      ///< share that comes up to 250 ms later than it should
        double retransmitted = 0;  ///< share that comes up to a second later
        double doubled = 0;
    };

    /// Nothing: lost.
    std::optional<std::int64_t> arrival_us(std::int64_t sent_us, std::int64_t extra_delay_us);
    std::int64_t longest_queue_us() const;
    bool doubles() { return dice_.chance(way_.doubled); }

  private:
    struct Hold {
        std::int64_t begins_us = 0;
        std::int64_t ends_us = 0;
    };
    /// A queue that fills, stays, and drains.
    struct Queue {
        std::int64_t begins_us = 0;
        std::int64_t rises_us = 0;
        std::int64_t lasts_us = 0;
        std::int64_t most_us = 0;
    };

    std::int64_t queued_us(std::int64_t sent_us) const;

    Dice dice_;
    Way way_;
    std::vector<Hold> holds_;
    std::vector<Queue> queues_;
};

}  // namespace lsl::recorder::test
