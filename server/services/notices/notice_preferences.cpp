#include "server/services/notices/notice_preferences.h"

#include <chrono>

namespace lsl::services {

Result<NoticePreferences> NoticePreferences::of(store::Connection& connection, UserId user) {
    store::NoticeSettingsStore settings(connection);
    NoticePreferences all;
    all.quiet_ = LSL_TRY(settings.quiet_times(user));
    all.choices_ = LSL_TRY(settings.choices(user));
    if (all.quiet_.timezone) all.zone_ = TimeZone::find(*all.quiet_.timezone);
    return all;
}

bool NoticePreferences::is_on(domain::NoticeEvent event, domain::NoticeChannel channel) const {
    if (domain::is_always_on(event, channel)) return true;
    for (const store::ChosenChannel& choice : choices_) {
        if (choice.event == event && choice.channel == channel) return choice.is_on;
    }
    return domain::is_on_at_first(event, channel);
}

std::optional<UtcTime> NoticePreferences::quiet_until(UtcTime now) const {
    if (!zone_) return std::nullopt;
    const auto left = domain::quiet_for(quiet_.from, quiet_.to, zone_->minute_of_day(now));
    if (left.count() == 0) return std::nullopt;
    const UtcTime until = std::chrono::floor<std::chrono::minutes>(now) + left;
    // In two nights of the year the clocks are set in between.
    return until + (zone_->ahead_of_utc(now) - zone_->ahead_of_utc(until));
}

std::string NoticePreferences::time_text(UtcTime time) const {
    if (zone_) return zone_->clock_at(time) + " (" + *quiet_.timezone + ")";
    return TimeZone().clock_at(time) + " UTC";
}

}  // namespace lsl::services
