#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/chat.h"

namespace lsl::store {

/// Somebody's complaint about a message.
struct ChatReport {
    ReportId id;
    StreamId stream_id;
    MessageId message_id;
    std::optional<UserId> user_id;  ///< nobody: a person who is gone
    std::string reason;
    UtcTime created_at;
    std::optional<domain::ReportDecision> decision;
    std::optional<UserId> decided_by;
    std::optional<UtcTime> decided_at;
    std::string decision_reason;
};

/// Table chat_reports.
class ChatReportsStore {
  public:
    explicit ChatReportsStore(Connection& connection) : connection_(connection) {}

    /// Of each message one by each person: false when there is one already, which stays.
    Result<bool> insert(const ChatReport& row);
    Result<void> update(const ChatReport& row);
    Result<std::optional<ChatReport>> find(StreamId stream, ReportId id);
    /// Those without a decision.
    Result<std::int64_t> count_open(StreamId stream);
    /// Those without a decision first, then the newest.
    Result<std::vector<ChatReport>> list(StreamId stream, std::int64_t limit);
    /// Somebody's that were decided, in that order.
    Result<std::vector<ChatReport>> decided_of(StreamId stream, UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
