#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lsl {

/// Calendar time: rows, JSON, schedules.
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Steady time in microseconds: media and timers. Only differences mean anything.
struct MonoTime {
    std::int64_t us = 0;

    auto operator<=>(const MonoTime&) const = default;
    friend MonoTime operator+(MonoTime t, std::chrono::microseconds d) {
        return {t.us + d.count()};
    }
    friend MonoTime operator-(MonoTime t, std::chrono::microseconds d) {
        return {t.us - d.count()};
    }
    friend std::chrono::microseconds operator-(MonoTime a, MonoTime b) {
        return std::chrono::microseconds(a.us - b.us);
    }
};

/// Media time: ticks of a codec's clock.
struct RtpTime {
    std::uint32_t ticks = 0;
    std::uint32_t clock_rate_hz = 90000;
};

/// "2026-11-22T09:38:04.123Z": always UTC and always milliseconds, so that texts sort as times.
std::string to_iso8601(UtcTime time);

/// Reads an RFC 3339 time with any offset ("Z", "+02:00") and an optional fraction of a second.
/// Nothing for text without an offset, impossible dates, or years outside 1970–9999.
std::optional<UtcTime> parse_iso8601(std::string_view text);

}  // namespace lsl
