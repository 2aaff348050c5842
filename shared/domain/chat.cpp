#include "shared/domain/chat.h"

#include <algorithm>

#include "shared/domain/text_rules.h"
#include "shared/domain/words.h"

namespace lsl::domain {

namespace {

constexpr WordTable<ChatMode, 4> mode_words = {{
    {ChatMode::Open, "open"},
    {ChatMode::Questions, "questions"},
    {ChatMode::Staff, "staff"},
    {ChatMode::Closed, "closed"},
}};
constexpr WordTable<MessageKind, 4> kind_words = {{
    {MessageKind::Message, "message"},
    {MessageKind::Question, "question"},
    {MessageKind::Announcement, "announcement"},
    {MessageKind::System, "system"},
}};
constexpr WordTable<MessageState, 3> message_state_words = {{
    {MessageState::Visible, "visible"},
    {MessageState::Held, "held"},
    {MessageState::Removed, "removed"},
}};
constexpr WordTable<RemovedBy, 2> removed_by_words = {{
    {RemovedBy::Self, "self"},
    {RemovedBy::Team, "team"},
}};
constexpr WordTable<LinksOf, 3> links_words = {{
    {LinksOf::None, "none"},
    {LinksOf::Staff, "staff"},
    {LinksOf::Everyone, "everyone"},
}};
constexpr WordTable<ReportDecision, 2> decision_words = {{
    {ReportDecision::Kept, "kept"},
    {ReportDecision::Removed, "removed"},
}};
constexpr WordTable<Wish, 3> wish_words = {{
    {Wish::Again, "again"},
    {Wish::Slower, "slower"},
    {Wish::Faster, "faster"},
}};

/// What an empty bucket needs to be full.
constexpr auto to_fill = MessageBucket::between * MessageBucket::most_at_once;

Result<void> check_minutes(std::int64_t minutes, const char* field) {
    if (minutes >= 0 && minutes <= longest_doors_minutes) return {};
    return invalid_field(field, "Choose a number of minutes from 0 to 1440.");
}

/// The end of the class's slow mode. A clock that was set back makes nobody wait longer than once.
UtcTime slow_until(const ChatSettings& settings, std::optional<UtcTime> last_sent_at, UtcTime now) {
    if (!last_sent_at) return now;
    return std::min(*last_sent_at, now) + std::chrono::seconds(settings.slow_mode_seconds);
}

Result<void> check_wait(UtcTime next, UtcTime now, std::string word, std::string message) {
    if (next <= now) return {};
    Error error = make_error(ErrorCode::TooMany, std::move(word), std::move(message));
    error.retry_after_seconds =
        static_cast<int>(std::chrono::ceil<std::chrono::seconds>(next - now).count());
    return error;
}

/// What there is to subtract from; nothing where nothing was recorded.
std::optional<UtcTime> beginning_of(const Recording& recording) {
    return recording.media_started_at ? recording.media_started_at : recording.started_at;
}

}  // namespace

std::string_view chat_mode_name(ChatMode mode) { return word_of(mode_words, mode); }
std::optional<ChatMode> parse_chat_mode(std::string_view name) {
    return value_of(mode_words, name);
}
std::string_view message_kind_name(MessageKind kind) { return word_of(kind_words, kind); }
std::optional<MessageKind> parse_message_kind(std::string_view name) {
    return value_of(kind_words, name);
}
std::string_view message_state_name(MessageState state) {
    return word_of(message_state_words, state);
}
std::optional<MessageState> parse_message_state(std::string_view name) {
    return value_of(message_state_words, name);
}
std::string_view removed_by_name(RemovedBy by) { return word_of(removed_by_words, by); }
std::optional<RemovedBy> parse_removed_by(std::string_view name) {
    return value_of(removed_by_words, name);
}
std::string_view links_of_name(LinksOf links) { return word_of(links_words, links); }
std::optional<LinksOf> parse_links_of(std::string_view name) { return value_of(links_words, name); }
std::string_view report_decision_name(ReportDecision decision) {
    return word_of(decision_words, decision);
}
std::optional<ReportDecision> parse_report_decision(std::string_view name) {
    return value_of(decision_words, name);
}
std::string_view wish_name(Wish wish) { return word_of(wish_words, wish); }
std::optional<Wish> parse_wish(std::string_view name) { return value_of(wish_words, name); }

Result<void> check_chat_settings(const ChatSettings& settings) {
    if (settings.slow_mode_seconds < 0 || settings.slow_mode_seconds > longest_slow_mode_seconds) {
        return invalid_field("slowModeSeconds", "Choose a number of seconds from 0 to 300.");
    }
    LSL_TRY(check_minutes(settings.opens_minutes_before, "opensMinutesBefore"));
    LSL_TRY(check_minutes(settings.closes_minutes_after, "closesMinutesAfter"));
    if (settings.blocked_words.size() > most_blocked_words) {
        return invalid_field("blockedWords", "A class may have up to 500 blocked words.");
    }
    for (const std::string& word : settings.blocked_words) {
        const bool fits = is_valid_utf8(word) && !has_control_characters(word, Lines::One) &&
                          !trimmed(word).empty() && count_code_points(word) <= longest_blocked_word;
        if (!fits) {
            return invalid_field("blockedWords",
                                 "A blocked word has 1 to 60 characters, and is one line.");
        }
    }
    return {};
}

bool is_chat_open(const Stream& stream, const ChatSettings& settings, UtcTime now) {
    const auto after = std::chrono::minutes(settings.closes_minutes_after);
    switch (stream.status) {
        case StreamStatus::Live: return true;
        case StreamStatus::Scheduled:
            return now >= stream.scheduled_start_time -
                              std::chrono::minutes(settings.opens_minutes_before);
        case StreamStatus::Ended:
            return stream.actual_end_time && now < *stream.actual_end_time + after;
        case StreamStatus::Cancelled: break;
    }
    return false;
}

Result<void> may_write(const Stream& stream, const ChatSettings& settings, MessageKind kind,
                       UtcTime now) {
    const auto closed = [](std::string message) {
        return make_error(ErrorCode::Forbidden, "chat_closed", std::move(message));
    };
    if (!is_chat_open(stream, settings, now)) {
        return closed(stream.status == StreamStatus::Scheduled ? "The chat is not open yet."
                                                               : "The chat is closed.");
    }
    switch (settings.mode) {
        case ChatMode::Open: return {};
        case ChatMode::Questions:
            if (kind == MessageKind::Question) return {};
            return closed("Only questions can be written just now.");
        case ChatMode::Staff: return closed("Only the team writes just now.");
        case ChatMode::Closed: break;
    }
    return closed("The chat is closed.");
}

UtcTime MessageBucket::full_again(UtcTime now) const {
    if (!full_again_ || *full_again_ < now) return now;
    return std::min(*full_again_, now + to_fill);
}

UtcTime MessageBucket::next_at(UtcTime now) const {
    return std::max(now, full_again(now) - (to_fill - between));
}

UtcTime MessageBucket::after_message(UtcTime now) const { return full_again(now) + between; }

UtcTime next_message_at(const ChatSettings& settings, std::optional<UtcTime> bucket_full_at,
                        std::optional<UtcTime> last_sent_at, UtcTime now) {
    return std::max(
        {now, MessageBucket(bucket_full_at).next_at(now), slow_until(settings, last_sent_at, now)});
}

Result<void> check_pace(const ChatSettings& settings, std::optional<UtcTime> bucket_full_at,
                        std::optional<UtcTime> last_sent_at, UtcTime now) {
    LSL_TRY(check_wait(slow_until(settings, last_sent_at, now), now, "slow_mode",
                       "The chat is in slow mode. Wait a moment."));
    return check_wait(MessageBucket(bucket_full_at).next_at(now), now, "too_fast",
                      "That was very fast. Wait a moment.");
}

bool is_client_id(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

std::optional<std::chrono::milliseconds> media_position(const Recording& recording, UtcTime utc) {
    const auto beginning = beginning_of(recording);
    if (!beginning || utc < *beginning) return std::nullopt;
    return utc - *beginning;
}

std::optional<UtcTime> utc_at(const Recording& recording, std::chrono::milliseconds position) {
    const auto beginning = beginning_of(recording);
    if (!beginning) return std::nullopt;
    return *beginning + position;
}

std::string initial_of(std::string_view name) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    std::size_t length = std::min<std::size_t>(name.size(), 1);
    while (length < name.size() && continues(name[length])) ++length;
    return length == 0 ? std::string() : std::string(name.substr(0, length)) + ".";
}

}  // namespace lsl::domain
