#include "client/views/wording.h"

#include <algorithm>
#include <cmath>

namespace lsl::views {

namespace {

std::string padded(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string counted(std::int64_t count, std::string_view one, std::string_view more) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : more);
}

}  // namespace

std::string length_of(const View&, const domain::Stream& stream) {
    return minutes_text(model::minutes_of(stream));
}

std::string minutes_text(std::int64_t minutes) {
    if (minutes < 120) return std::to_string(minutes) + " min";
    const std::string hours = std::to_string(minutes / 60) + " h";
    return minutes % 60 == 0 ? hours : hours + " " + std::to_string(minutes % 60) + " min";
}

std::string started(const View& view, const domain::Stream& stream) {
    const UtcTime start = model::start_of(stream);
    view.wake_at_minute(start);
    if (view.model.now - start < std::chrono::minutes(1)) return "just started";
    return "started " + view.model.words->time(start, model::TimeStyle::Relative);
}

std::string enrolled(const View& view, std::int64_t people) {
    return view.number(people) + " enrolled";
}

std::string watching(const View& view, std::int64_t people) {
    return view.number(people) + " watching";
}

std::string price_text(const View& view, std::int64_t tokens) {
    return tokens == 0 ? "Free" : view.tokens(tokens);
}

std::string tokens_in_words(const View& view, std::int64_t tokens) {
    return view.number(tokens) + (tokens == 1 ? " token" : " tokens");
}

std::string replay_left(const View& view, UtcTime expires) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(expires - view.model.now);
    if (left.count() <= 0) return "The replay is gone";
    view.wake_at_minute(expires);
    // Seven days less a moment are seven days to a person.
    const auto days =
        std::chrono::duration_cast<std::chrono::days>(left + std::chrono::hours(1)).count();
    if (days >= 1) return "Replay for " + counted(days, "more day", "more days");
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(left).count();
    if (hours >= 1) return "Replay for " + counted(hours, "more hour", "more hours");
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(left).count() + 1;
    return "Replay for " + counted(minutes, "more minute", "more minutes");
}

std::string countdown(const View& view, UtcTime start) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(start - view.model.now);
    if (left >= std::chrono::hours(1)) {
        view.wake_at_minute(start);
        return view.model.words->span(left);
    }
    const auto fraction = std::chrono::duration<double>(start - view.model.now).count();
    view.wake_in(fraction - std::floor(fraction) + 0.02);
    return clock(static_cast<double>(std::max<std::int64_t>(0, left.count())));
}

std::string clock(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::max(0.0, seconds));
    const std::int64_t hours = whole / 3600, minutes = whole / 60 % 60;
    if (hours > 0) {
        return std::to_string(hours) + ":" + padded(minutes) + ":" + padded(whole % 60);
    }
    return padded(minutes) + ":" + padded(whole % 60);
}

std::string clock_in_words(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::max(0.0, seconds));
    std::string words;
    if (whole >= 3600) words += counted(whole / 3600, "hour", "hours") + " ";
    if (whole >= 60) words += counted(whole / 60 % 60, "minute", "minutes") + " ";
    return words + counted(whole % 60, "second", "seconds");
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

std::string reason_text(domain::WalletReason reason, std::string_view title) {
    const std::string what = title.empty() ? "a class" : std::string(title);
    switch (reason) {
        case domain::WalletReason::Signup: return "Welcome tokens";
        case domain::WalletReason::Enrollment: return "Enrolled in " + what;
        case domain::WalletReason::Withdrawal: return "Gave up the place in " + what;
        case domain::WalletReason::Cancelled: return "Cancelled by the studio: " + what;
        case domain::WalletReason::Missed: return "Did not take place: " + what;
        case domain::WalletReason::Grant: return "From the studio";
    }
    return {};
}

}  // namespace lsl::views
