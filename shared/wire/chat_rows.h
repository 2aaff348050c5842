#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.h"
#include "shared/base/time.h"
#include "shared/domain/chat.h"
#include "shared/wire/json/archive.h"

// What is said of a class's room: in the answers of chat_api.h and in the event `room`.

namespace lsl::wire {

struct MessageRow {
    MessageId id;
    std::optional<std::int64_t> seq;  ///< nothing until it was visible
    domain::MessageKind kind = domain::MessageKind::Message;
    std::optional<UserId> user_id;  ///< nobody: the server
    std::string message;            ///< empty for who may not read it any more
    UtcTime sent_at;
    domain::MessageState state = domain::MessageState::Visible;
    std::optional<MessageId> reply_to;
    std::optional<UtcTime> pinned_at;
    std::optional<UtcTime> answered_at;
    std::int64_t votes = 0;
    bool is_deleted = false;
    std::optional<domain::RemovedBy> removed_by;  ///< for staff; else left out
    std::optional<std::int64_t> position_ms;      ///< in the replay; else left out
    /// In the team's words, for staff and for whose message it was; else left out.
    std::optional<std::string> removed_reason = {};
};

/// Who wrote something, by their id.
struct ChatPerson {
    std::string display_name;
    std::string role;  ///< "viewer", or a role of staff
};
using ChatPeople = std::map<std::string, ChatPerson>;

/// How many have each wish now.
struct WishCounts {
    std::int64_t again = 0, slower = 0, faster = 0;
    bool operator==(const WishCounts&) const = default;
};

/// Taps since the room's last frame; what has none is left out.
struct ReactionCounts {
    std::optional<std::int64_t> clap, fire, heart, sweat, laugh;
    /// By its name; null for a name that there isn't.
    std::optional<std::int64_t>* find(std::string_view name);
};

struct PollOption {
    std::string text;
    std::int64_t votes = 0;
};
struct PollRow {
    PollId id;
    std::string question;
    bool open = true;
    std::vector<PollOption> options;
};

/// What the team said to a report of the caller's.
struct ReportAnswer {
    MessageId message_id;
    domain::ReportDecision decision = domain::ReportDecision::Kept;
    std::string reason;  ///< in the team's words, or empty
};

/// What the caller may do in the room.
struct RoomMe {
    bool can_write = false;
    std::optional<UtcTime> next_at;          ///< the next message before that is too fast
    std::optional<UtcTime> timed_out_until;  ///< domain::end_of_class_timeout: for the whole class
    // What they have said to what is asked there, so that a page that is loaded again knows it;
    // left out where it is nothing.
    std::optional<domain::Wish> wish = {};  ///< stands until `wish_until`
    std::optional<UtcTime> wish_until = {};
    std::vector<MessageId> voted = {};                 ///< the questions that have their vote
    std::optional<std::int64_t> poll_option = {};      ///< of the room's latest poll
    std::optional<std::int64_t> effort = {};           ///< what the class took, 1 to 4
    std::optional<std::string> timed_out_reason = {};  ///< in the team's words
    std::vector<ReportAnswer> reports = {};            ///< those that the team has decided about
};

/// How a room is set.
struct ChatSettingsRow {
    domain::ChatMode mode = domain::ChatMode::Open;
    std::int64_t slow_mode_seconds = 0;
    bool hold_first = false;
    domain::LinksOf links = domain::LinksOf::Staff;
    std::int64_t opens_minutes_before = 0;
    std::int64_t closes_minutes_after = 0;
    bool replay_names = false;  ///< viewers have their names beside the replay
    std::optional<std::vector<std::string>> blocked_words;  ///< for staff; else left out
};
ChatSettingsRow chat_settings_row(const domain::ChatSettings& settings, bool for_staff);

/// The state of a room, beside its messages.
struct RoomRow {
    ChatSettingsRow settings;      ///< its members are the room's own
    std::vector<MessageRow> pins;  ///< at most three, the oldest first
    WishCounts wish;
    std::int64_t viewers = 0;
    std::optional<PollRow> poll;  ///< the latest one, open or not
    /// The id of the room's latest frame: `<epoch>.<seq>`. Whoever listens from there misses
    /// nothing.
    std::string epoch;
    std::int64_t seq = 0;
    std::optional<std::int64_t> open_reports;  ///< for staff; else left out
    std::optional<std::int64_t> chapters;      ///< for staff: another number, other chapters
    std::optional<RoomMe> me;                  ///< the caller's; no part of what everybody is told
};

void describe(Archive& a, MessageRow& row);
void describe(Archive& a, ChatPerson& row);
void describe(Archive& a, WishCounts& row);
void describe(Archive& a, ReactionCounts& row);
void describe(Archive& a, PollOption& row);
void describe(Archive& a, PollRow& row);
void describe(Archive& a, ReportAnswer& row);
void describe(Archive& a, RoomMe& row);
void describe(Archive& a, ChatSettingsRow& row);
void describe(Archive& a, RoomRow& row);

}  // namespace lsl::wire
