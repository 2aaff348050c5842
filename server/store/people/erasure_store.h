#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/chat.h"

namespace lsl::store {

/// A line that somebody wrote in a class's chat.
struct ChatLine {
    MessageId id;
    StreamId stream_id;
    std::string message;
    UtcTime sent_at;
    bool is_deleted = false;
};

/// What the room of a class keeps of somebody, and how hard the class was for them.
struct RoomTrace {
    StreamId stream_id;
    std::string note;  ///< of the team
    std::optional<UtcTime> timed_out_until;
    std::string timeout_reason;
    bool is_seen = false;
    std::optional<std::int64_t> effort;
};

/// What somebody told of a message, and what became of it.
struct ReportMade {
    MessageId message_id;
    std::string reason;
    UtcTime created_at;
    std::optional<domain::ReportDecision> decision;
    std::string decision_reason;
};

struct PollVote {
    PollId poll_id;
    std::int64_t option = 0;
};

/// What tables keep of a person beyond the books. A new table with something of a person's is one
/// more statement in `erase`, and a part of the export.
class ErasureStore {
  public:
    explicit ErasureStore(Connection& connection) : connection_(connection) {}

    /// Name, address, password, sessions, mails and invitations; what was written in chats goes by
    /// erase_from_chats, which tells the rooms. The row of the person stays as a pseudonym: ledger,
    /// places and audit refer to it.
    Result<void> erase(UserId user);
    /// Oldest first.
    Result<std::vector<ChatLine>> chat_of(UserId user);
    Result<std::vector<RoomTrace>> rooms_of(UserId user);
    Result<std::vector<ReportMade>> reports_of(UserId user);
    Result<std::vector<MessageId>> votes_of(UserId user);
    Result<std::vector<PollVote>> poll_votes_of(UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
