#pragma once

#include <atomic>
#include <chrono>

#include "shared/base/clock.h"

namespace lsl::testing {

/// A clock that a test moves. Begins on Sunday 22 November 2026 at 09:00 UTC.
class MovingClock final : public Clock {
  public:
    UtcTime utc() const override { return UtcTime(std::chrono::milliseconds(utc_ms_)); }
    MonoTime mono() const override { return MonoTime{mono_us_}; }

    void advance(std::chrono::milliseconds by) {
        utc_ms_ += by.count();
        mono_us_ += std::chrono::microseconds(by).count();
    }
    void set(UtcTime now) { advance(now - utc()); }
    /// Somebody sets the wall clock; no time passes.
    void turn(std::chrono::milliseconds by) { utc_ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> utc_ms_{1'795'338'000'000};
    std::atomic<std::int64_t> mono_us_{1'000'000};
};

}  // namespace lsl::testing
