#include "client/views/wording.h"

#include <algorithm>
#include <cmath>

namespace lsl::views {

namespace {

constexpr std::int64_t minutes_per_hour = 60, seconds_per_hour = 3600;
constexpr std::int64_t in_minutes_below = 120;  ///< "90 min", but "2 h"

std::string padded(std::int64_t number) {
    constexpr std::int64_t two_digits = 10;
    return (number < two_digits ? "0" : "") + std::to_string(number);
}

struct Clock {
    std::int64_t hours, minutes, seconds;
};

Clock clock_of(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::max(0.0, seconds));
    return {whole / seconds_per_hour, whole / seconds_per_minute % minutes_per_hour,
            whole % seconds_per_minute};
}

}  // namespace

std::string length_of(const View& view, const domain::Stream& stream) {
    return minutes_text(view, model::minutes_of(stream));
}

std::string length_of(const View& view, const domain::Workout& workout) {
    return minutes_text(view, workout.duration_seconds / seconds_per_minute);
}

std::string minutes_text(const View& view, std::int64_t minutes) {
    if (minutes < in_minutes_below) return view.say(msg::WordingMinutes{minutes});
    const std::int64_t hours = minutes / minutes_per_hour;
    const std::int64_t rest = minutes % minutes_per_hour;
    return rest == 0 ? view.say(msg::WordingHours{hours})
                     : view.say(msg::WordingHoursMinutes{hours, rest});
}

std::string started(const View& view, const domain::Stream& stream) {
    const UtcTime start = model::start_of(stream);
    view.wake_at_minute(start);
    if (view.model.now - start < std::chrono::minutes(1)) {
        return std::string(view.say(msg::wording_just_started));
    }
    return view.say(msg::WordingStarted{view.model.words->time(start, model::TimeStyle::Relative)});
}

std::string level_text(const View& view, domain::Level level) {
    switch (level) {
        case domain::Level::Any: break;
        case domain::Level::Beginner: return std::string(view.say(msg::level_beginner));
        case domain::Level::Intermediate: return std::string(view.say(msg::level_intermediate));
        case domain::Level::Advanced: return std::string(view.say(msg::level_advanced));
    }
    return std::string(view.say(msg::level_any));
}

std::vector<ui::Option> level_options(const View& view, std::string_view first) {
    using domain::Level;
    std::vector<ui::Option> options{{"", std::string(first)}};
    const auto add = [&](Level level, msg::Plain name) {
        options.push_back({std::string(domain::level_name(level)), std::string(view.say(name))});
    };
    add(Level::Beginner, msg::level_for_beginners);
    add(Level::Intermediate, msg::level_for_practised);
    add(Level::Advanced, msg::level_for_advanced);
    return options;
}

std::string enrolled(const View& view, std::int64_t people) {
    return view.say(msg::WordingEnrolled{people});
}

std::string watching(const View& view, std::int64_t people) {
    return view.say(msg::WordingWatching{people});
}

std::string price_text(const View& view, std::int64_t tokens) {
    return tokens == 0 ? std::string(view.say(msg::common_free)) : view.tokens(tokens);
}

std::string tokens_in_words(const View& view, std::int64_t tokens) {
    return view.say(msg::WordingTokens{tokens});
}

std::string continue_text(const View& view, const domain::Enrollment* place) {
    constexpr std::int64_t least_ms = 10'000, milliseconds_per_second = 1000;
    const std::int64_t left = place == nullptr ? 0 : place->replay_position_ms.value_or(0);
    if (left < least_ms) return {};
    return view.say(
        msg::PracticeContinue{clock(static_cast<double>(left / milliseconds_per_second))});
}

std::string replay_left(const View& view, UtcTime expires) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(expires - view.model.now);
    if (left.count() <= 0) return std::string(view.say(msg::wording_replay_gone));
    view.wake_at_minute(expires);
    // Seven days less a moment are seven days to a person.
    const auto days =
        std::chrono::duration_cast<std::chrono::days>(left + std::chrono::hours(1)).count();
    if (days >= 1) return view.say(msg::WordingReplayDays{days});
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(left).count();
    if (hours >= 1) return view.say(msg::WordingReplayHours{hours});
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(left).count() + 1;
    return view.say(msg::WordingReplayMinutes{minutes});
}

std::string countdown(const View& view, UtcTime start) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(start - view.model.now);
    if (left >= std::chrono::hours(1)) {
        view.wake_at_minute(start);
        return view.model.words->span(left);
    }
    const auto fraction = std::chrono::duration<double>(start - view.model.now).count();
    view.wake_just_after(fraction - std::floor(fraction));
    return clock(static_cast<double>(std::max<std::int64_t>(0, left.count())));
}

std::string clock(double seconds) {
    const auto [hours, minutes, rest] = clock_of(seconds);
    const std::string tail = padded(minutes) + ":" + padded(rest);
    return hours > 0 ? std::to_string(hours) + ":" + tail : tail;
}

std::string clock_in_words(const View& view, double seconds) {
    const auto [hours, minutes, rest] = clock_of(seconds);
    return view.say(msg::WordingClockInWords{hours, minutes, rest});
}

std::string joined(std::initializer_list<std::string> parts) {
    std::string out;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += " \u00B7 ";
        out += part;
    }
    return out;
}

std::string reason_text(const View& view, domain::WalletReason reason, std::string_view title) {
    if (title.empty()) title = view.say(msg::ledger_a_class);
    switch (reason) {
        case domain::WalletReason::Signup: return std::string(view.say(msg::ledger_signup));
        case domain::WalletReason::Enrollment: return view.say(msg::LedgerEnrollment{title});
        case domain::WalletReason::Withdrawal: return view.say(msg::LedgerWithdrawal{title});
        case domain::WalletReason::Cancelled: return view.say(msg::LedgerCancelled{title});
        case domain::WalletReason::Missed: return view.say(msg::LedgerMissed{title});
        case domain::WalletReason::Grant: return std::string(view.say(msg::ledger_grant));
    }
    return {};
}

}  // namespace lsl::views
