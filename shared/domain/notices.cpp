#include "shared/domain/notices.h"

namespace lsl::domain {

namespace {

constexpr std::int64_t minutes_of_a_day = 24 * 60;
constexpr std::chrono::hours urgent_before_class{24};

template <class Word, std::size_t count>
std::optional<Word> by_place(const std::array<std::string_view, count>& names,
                             std::string_view text) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == text) return static_cast<Word>(i);
    }
    return std::nullopt;
}

std::optional<std::int64_t> two_digits(std::string_view text, std::int64_t most) {
    if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') {
        return std::nullopt;
    }
    const std::int64_t value = (text[0] - '0') * 10 + (text[1] - '0');
    return value <= most ? std::optional(value) : std::nullopt;
}

}  // namespace

void enum_parse(std::string_view text, std::optional<NoticeEvent>& out) {
    out = by_place<NoticeEvent>(notice_event_names, text);
}

void enum_parse(std::string_view text, std::optional<NoticeChannel>& out) {
    out = by_place<NoticeChannel>(notice_channel_names, text);
}

bool is_on_at_first(NoticeEvent event, NoticeChannel channel) {
    if (channel == NoticeChannel::App) return true;
    const bool mail = channel == NoticeChannel::Mail;
    switch (event) {
        case NoticeEvent::Enrolled:
        case NoticeEvent::Left:
        case NoticeEvent::Reminder24h:
        case NoticeEvent::Security: return mail;
        case NoticeEvent::Moved:
        case NoticeEvent::Cancelled:
        case NoticeEvent::Waitlist: return true;
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m:
        case NoticeEvent::Live:
        case NoticeEvent::ReplayEnds:
        case NoticeEvent::Answered: return !mail;
        case NoticeEvent::ReplayReady:
        case NoticeEvent::Followed:
        case NoticeEvent::Test: break;
    }
    return false;
}

bool is_always_on(NoticeEvent event, NoticeChannel channel) {
    return channel == NoticeChannel::Mail &&
           (event == NoticeEvent::Moved || event == NoticeEvent::Cancelled ||
            event == NoticeEvent::Security);
}

bool ignores_quiet_hours(NoticeEvent event, UtcTime start, UtcTime now) {
    switch (event) {
        case NoticeEvent::Reminder24h:
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds:
        case NoticeEvent::Followed:
        case NoticeEvent::Answered: return false;
        case NoticeEvent::Moved:
        case NoticeEvent::Cancelled:
        case NoticeEvent::Waitlist: return start - now <= urgent_before_class;
        // What somebody has just done themselves is answered at once.
        case NoticeEvent::Enrolled:
        case NoticeEvent::Left:
        case NoticeEvent::Security:
        case NoticeEvent::Test:
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m:
        case NoticeEvent::Live: break;
    }
    return true;
}

bool is_silenced_by_bell(NoticeEvent event) {
    switch (event) {
        case NoticeEvent::Reminder24h:
        case NoticeEvent::Reminder1h:
        case NoticeEvent::Reminder10m:
        case NoticeEvent::Live:
        case NoticeEvent::ReplayReady:
        case NoticeEvent::ReplayEnds:
        case NoticeEvent::Answered: return true;
        case NoticeEvent::Enrolled:
        case NoticeEvent::Left:
        case NoticeEvent::Moved:
        case NoticeEvent::Cancelled:
        case NoticeEvent::Waitlist:
        case NoticeEvent::Followed:
        case NoticeEvent::Security:
        case NoticeEvent::Test: break;
    }
    return false;
}

bool is_rung_without_place(NoticeEvent event) {
    return event == NoticeEvent::Moved || event == NoticeEvent::Cancelled ||
           event == NoticeEvent::Live || reminded_before(event).has_value();
}

std::optional<std::chrono::minutes> reminded_before(NoticeEvent event) {
    switch (event) {
        case NoticeEvent::Reminder24h: return std::chrono::hours(24);
        case NoticeEvent::Reminder1h: return std::chrono::hours(1);
        case NoticeEvent::Reminder10m: return std::chrono::minutes(10);
        default: return std::nullopt;
    }
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = two_digits(text.substr(0, 2), 23);
    const auto minutes = two_digits(text.substr(3), 59);
    if (!hours || !minutes) return std::nullopt;
    return *hours * 60 + *minutes;
}

std::string clock_text(std::int64_t minutes) {
    const auto two = [](std::int64_t value) {
        return (value < 10 ? "0" : "") + std::to_string(value);
    };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

std::chrono::minutes quiet_for(std::int64_t from, std::int64_t to, std::int64_t minute) {
    // Counted from the beginning of the quiet hours, also over midnight.
    const std::int64_t length = (to - from + minutes_of_a_day) % minutes_of_a_day;
    const std::int64_t since = (minute - from + minutes_of_a_day) % minutes_of_a_day;
    return std::chrono::minutes(since < length ? length - since : 0);
}

}  // namespace lsl::domain
