#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"

namespace lsl::platform {
namespace {

double ms_of(UtcTime time) { return static_cast<double>(time.time_since_epoch().count()); }

/// Views ask for the same words in every frame; Intl is far too slow for that. What is said depends
/// on the present only by the minute.
class SpokenTimes {
  public:
    void clear() { words_.clear(); }

    std::string say(UtcTime time, TimeStyle style) {
        const std::int64_t minute = utc_now().time_since_epoch().count() / 60000;
        if (minute != minute_ || words_.size() > 1000) words_.clear();
        minute_ = minute;
        const std::int64_t key = time.time_since_epoch().count() * 8 + static_cast<int>(style);
        if (const auto known = words_.find(key); known != words_.end()) return known->second;
        lsl_js_format_time(ms_of(time), static_cast<int>(style));
        return words_.emplace(key, take_text_answer()).first->second;
    }

  private:
    std::int64_t minute_ = 0;
    std::unordered_map<std::int64_t, std::string> words_;
};

/// Same for numbers and spans.
class SpokenNumbers {
  public:
    void clear() { words_.clear(); }

    template <class Ask>
    const std::string& say(double value, int kind, Ask ask) {
        if (words_.size() > 1000) words_.clear();
        const auto key = static_cast<std::int64_t>(std::llround(value * 1000)) * 16 + kind;
        if (const auto known = words_.find(key); known != words_.end()) return known->second;
        ask();
        return words_.emplace(key, take_text_answer()).first->second;
    }

  private:
    std::unordered_map<std::int64_t, std::string> words_;
};

SpokenNumbers& spoken_numbers() {
    static SpokenNumbers instance;
    return instance;
}

std::unordered_map<std::int64_t, int>& plural_forms() {
    static std::unordered_map<std::int64_t, int> known;
    return known;
}

SpokenTimes& spoken_times() {
    static SpokenTimes instance;
    return instance;
}

}  // namespace

std::string format_time(UtcTime time, TimeStyle style) { return spoken_times().say(time, style); }

std::string format_number(double value, int decimals) {
    return spoken_numbers().say(value, decimals,
                                [&] { lsl_js_format_number(value, decimals, false); });
}

std::string format_compact(double value) {
    return spoken_numbers().say(value, 14, [&] { lsl_js_format_number(value, 0, true); });
}

std::string format_span(std::chrono::seconds span) {
    const auto seconds = static_cast<double>(span.count());
    return spoken_numbers().say(seconds, 15, [&] { lsl_js_format_span(seconds); });
}

std::string local_field_from_utc(UtcTime time) {
    lsl_js_local_field_from_utc(ms_of(time));
    return take_text_answer();
}

std::optional<UtcTime> utc_from_local_field(std::string_view text) {
    const double ms = lsl_js_utc_from_local_field(text.data(), text.size());
    if (std::isnan(ms)) return std::nullopt;
    return UtcTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
}

std::string time_zone() {
    lsl_js_time_zone();
    return take_text_answer();
}

std::string language_wishes() {
    lsl_js_language_wishes();
    return take_text_answer();
}

std::string messages_path(std::string_view file) {
    lsl_js_messages_path(file.data(), file.size());
    return take_text_answer();
}

void set_language(std::string_view tag, bool right_to_left) {
    spoken_times().clear();
    spoken_numbers().clear();
    plural_forms().clear();
    lsl_js_set_language(tag.data(), tag.size(), right_to_left);
}

std::string_view plural_form(std::int64_t number) {
    static constexpr std::array<std::string_view, 6> names = {"zero", "one",  "two",
                                                              "few",  "many", "other"};
    if (plural_forms().size() > 1000) plural_forms().clear();
    const auto [form, is_new] = plural_forms().try_emplace(number, 5);
    if (is_new) form->second = lsl_js_plural_form(static_cast<double>(number));
    return names[static_cast<std::size_t>(std::clamp(form->second, 0, 5))];
}

}  // namespace lsl::platform
