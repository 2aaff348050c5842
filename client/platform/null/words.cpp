#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/null/fake_browser.h"

/// A person in London without summer time: enough for tests to say what they expect.
namespace lsl::platform {
namespace {

using std::chrono::days;
using std::chrono::floor;

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string clock_of(UtcTime time) {
    const auto minutes = floor<std::chrono::minutes>(time - floor<days>(time)).count();
    return two(static_cast<unsigned>(minutes / 60)) + ":" +
           two(static_cast<unsigned>(minutes % 60));
}

std::string day_month(UtcTime time) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};
    const std::chrono::year_month_day date(floor<days>(time));
    return std::to_string(static_cast<unsigned>(date.day())) + " " +
           std::string(months[static_cast<unsigned>(date.month()) - 1]);
}

std::string year_of(UtcTime time) {
    return std::to_string(static_cast<int>(std::chrono::year_month_day(floor<days>(time)).year()));
}

std::string weekday_of(UtcTime time) {
    constexpr std::array<std::string_view, 7> names{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
    return std::string(names[std::chrono::weekday(floor<days>(time)).c_encoding()]);
}

std::string day_of(UtcTime time) {
    const auto ahead = (floor<days>(time) - floor<days>(utc_now())).count();
    if (ahead == -1) return "Yesterday " + clock_of(time);
    if (ahead == 0) return "Today " + clock_of(time);
    if (ahead == 1) return "Tomorrow " + clock_of(time);
    if (ahead > 1 && ahead < 7) return weekday_of(time) + " " + clock_of(time);
    return day_month(time) + ", " + clock_of(time);
}

std::string day_name(UtcTime time) {
    constexpr std::array<std::string_view, 7> names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
    const auto ahead = (floor<days>(time) - floor<days>(utc_now())).count();
    if (ahead == 0) return "Today";
    if (ahead == 1) return "Tomorrow";
    if (ahead < 0 || ahead > 6) return day_month(time);
    return std::string(names[std::chrono::weekday(floor<days>(time)).c_encoding()]);
}

std::string relative(UtcTime time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time - utc_now()).count();
    const auto size = std::abs(seconds);
    if (size < 60) return "now";
    const auto said = [&](long long amount, std::string unit) {
        if (amount != 1 && unit == "day") unit += "s";
        const std::string text = std::to_string(amount) + " " + unit;
        return seconds < 0 ? text + " ago" : "in " + text;
    };
    if (size < 3600) return said(size / 60, "min");
    if (size < 86400) return said(size / 3600, "hr");
    return said(size / 86400, "day");
}

}  // namespace

std::string format_time(UtcTime time, TimeStyle style) {
    switch (style) {
        case TimeStyle::Day: return day_of(time);
        case TimeStyle::Clock: return clock_of(time);
        case TimeStyle::Date: return day_month(time) + " " + year_of(time);
        case TimeStyle::DateTime:
            return weekday_of(time) + " " + day_month(time) + " " + year_of(time) + ", " +
                   clock_of(time);
        case TimeStyle::Relative: return relative(time);
        case TimeStyle::DayName: return day_name(time);
        case TimeStyle::Weekday: return weekday_of(time) + " " + day_month(time);
    }
    return {};
}

std::string format_number(double value, int decimals) {
    const double scale = std::pow(10, decimals);
    auto whole = std::llround(std::abs(value) * scale);
    std::string text;
    if (decimals > 0) {
        std::string fraction = std::to_string(whole % static_cast<long long>(scale));
        fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
        text = "." + fraction;
        whole /= static_cast<long long>(scale);
    }
    for (; whole >= 1000; whole /= 1000) {
        const std::string group = std::to_string(whole % 1000);
        text = "," + std::string(3 - group.size(), '0') + group + text;
    }
    return (value < 0 ? "-" : "") + std::to_string(whole) + text;
}

std::string format_compact(double value) {
    if (value < 1000) return format_number(value);
    return format_number(value / 1000, value < 10000 ? 1 : 0) + "K";
}

std::string format_span(std::chrono::seconds span) {
    const auto minutes = span.count() / 60;
    if (minutes < 1) return "< 1 min";
    const auto plural = [](long long n) { return std::to_string(n) + (n == 1 ? " day" : " days"); };
    const auto days_ = minutes / 1440, hours = minutes / 60 % 24;
    if (days_ > 0) return plural(days_) + (hours ? ", " + std::to_string(hours) + " hr" : "");
    const std::string rest = minutes % 60 ? std::to_string(minutes % 60) + " min" : "";
    if (hours == 0) return rest;
    return std::to_string(hours) + " hr" + (rest.empty() ? "" : ", " + rest);
}

std::string local_field_from_utc(UtcTime time) { return to_iso8601(time).substr(0, 16); }

std::optional<UtcTime> utc_from_local_field(std::string_view text) {
    return text.size() < 16 ? std::nullopt
                            : parse_iso8601(std::string(text.substr(0, 16)) + ":00Z");
}

std::string time_zone() { return fake_browser().zone; }

std::string language_wishes() { return fake_browser().languages; }

std::string messages_path(std::string_view file) {
    const bool of_part = file.find('-') != std::string_view::npos;
    const bool is_file = of_part ? fake_browser().words_by_part : file != "en";
    return is_file ? "/messages/" + std::string(file) + ".txt" : "";
}

void set_language(std::string_view tag, bool right_to_left) {
    fake_browser().language = tag;
    fake_browser().right_to_left = right_to_left;
}

/// The rules of CLDR for whole numbers, of the languages that there are.
std::string_view plural_form(std::int64_t number) {
    const auto ends = number % 100;
    if (fake_browser().language == "ar") {
        if (number == 0) return "zero";
        if (number == 1) return "one";
        if (number == 2) return "two";
        if (ends >= 3 && ends <= 10) return "few";
        return ends >= 11 ? "many" : "other";
    }
    return number == 1 ? "one" : "other";
}

float text_advance(std::string_view text, int weight, float pixel_size) {
    // Every code point as wide as Inter's average.
    float points = 0;
    for (const char byte : text)
        points += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1.0f : 0.0f;
    return points * pixel_size * (weight >= 600 ? 0.58f : 0.55f);
}

float text_kerning(char32_t, char32_t, int) { return 0; }

std::vector<std::size_t> text_pieces(std::string_view, bool) { return {}; }

GlyphBitmap draw_text(std::string_view text, int weight, float pixel_size, float) {
    GlyphBitmap bitmap;
    if (text == " ") return bitmap;
    bitmap.width = static_cast<int>(std::ceil(text_advance(text, weight, pixel_size)));
    bitmap.height = static_cast<int>(std::ceil(pixel_size));
    bitmap.top = -static_cast<int>(std::ceil(pixel_size * 0.8f));
    bitmap.rgba.assign(static_cast<std::size_t>(bitmap.width * bitmap.height) * 4, 255);
    return bitmap;
}

}  // namespace lsl::platform
