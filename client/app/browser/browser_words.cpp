#include "client/app/browser/browser_words.h"

#include "client/model/local_day.h"
#include "client/platform/bridge.h"

namespace lsl::app {

namespace {

platform::TimeStyle style_of(model::TimeStyle style) {
    switch (style) {
        case model::TimeStyle::Day: return platform::TimeStyle::Day;
        case model::TimeStyle::Clock: return platform::TimeStyle::Clock;
        case model::TimeStyle::Date: return platform::TimeStyle::Date;
        case model::TimeStyle::DateTime: return platform::TimeStyle::DateTime;
        case model::TimeStyle::Relative: return platform::TimeStyle::Relative;
        case model::TimeStyle::DayName: return platform::TimeStyle::DayName;
        case model::TimeStyle::Weekday: return platform::TimeStyle::Weekday;
    }
    return platform::TimeStyle::DateTime;
}

}  // namespace

std::string BrowserWords::time(UtcTime time, model::TimeStyle style) const {
    return platform::format_time(time, style_of(style));
}

std::string BrowserWords::number(double value, int decimals) const {
    return platform::format_number(value, decimals);
}

std::string_view BrowserWords::plural(std::int64_t number) const {
    return platform::plural_form(number);
}

std::string BrowserWords::span(std::chrono::seconds span) const {
    return platform::format_span(span);
}

std::string BrowserWords::field_from_time(UtcTime time) const {
    return platform::local_field_from_utc(time);
}

std::optional<UtcTime> BrowserWords::time_from_field(std::string_view text) const {
    return platform::utc_from_local_field(text);
}

UtcTime BrowserWords::end_of_day(UtcTime time) const {
    const auto known = days_.upper_bound(time);
    if (known != days_.end() && known->second <= time) return known->first;
    const std::string field = field_from_time(time);
    const auto begin = time_from_field(model::start_of_day(field));
    const auto end = time_from_field(model::end_of_day(field));
    if (!begin || !end || *end <= time) return time + std::chrono::days(1);
    days_[*end] = *begin;
    return *end;
}

}  // namespace lsl::app
