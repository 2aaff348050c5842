#include "client/app/browser_words.h"

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

}  // namespace lsl::app
