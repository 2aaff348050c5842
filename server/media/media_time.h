#pragma once

#include <cstdint>

#include "shared/base/time.h"

namespace lsl::media {

/// Whole microseconds of an NTP time in 32.32 fixed point (RFC 3550 4).
inline std::int64_t ntp_to_us(std::uint64_t ntp) {
    return static_cast<std::int64_t>((ntp >> 32) * 1'000'000 +
                                     (((ntp & 0xffffffff) * 1'000'000) >> 32));
}
inline std::uint64_t us_to_ntp(std::int64_t us) {
    const auto whole = static_cast<std::uint64_t>(us / 1'000'000);
    const auto rest = static_cast<std::uint64_t>(us % 1'000'000);
    return (whole << 32) | ((rest << 32) / 1'000'000);
}

/// Ticks of a media clock in a span of time, which may be negative. Spans come from sender reports,
/// whose clock may tell anything (up to 136 years, 32 bits of seconds): whole seconds go apart, so
/// that ticks per second times microseconds does not overflow.
inline std::int64_t to_ticks(std::chrono::microseconds span, std::uint32_t clock_rate_hz) {
    const auto rate = static_cast<std::int64_t>(clock_rate_hz);
    const std::int64_t seconds = span.count() / 1'000'000;
    return seconds * rate + span.count() % 1'000'000 * rate / 1'000'000;
}

/// Bytes or packets of the last finished second.
class RateMeter {
  public:
    void add(std::int64_t amount, MonoTime now) {
        roll(now);
        current_ += amount;
    }
    std::int64_t per_second(MonoTime now) const {
        const std::int64_t second = now.us / 1'000'000;
        if (second == second_) return last_;
        return second == second_ + 1 ? current_ : 0;
    }

  private:
    void roll(MonoTime now) {
        const std::int64_t second = now.us / 1'000'000;
        if (second == second_) return;
        last_ = second == second_ + 1 ? current_ : 0;
        current_ = 0;
        second_ = second;
    }

    std::int64_t second_ = 0;
    std::int64_t current_ = 0;
    std::int64_t last_ = 0;
};

}  // namespace lsl::media
