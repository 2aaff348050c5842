#include "server/services/notices/time_zone.h"

#include <cstddef>
#include <stdexcept>

#include <date/tz.h>

namespace lsl::services {

std::optional<TimeZone> TimeZone::find(std::string_view name) {
    TimeZone zone;
    try {
        zone.zone_ = date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return std::nullopt;  // The library's answer to an unknown name, and to a missing database.
    }
    return zone;
}

std::chrono::seconds TimeZone::ahead_of_utc(UtcTime time) const {
    if (!zone_) return {};
    return zone_->get_info(std::chrono::floor<std::chrono::seconds>(time)).offset;
}

std::int64_t TimeZone::minute_of_day(UtcTime time) const {
    const UtcTime local = time + ahead_of_utc(time);
    const auto into_day = local - std::chrono::floor<std::chrono::days>(local);
    return std::chrono::floor<std::chrono::minutes>(into_day).count();
}

std::string TimeZone::clock_at(UtcTime time) const {
    constexpr std::size_t date = 10, clock_begin = 11, clock_length = 5;
    const std::string text = to_iso8601(time + ahead_of_utc(time));
    return text.substr(0, date) + " " + text.substr(clock_begin, clock_length);
}

}  // namespace lsl::services
