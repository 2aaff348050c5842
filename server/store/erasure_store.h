#pragma once

#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// A line that somebody wrote in a class's chat.
struct ChatLine {
    MessageId id;
    StreamId stream_id;
    std::string message;
    UtcTime sent_at;
    bool is_deleted = false;
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

  private:
    Connection& connection_;
};

}  // namespace lsl::store
