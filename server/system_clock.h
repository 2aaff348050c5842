#pragma once

#include <time.h>

#include "shared/base/clock.h"

namespace lsl {

/// The machine's time. The only place in the server that asks for it.
class SystemClock final : public Clock {
  public:
    UtcTime utc() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    MonoTime mono() const override {
        const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(since_boot).count()};
    }
};

/// Time that has passed since the machine started, also while it slept: the steady clock stands
/// still then.
inline MonoTime time_since_boot() {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return {std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000};
}

}  // namespace lsl
