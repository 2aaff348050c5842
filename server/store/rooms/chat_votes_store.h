#pragma once

#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::store {

/// Table chat_votes: who has voted for which question. How many have is a column of the message,
/// which whoever changes a vote writes in the same transaction.
class ChatVotesStore {
  public:
    explicit ChatVotesStore(Connection& connection) : connection_(connection) {}

    /// False when that person's vote was there, or not there, before.
    Result<bool> add(MessageId message, UserId user);
    Result<bool> remove(MessageId message, UserId user);
    /// The visible questions of a class that have the person's vote, by seq.
    Result<std::vector<MessageId>> of_person(StreamId stream, UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
