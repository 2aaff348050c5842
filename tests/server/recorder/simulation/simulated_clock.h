#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace lsl::recorder::test {

/// A second in microseconds.
inline constexpr std::int64_t second = 1'000'000;

/// Random numbers that are the same on every machine for one seed.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    double between(double low, double high) {
        return low + (high - low) * (static_cast<double>(engine_() >> 11) / 9007199254740992.0);
    }
    std::int64_t whole(std::int64_t low, std::int64_t high) {
        const auto count = static_cast<std::uint64_t>(high - low + 1);
        return low + static_cast<std::int64_t>(engine_() % count);
    }
    bool chance(double probability) { return between(0, 1) < probability; }
    std::uint32_t bits() { return static_cast<std::uint32_t>(engine_() >> 32); }

  private:
    std::mt19937_64 engine_;
};

/// A clock that counts ticks by real time, as wrongly as it is told to.
class SimulatedClock {
  public:
    /// From `at_us` on it counts at `rate` (1: right) from `jump_us` further than it stood.
    struct Change {
        std::int64_t at_us = 0;
        double rate = 1;
        std::int64_t jump_us = 0;
    };

    SimulatedClock(std::uint32_t first, std::uint32_t rate_hz) : first_(first), rate_hz_(rate_hz) {}

    /// In the order of time.
    void change(Change change) { changes_.push_back(change); }
    std::uint32_t at(std::int64_t time_us) const { return first_ + ticks(counted_us(time_us)); }
    /// What it shows once it has counted for so long.
    std::uint32_t after(double counted_us) const { return first_ + ticks(counted_us); }
    double counted_us(std::int64_t time_us) const;

  private:
    std::uint32_t ticks(double counted_us) const;

    std::uint32_t first_;
    std::uint32_t rate_hz_;
    std::vector<Change> changes_;
};

}  // namespace lsl::recorder::test
