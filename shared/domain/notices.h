#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.h"

namespace lsl::domain {

/// What people are told of.
enum class NoticeEvent : std::uint8_t {
    Enrolled,     ///< they have a place
    Left,         ///< they gave it up
    Moved,        ///< their class has another time or length
    Cancelled,    ///< it does not take place
    Reminder24h,  ///< it begins in a day
    Reminder1h,
    Reminder10m,
    Live,         ///< its picture is there
    ReplayReady,  ///< its replay can be watched
    ReplayEnds,   ///< for a day more
    Answered,     ///< their question in the chat
    Waitlist,     ///< a place became free
    Followed,     ///< a new class of somebody whom they follow
    Security,     ///< password or address were changed
    Test,         ///< nothing happened: they wanted to see how it reaches them
};
inline constexpr std::array<std::string_view, 15> notice_event_names{
    "enrolled",    "left",         "moved",    "cancelled",    "reminder_24h",
    "reminder_1h", "reminder_10m", "live",     "replay_ready", "replay_ends",
    "answered",    "waitlist",     "followed", "security",     "test"};
constexpr std::string_view enum_name(NoticeEvent event) {
    const auto index = static_cast<std::size_t>(event);
    return index < notice_event_names.size() ? notice_event_names[index] : std::string_view();
}
void enum_parse(std::string_view text, std::optional<NoticeEvent>& out);

/// The way on which somebody is told.
enum class NoticeChannel : std::uint8_t { Mail, Push, App };
inline constexpr std::array<std::string_view, 3> notice_channel_names{"mail", "push", "app"};
constexpr std::string_view enum_name(NoticeChannel channel) {
    const auto index = static_cast<std::size_t>(channel);
    return index < notice_channel_names.size() ? notice_channel_names[index] : std::string_view();
}
void enum_parse(std::string_view text, std::optional<NoticeChannel>& out);

/// People choose how they are told of it.
constexpr bool is_chosen(NoticeEvent event) { return event != NoticeEvent::Test; }
/// For who has not chosen otherwise.
bool is_on_at_first(NoticeEvent event, NoticeChannel channel);
/// Cannot be switched off: who has paid has to hear of it.
bool is_always_on(NoticeEvent event, NoticeChannel channel);
/// Comes at once, also at night. `start`: of the class that it is about.
bool ignores_quiet_hours(NoticeEvent event, UtcTime start, UtcTime now);

/// A class's bell that is off silences it. Not what happens to a place that somebody has.
bool is_silenced_by_bell(NoticeEvent event);
/// A class's bell that is on tells it to who has no place there, too.
bool is_rung_without_place(NoticeEvent event);

/// How long before a class it is reminded of; nothing for what is no reminder.
std::optional<std::chrono::minutes> reminded_before(NoticeEvent event);

/// "21:00" as minutes of the day, and back. Nothing for what is no time.
std::optional<std::int64_t> parse_clock(std::string_view text);
std::string clock_text(std::int64_t minutes);
/// How long the quiet hours still are at that minute of the day; 0 = they are not.
std::chrono::minutes quiet_for(std::int64_t from, std::int64_t to, std::int64_t minute);

}  // namespace lsl::domain
