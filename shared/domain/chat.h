#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/media/recording.h"
#include "shared/domain/stream.h"

// The rules of a class's chat. The rules of a message's text need tables of Unicode, which only the
// server has: server/services/chat/message_text.h.

namespace lsl::domain {

/// Who may write what. Reading, votes, reports and reactions go on in each of them.
enum class ChatMode : std::uint8_t {
    Open,
    Questions,  ///< viewers ask, and write nothing else
    Staff,      ///< viewers read
    Closed,     ///< the same, said as the end of it
};
std::string_view chat_mode_name(ChatMode mode);  ///< "open", "questions", "staff", "closed"
std::optional<ChatMode> parse_chat_mode(std::string_view name);

enum class MessageKind : std::uint8_t {
    Message,
    Question,
    Announcement,  ///< by staff alone
    System,        ///< by nobody: the server's own
};
std::string_view message_kind_name(MessageKind kind);
std::optional<MessageKind> parse_message_kind(std::string_view name);

enum class MessageState : std::uint8_t {
    Visible,
    Held,     ///< waits for staff; nobody but its author and staff knows of it
    Removed,  ///< its text is for staff alone, and for a time
};
std::string_view message_state_name(MessageState state);
std::optional<MessageState> parse_message_state(std::string_view name);

/// Who took a message away. Viewers never learn which of the team it was.
enum class RemovedBy : std::uint8_t { Self, Team };
std::string_view removed_by_name(RemovedBy by);  ///< "self", "team"
std::optional<RemovedBy> parse_removed_by(std::string_view name);

/// Whose links may be followed. A link of anybody else is shown as text.
enum class LinksOf : std::uint8_t { None, Staff, Everyone };
std::string_view links_of_name(LinksOf links);  ///< "none", "staff", "everyone"
std::optional<LinksOf> parse_links_of(std::string_view name);

/// What became of a report.
enum class ReportDecision : std::uint8_t { Kept, Removed };
std::string_view report_decision_name(ReportDecision decision);  ///< "kept", "removed"
std::optional<ReportDecision> parse_report_decision(std::string_view name);

/// What the teacher can act on while dancing; held for a minute.
enum class Wish : std::uint8_t { Again, Slower, Faster };
std::string_view wish_name(Wish wish);  ///< "again", "slower", "faster"
std::optional<Wish> parse_wish(std::string_view name);

// By these names a row in JSON or in a table finds the words of an enumeration.
inline std::string_view enum_name(ChatMode mode) { return chat_mode_name(mode); }
inline std::string_view enum_name(MessageKind kind) { return message_kind_name(kind); }
inline std::string_view enum_name(MessageState state) { return message_state_name(state); }
inline std::string_view enum_name(RemovedBy by) { return removed_by_name(by); }
inline std::string_view enum_name(LinksOf links) { return links_of_name(links); }
inline std::string_view enum_name(ReportDecision made) { return report_decision_name(made); }
inline std::string_view enum_name(Wish wish) { return wish_name(wish); }
inline void enum_parse(std::string_view text, std::optional<ChatMode>& out) {
    out = parse_chat_mode(text);
}
inline void enum_parse(std::string_view text, std::optional<MessageKind>& out) {
    out = parse_message_kind(text);
}
inline void enum_parse(std::string_view text, std::optional<MessageState>& out) {
    out = parse_message_state(text);
}
inline void enum_parse(std::string_view text, std::optional<RemovedBy>& out) {
    out = parse_removed_by(text);
}
inline void enum_parse(std::string_view text, std::optional<LinksOf>& out) {
    out = parse_links_of(text);
}
inline void enum_parse(std::string_view text, std::optional<ReportDecision>& out) {
    out = parse_report_decision(text);
}
inline void enum_parse(std::string_view text, std::optional<Wish>& out) { out = parse_wish(text); }

/// The names of reactions, in the order in which they are shown.
inline constexpr std::string_view reaction_names[] = {"clap", "fire", "heart", "sweat", "laugh"};
inline constexpr std::int64_t most_reactions_at_once = 100;
/// Taps of a person within a second beyond which none is counted.
inline constexpr std::int64_t most_taps_a_second = 10;

inline constexpr std::int64_t longest_slow_mode_seconds = 300;
inline constexpr std::int64_t longest_doors_minutes = 24 * 60;
inline constexpr std::size_t most_blocked_words = 500;
inline constexpr std::size_t longest_blocked_word = 60;  ///< code points
inline constexpr std::int64_t longest_timeout_seconds = 86'400;
inline constexpr std::size_t most_pins = 3;
inline constexpr std::size_t most_poll_options = 6;
inline constexpr std::size_t longest_poll_text = 200;      ///< code points, of question and option
inline constexpr std::size_t longest_staff_text = 500;     ///< code points of a reason or a note
inline constexpr std::chrono::days removed_text_kept{30};  ///< for staff

/// The end of a time-out for the whole class: a time beyond all that can happen to it.
inline constexpr UtcTime end_of_class_timeout =
    std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);

