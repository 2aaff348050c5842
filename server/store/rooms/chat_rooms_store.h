#pragma once

#include <cstdint>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/chat.h"

namespace lsl::store {

/// Table chat_rooms: how a class's room is set, and the numbers that it gives.
class ChatRoomsStore {
  public:
    explicit ChatRoomsStore(Connection& connection) : connection_(connection) {}

    /// The usual ones where nobody has changed anything.
    Result<domain::ChatSettings> settings(StreamId stream);
    Result<void> set_settings(StreamId stream, const domain::ChatSettings& settings);
    /// The place of a message that becomes visible: one more than the last.
    Result<std::int64_t> next_seq(StreamId stream);
    Result<std::int64_t> next_change(StreamId stream);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
