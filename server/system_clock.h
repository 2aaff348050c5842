#pragma once

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

}  // namespace lsl
