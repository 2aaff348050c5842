#include "tests/server/recorder/simulation/simulated_clock.h"

#include <cmath>

namespace lsl::recorder::test {

double SimulatedClock::counted_us(std::int64_t time_us) const {
    double counted = 0;
    double rate = 1;
    std::int64_t since_us = 0;
    for (const Change& change : changes_) {
        if (change.at_us > time_us) break;
        counted += rate * static_cast<double>(change.at_us - since_us) +
                   static_cast<double>(change.jump_us);
        rate = change.rate;
        since_us = change.at_us;
    }
    return counted + rate * static_cast<double>(time_us - since_us);
}

std::uint32_t SimulatedClock::ticks(double counted_us) const {
    return static_cast<std::uint32_t>(std::llround(counted_us * rate_hz_ / 1e6));
}

}  // namespace lsl::recorder::test
