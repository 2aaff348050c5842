#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/loadable.h"
#include "shared/wire/chat_api.h"
#include "shared/wire/events.h"

// The room of the class whose page is shown: what frames and pages of messages come to.

namespace lsl::model {

/// Messages that are kept; older ones are asked for again.
inline constexpr std::size_t most_chat_rows = 1000;
/// A wish ends by itself, as on the server.
inline constexpr double wish_seconds = 60;

/// A message of this page that the server has not taken yet.
struct UnsentMessage {
    std::string client_id;  ///< the same however often it is tried
    std::string text;
    domain::MessageKind kind = domain::MessageKind::Message;
    std::optional<MessageId> reply_to;
    bool busy = false;                   ///< on its way
    std::optional<Error> error;          ///< of the last try; the person may try again
    std::optional<MessageId> echo = {};  ///< a frame brought it before the answer: not shown twice
};

/// Which new messages screen readers are told of. The words are what the browser remembers.
inline constexpr std::string_view news_of_all = "all", news_of_team = "team", no_news = "none";
inline constexpr std::string_view chat_news_key = "chat-news";

/// What this person wrote last is at hand above the field, on this device.
inline constexpr std::size_t most_recent_emoji = 8;
inline constexpr std::string_view chat_emoji_key = "chat-emoji";

struct Chat {
    std::optional<StreamId> room;        ///< whose room it is; nothing: no room is shown
    bool listens = false;                ///< frames of it come
    Loadable<api::Empty> reading;        ///< the newest messages
    bool filling = false;                ///< a hole is being read
    bool loading_older = false;          ///< the messages before the first
    std::optional<wire::RoomRow> at;     ///< the room beside its messages, pins among it
    std::vector<wire::MessageRow> rows;  ///< by `seq`, ascending, without holes but for late news
    std::vector<wire::MessageRow> held;  ///< without a `seq`: they wait for the team
    std::vector<UnsentMessage> unsent;   ///< in the order in which they were written
    wire::ChatPeople people;
    wire::ReactionCounts reactions;  ///< of the last frame that had some
    double reacted_at = 0;           ///< seconds of Model::seconds: when that was

    // What this person did here
    std::optional<domain::Wish> wish;
    double wish_until = 0;  ///< seconds of Model::seconds
    std::set<MessageId> voted, reported;
    std::map<PollId, std::int64_t> poll_votes;
    std::optional<UtcTime> next_at;  ///< the next message before that is too fast

    Loadable<api::GetPresent::Response> present;
    std::optional<bool> seen;  ///< by other viewers; nothing: not known yet
    Submission moderating;     ///< from a row of it

    /// Null for what is not here.
    const wire::MessageRow* find(MessageId id) const;
    /// Who wrote it; null for nobody and for whom it was not told of.
    const wire::ChatPerson* author(const wire::MessageRow& row) const;
    bool has_older() const { return !rows.empty() && rows.front().seq.value_or(1) > 1; }
    std::int64_t last_seq() const { return rows.empty() ? 0 : rows.back().seq.value_or(0); }
    std::int64_t viewers() const { return at ? at->viewers : 0; }
};

/// One message, new or changed, at its place. What lies before the oldest known one is left out.
void put_message(Chat& chat, wire::MessageRow row);

/// The newest messages and the state. What is known already stays when nothing lies between.
void take_newest(Chat& chat, api::GetChat::Response page);
/// Messages from the middle, or those before the first.
void take_older(Chat& chat, api::GetChat::Response page);
void take_missing(Chat& chat, api::GetChat::Response page);

/// A frame. `me`: whose messages in it may be those that are on their way; `now`: seconds of
/// Model::seconds. False: it says that the room has to be read again.
bool take_frame(Chat& chat, wire::RoomChanged frame, const std::optional<UserId>& me, double now);

/// What the server says of this person's own votes and wish. `now` and `seconds`: the same moment
/// by both of the model's clocks.
void take_own(Chat& chat, const wire::RoomMe& own, UtcTime now, double seconds);

/// The `seq` behind which messages are missing.
std::optional<std::int64_t> first_hole(const Chat& chat);

/// The server has taken it, under that row.
void take_sent(Chat& chat, std::string_view client_id, wire::MessageRow row);
UnsentMessage* find_unsent(Chat& chat, std::string_view client_id);

/// What a viewer, or staff, can do with the field under the messages now.
enum class Writing : std::uint8_t {
    Open,
    Questions,  ///< and nothing else
    TeamOnly,
    TimedOut,  ///< the team asked them to pause
    NotYet,    ///< the doors are not open
    Closed,
};
Writing writing(const Chat& chat, const domain::Stream& stream, bool moderates, UtcTime now);

/// Votes of all its options.
std::int64_t votes_of(const wire::PollRow& poll);
/// The share of an option, 0 to 100; 0 where nobody has voted.
std::int64_t percent_of(const wire::PollRow& poll, std::size_t option);

/// What the teacher is asked for, as the stage's bar shows it.
struct WishShares {
    std::int64_t again = 0, slower = 0, faster = 0;
    std::optional<domain::Wish> winner;  ///< loud: enough of those who are there want it
};
WishShares wish_shares(const wire::WishCounts& counts, std::int64_t viewers);

}  // namespace lsl::model
