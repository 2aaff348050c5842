#include "shared/base/time.h"

namespace lsl {

namespace {

/// Reads digits from the front of a text and remembers the first failure.
struct Scanner {
    std::string_view rest;
    bool ok = true;

    int digits(std::size_t count) {
        if (rest.size() < count) return fail();
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9') return fail();
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
    void literal(char c) {
        if (rest.empty() || rest.front() != c) {
            fail();
            return;
        }
        rest.remove_prefix(1);
    }
    bool accept(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    int fail() {
        ok = false;
        return 0;
    }
};

void append_padded(std::string& text, long value, std::size_t width) {
    const std::string digits = std::to_string(value);
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
}

}  // namespace

std::string to_iso8601(UtcTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string text;
    text.reserve(24);
    append_padded(text, static_cast<int>(date.year()), 4);
    text += '-';
    append_padded(text, static_cast<long>(static_cast<unsigned>(date.month())), 2);
    text += '-';
    append_padded(text, static_cast<long>(static_cast<unsigned>(date.day())), 2);
    text += 'T';
    append_padded(text, static_cast<long>(clock.hours().count()), 2);
    text += ':';
    append_padded(text, static_cast<long>(clock.minutes().count()), 2);
    text += ':';
    append_padded(text, static_cast<long>(clock.seconds().count()), 2);
    text += '.';
    append_padded(text, static_cast<long>(clock.subseconds().count()), 3);
    text += 'Z';
    return text;
}

// RFC 3339, section 5.6 (date-time).
std::optional<UtcTime> parse_iso8601(std::string_view text) {
    using namespace std::chrono;
    Scanner in{text};
    const int year_number = in.digits(4);
    in.literal('-');
    const int month_number = in.digits(2);
    in.literal('-');
    const int day_number = in.digits(2);
    if (!in.accept('T') && !in.accept('t')) in.literal(' ');
    const int hour = in.digits(2);
    in.literal(':');
    const int minute = in.digits(2);
    int second = 0;
    // Seconds may be left out: HTML's datetime-local writes "2026-11-22T09:38".
    if (in.accept(':')) second = in.digits(2);

    int millisecond = 0;
    if (in.accept('.')) {
        int scale = 100;
        std::size_t seen = 0;
        while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
            millisecond += (in.rest.front() - '0') * scale;
            scale /= 10;
            in.rest.remove_prefix(1);
            ++seen;
        }
        if (seen == 0 || seen > 9) return std::nullopt;
    }

    minutes offset{0};
    if (!in.accept('Z') && !in.accept('z')) {
        const bool east = in.accept('+');
        if (!east) in.literal('-');
        const int offset_hour = in.digits(2);
        in.literal(':');
        const int offset_minute = in.digits(2);
        if (offset_hour > 23 || offset_minute > 59) return std::nullopt;
        offset = hours(offset_hour) + minutes(offset_minute);
        if (!east) offset = -offset;
    }
    if (!in.ok || !in.rest.empty()) return std::nullopt;
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;

    const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                              day(static_cast<unsigned>(day_number))};
    if (!date.ok() || year_number < 1970) return std::nullopt;
    const UtcTime time = sys_days(date) + hours(hour) + minutes(minute) + seconds(second) +
                         milliseconds(millisecond) - offset;
    // An offset can carry the first or the last hours out of the range that to_iso8601 writes.
    if (time < UtcTime{} || time >= UtcTime(sys_days(year(10000) / January / 1))) {
        return std::nullopt;
    }
    return time;
}

}  // namespace lsl
