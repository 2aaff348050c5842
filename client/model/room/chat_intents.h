#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.h"
#include "shared/domain/chat.h"
#include "shared/wire/chat_rows.h"

// What a person wants of the room of a class.

namespace lsl::model::intent {

struct SendMessage {};  ///< the draft
struct SendAgain {      ///< what the server did not take
    std::string client_id;
};
struct DropUnsent {
    std::string client_id;
};
struct ReadOlderMessages {};
struct RemoveMessage {
    MessageId id;
};
struct ReplyTo {  ///< what is written next
    MessageId id;
};
struct AskToReport {
    MessageId id;
};
struct ConfirmReport {};  ///< with the draft's reason
struct VoteForQuestion {
    MessageId id;
    bool vote = true;
};
struct VoteInPoll {
    PollId id;
    std::optional<std::int64_t> option;  ///< nothing: the vote is taken back
};
struct SetWish {
    std::optional<domain::Wish> wish;
};
struct SendReactions {
    wire::ReactionCounts counts;
};
struct OpenLink {  ///< of a message
    std::string url;
};
struct WriteMessage {};  ///< the field gets the focus
struct HearNews {        ///< by a screen reader: one of news_of_all, news_of_team, no_news
    std::string of;
};
struct AskWhoIsHere {};
struct SetSeen {  ///< by other viewers
    bool seen = false;
};

struct FollowReplayChat {  ///< of the recording that plays, around that place of it
    std::int64_t position_ms = 0;
};

// The team's
struct AllowMessage {
    MessageId id;
};
struct RestoreMessages {  ///< undoes a removal: what that press took away
    StreamId room;
    std::vector<MessageId> ids;
    std::vector<MessageId> pinned;  ///< those of them that hung above the others
};
struct PinMessage {
    MessageId id;
    bool pinned = true;
};
struct AnswerQuestion {
    MessageId id;
};
struct TimeOutPerson {
    UserId id;
    std::int64_t seconds = 0;
};
struct SetChatMode {
    domain::ChatMode mode = domain::ChatMode::Open;
};
struct ClearWishes {};
struct OpenReports {};
struct DecideReport {  ///< with the draft's reason
    ReportId id;
    domain::ReportDecision decision = domain::ReportDecision::Kept;
};
struct OpenPerson {  ///< their sheet
    UserId id;
};
struct ApplyPause {};  ///< to the person whose sheet is open, by the draft
struct SaveNote {};    ///< likewise
struct AskForPoll {};
struct ConfirmPoll {};  ///< by the draft
struct ClosePoll {
    PollId id;
};
struct OpenRoomSettings {};
struct SaveRoomSettings {};  ///< by the draft

}  // namespace lsl::model::intent
