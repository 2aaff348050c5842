#include "client/model/local_day.h"

#include <charconv>
#include <chrono>
#include <optional>

#include "shared/base/time.h"

namespace lsl::model {

namespace {

constexpr std::size_t day_length = 10;

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    if (text.size() < day_length) return std::nullopt;
    const std::chrono::year_month_day day(std::chrono::year(number(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(8, 2))));
    if (!day.ok()) return std::nullopt;
    return std::chrono::sys_days(day);
}

}  // namespace

std::string day_of_field(std::string_view field) {
    return std::string(field.substr(0, day_length));
}

std::string start_of_day(std::string_view field) { return day_of_field(field) + "T00:00"; }

std::string end_of_day(std::string_view field) { return days_later(start_of_day(field), 1); }

std::string days_later(std::string_view field, int days) {
    const auto day = parse_day(field);
    if (!day) return std::string(field);
    const UtcTime then(*day + std::chrono::days(days));
    return day_of_field(to_iso8601(then)) + std::string(field.substr(day_length));
}

}  // namespace lsl::model
