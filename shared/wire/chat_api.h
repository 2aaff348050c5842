#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/api.h"
#include "shared/wire/chat_rows.h"

// The contract's part about a class's room: chat, reactions, wishes, polls, who is there. See
// api.h. {id} is the class's. Held and removed text is in no answer but those for staff, and the
// author's own while it is held.

namespace lsl::api {

inline constexpr std::int64_t default_chat_page = 50;
inline constexpr std::int64_t largest_chat_page = 100;
inline constexpr std::int64_t longest_replay_span_ms = 300'000;

/// Messages ascend by `seq`. `after`: the first ones behind it; `before`: the last ones before it;
/// neither: the newest. Held ones, which have no `seq`, stand behind the others of the newest page.
struct GetChat {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat";
    static constexpr std::string_view query[] = {"before", "after", "limit"};
    using Request = Empty;
    struct Response {
        std::vector<wire::MessageRow> messages;
        wire::ChatPeople people;
        wire::RoomRow room;
    };
};

struct OneMessage {
    wire::MessageRow message;
};

/// 201; 200 with the first row for a `clientId` that its author has used in this class.
struct SendMessage {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat";
    struct Request {
        /// The member in which text that is no text is told as 422, not as malformed JSON.
        static constexpr std::string_view text_field = "message";
        std::string message;
        std::optional<std::string> clientId;
        std::optional<domain::MessageKind> kind;
        std::optional<std::string> replyTo;
    };
    using Response = OneMessage;
};

/// By its author or by staff. 200, again likewise.
struct RemoveMessage {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}";
    using Request = Empty;
    using Response = OneMessage;
};

/// Three at most: a fourth takes the oldest down. 409 `not_visible`.
struct PinMessage {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/pin";
    using Request = Empty;
    using Response = OneMessage;
};
struct UnpinMessage {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/unpin";
    using Request = Empty;
    using Response = OneMessage;
};
/// 409 `not_a_question`.
struct AnswerQuestion {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/answer";
    using Request = Empty;
    using Response = OneMessage;
};
/// A held message becomes visible, a removed one what it was. 409 `removed_by_author`, `erased`.
struct AllowMessage {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/allow";
    using Request = Empty;
    using Response = OneMessage;
};
/// 409 `not_a_question`.
struct VoteForQuestion {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/vote";
    struct Request {
        static constexpr bool may_be_left_out = true;
        bool vote = true;
    };
    using Response = OneMessage;
};
struct ReportMessage {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/{message}/report";
    struct Request {
        static constexpr bool may_be_left_out = true;
        std::string reason;
    };
    using Response = OneMessage;
};

struct GetChatSettings {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat/settings";
    using Request = Empty;
    struct Response {
        wire::ChatSettingsRow settings;
        wire::RoomRow room;
    };
};
struct ChangeChatSettings {
    static constexpr Method method = Method::Patch;
    static constexpr std::string_view path = "/api/streams/{id}/chat/settings";
    struct Request {  // what is left out stays
        std::optional<domain::ChatMode> mode;
        std::optional<std::int64_t> slowModeSeconds;
        std::optional<bool> holdFirst;
        std::optional<domain::LinksOf> links;
        std::optional<std::vector<std::string>> blockedWords;
        std::optional<std::int64_t> opensMinutesBefore;
        std::optional<std::int64_t> closesMinutesAfter;
        std::optional<bool> replayNames;
    };
    using Response = GetChatSettings::Response;
};

/// 403 for staff: they cannot be silenced.
struct TimeOutPerson {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/timeouts";
    struct Request {
        UserId userId;
        std::optional<std::int64_t> seconds;  // 1 … 86,400; 0 lifts; null: for the whole class
        bool has_seconds = false;             // since null says something
        std::optional<std::string> reason;
        std::optional<std::int64_t> removeMinutes;  // takes their messages of that time away
    };
    struct Response {
        std::optional<UtcTime> timed_out_until;  // in the year 9999: for the whole class
        std::vector<MessageId> removed = {};     // what this took away; left out where nothing
    };
};

/// Undoes removals by the team: each is again what it was. One that is not removed any more stays
/// as it is, and so does what its author took back or whose text is gone. 200 with all of them.
struct RestoreMessages {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/restored";
    struct Request {
        std::vector<MessageId> messageIds;  // 1 … 500
    };
    struct Response {
        std::vector<wire::MessageRow> messages;
    };
};
inline constexpr std::size_t most_restored = 500;

/// What staff notes about somebody, for each other.
struct PersonNote {
    UserId user_id;
    std::string text;
    std::optional<UserId> updated_by;
    std::optional<UtcTime> updated_at;
};
/// What else staff ought to know of somebody in their room.
struct RoomPerson {
    std::string display_name;
    std::string role;          // "viewer", or a role of staff
    bool first_class = false;  // has been at no class of this teacher before
    std::optional<UtcTime> timed_out_until;
};
struct GetPersonNote {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/people/{user}/note";
    using Request = Empty;
    struct Response {
        PersonNote note;
        RoomPerson person;
    };
};
struct SetPersonNote {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/people/{user}/note";
    struct Request {
        std::string text;  // empty: none any more
    };
    using Response = GetPersonNote::Response;
};