/// A class's chat, as its staff set it.
struct ChatSettings {
    ChatMode mode = ChatMode::Open;
    std::int64_t slow_mode_seconds = 0;  ///< between two messages of a viewer
    bool hold_first = false;             ///< a viewer's first message waits for staff
    LinksOf links = LinksOf::Staff;
    std::vector<std::string> blocked_words;  ///< messages with one of them wait for staff
    std::int64_t opens_minutes_before = 15;
    std::int64_t closes_minutes_after = 30;
    bool replay_names = false;  ///< viewers have their names beside the replay; else one letter
    bool operator==(const ChatSettings&) const = default;
};
/// InvalidInput by the names of api::ChangeChatSettings.
Result<void> check_chat_settings(const ChatSettings& settings);

/// Whether the doors are open: from some time before the planned start until some time after the
/// end, and always while the class is live.
bool is_chat_open(const Stream& stream, const ChatSettings& settings, UtcTime now);

/// Whether a viewer may write this now. Forbidden `chat_closed`. Staff always may.
Result<void> may_write(const Stream& stream, const ChatSettings& settings, MessageKind kind,
                       UtcTime now);

/// How often one viewer writes in one class: five messages at once, and one more every two seconds.
/// The state is one time, which is stored with the message, so that a restart lifts no limit.
class MessageBucket {
  public:
    static constexpr std::chrono::milliseconds between{2000};
    static constexpr int most_at_once = 5;

    /// `full_again`: when all five are there again; nothing: they are.
    explicit MessageBucket(std::optional<UtcTime> full_again) : full_again_(full_again) {}
    /// When the next message may be sent: now, or later.
    UtcTime next_at(UtcTime now) const;
    /// `full_again` after a message that is sent now.
    UtcTime after_message(UtcTime now) const;

  private:
    /// A clock that was set back makes nobody wait longer than an empty bucket does.
    UtcTime full_again(UtcTime now) const;

    std::optional<UtcTime> full_again_;
};

/// When a viewer may send the next message: now, or when bucket and slow mode allow it.
UtcTime next_message_at(const ChatSettings& settings, std::optional<UtcTime> bucket_full_at,
                        std::optional<UtcTime> last_sent_at, UtcTime now);
/// TooMany before that, with the time to wait: `slow_mode` by the class's own, `too_fast` by the
/// bucket.
Result<void> check_pace(const ChatSettings& settings, std::optional<UtcTime> bucket_full_at,
                        std::optional<UtcTime> last_sent_at, UtcTime now);

/// "1–64 of A–Z a–z 0–9 - _": a browser's own name of a message that it sends.
bool is_client_id(std::string_view text);

/// Where in a recording a moment of the class is: the one place that knows. The recorder keeps
/// pauses as time, so it is one subtraction, from when the first packet of the file was captured;
/// where nobody noted that, from when the class went live. Nothing before the beginning, and where
/// nothing was recorded.
std::optional<std::chrono::milliseconds> media_position(const Recording& recording, UtcTime utc);
/// The inverse: when that place of the recording was.
std::optional<UtcTime> utc_at(const Recording& recording, std::chrono::milliseconds position);

/// How a viewer is called beside a replay, which more people see than were there: "Anna B." is
/// "A.". Empty stays empty.
std::string initial_of(std::string_view name);

}  // namespace lsl::domain