struct ReportRow {
    ReportId id;
    MessageId message_id;
    std::string reason;
    UtcTime created_at;
    std::optional<domain::ReportDecision> decision;
};
struct ListReports {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat/reports";
    using Request = Empty;
    struct Response {
        std::vector<ReportRow> reports;          // open ones first, then the newest
        std::vector<wire::MessageRow> messages;  // that they are about, each once
        wire::ChatPeople people;                 // who wrote those
    };
};
/// `removed` takes the message away.
struct DecideReport {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/chat/reports/{report}";
    struct Request {
        domain::ReportDecision decision = domain::ReportDecision::Kept;
        std::optional<std::string> reason;
    };
    struct Response {
        ReportRow report;
    };
};

/// While the class is live, else 409 `not_live`. 204.
struct React {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/reactions";
    struct Request {
        wire::ReactionCounts counts;
        std::vector<std::string> names;  // as they were given, known or not
    };
    using Response = Empty;
};
/// Ends by itself after a minute. While the class is live, else 409 `not_live`. 204.
struct SetWish {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/wish";
    struct Request {
        std::optional<domain::Wish> wish;
    };
    using Response = Empty;
};
/// Everybody's. 204.
struct ClearWishes {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/streams/{id}/wish";
    using Request = Empty;
    using Response = Empty;
};
/// How hard it was, of who has watched (403 `not_watched`), after the end (409 `not_ended`). 204.
struct SetEffort {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/effort";
    struct Request {
        std::int64_t effort = 0;  // 1 … 4
    };
    using Response = Empty;
};

/// Those that wait for an answer, the most wanted first: also when the chat is long closed, since
/// an answer is worth something as long as there is a replay. With `position_ms` where something
/// was recorded.
struct ListQuestions {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat/questions";
    using Request = Empty;
    struct Response {
        std::vector<wire::MessageRow> messages;
        wire::ChatPeople people;
    };
};

/// By milliseconds of the recording; `to` is exclusive, five minutes at most. Viewers are called by
/// one letter unless the class is set otherwise. What the team said to a question after the class
/// stands where the question does.
struct ReplayChat {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat/replay";
    static constexpr std::string_view query[] = {"from", "to"};
    using Request = Empty;
    struct Response {
        std::vector<wire::MessageRow> messages;
        wire::ChatPeople people;
    };
};

/// How much was tapped while what is recorded happened: one number for each ten seconds of the
/// recording, up to the last one that has any. For who may watch the replay.
struct ReplayEnergy {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/chat/energy";
    using Request = Empty;
    struct Response {
        std::int64_t step_ms = 0;
        std::vector<std::int64_t> taps;
    };
};

struct PresentPerson {
    UserId user_id;
    std::string display_name;
};
/// Who listens to the room now. Viewers hear the names of who wants to be seen.
struct GetPresent {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/present";
    using Request = Empty;
    struct Response {
        std::int64_t count = 0;
        std::vector<PresentPerson> people;
        // For staff: those of them who have been at no class of this teacher before; else left out.
        std::optional<std::vector<UserId>> newcomers;
    };
};
/// 204.
struct SetSeen {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/present";
    struct Request {
        bool seen = false;
    };
    using Response = Empty;
};

struct OnePoll {
    wire::PollRow poll;
};
/// 201. 409 `poll_open` while there is one.
struct CreatePoll {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/polls";
    struct Request {
        std::string question;
        std::vector<std::string> options;
    };
    using Response = OnePoll;
};
/// 409 `poll_closed`.
struct VoteInPoll {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/polls/{poll}/vote";
    struct Request {
        std::optional<std::int64_t> option;  // from 0; null takes the vote back
    };
    using Response = OnePoll;
};
struct ClosePoll {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/streams/{id}/polls/{poll}/close";
    using Request = Empty;
    using Response = OnePoll;
};

void describe(wire::Archive& a, GetChat::Response& m);
void describe(wire::Archive& a, OneMessage& m);
void describe(wire::Archive& a, SendMessage::Request& m);
void describe(wire::Archive& a, VoteForQuestion::Request& m);
void describe(wire::Archive& a, ReportMessage::Request& m);
void describe(wire::Archive& a, GetChatSettings::Response& m);
void describe(wire::Archive& a, ChangeChatSettings::Request& m);
void describe(wire::Archive& a, TimeOutPerson::Request& m);
void describe(wire::Archive& a, TimeOutPerson::Response& m);
void describe(wire::Archive& a, RestoreMessages::Request& m);
void describe(wire::Archive& a, RestoreMessages::Response& m);
void describe(wire::Archive& a, PersonNote& m);
void describe(wire::Archive& a, RoomPerson& m);
void describe(wire::Archive& a, GetPersonNote::Response& m);
void describe(wire::Archive& a, SetPersonNote::Request& m);
void describe(wire::Archive& a, ReportRow& m);
void describe(wire::Archive& a, ListReports::Response& m);
void describe(wire::Archive& a, DecideReport::Request& m);
void describe(wire::Archive& a, DecideReport::Response& m);
void describe(wire::Archive& a, React::Request& m);
void describe(wire::Archive& a, SetWish::Request& m);
void describe(wire::Archive& a, SetEffort::Request& m);
void describe(wire::Archive& a, ListQuestions::Response& m);
void describe(wire::Archive& a, ReplayChat::Response& m);
void describe(wire::Archive& a, ReplayEnergy::Response& m);
void describe(wire::Archive& a, PresentPerson& m);
void describe(wire::Archive& a, GetPresent::Response& m);
void describe(wire::Archive& a, SetSeen::Request& m);
void describe(wire::Archive& a, OnePoll& m);
void describe(wire::Archive& a, CreatePoll::Request& m);
void describe(wire::Archive& a, VoteInPoll::Request& m);

}  // namespace lsl::api
