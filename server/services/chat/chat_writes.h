#pragma once

#include <string>
#include <string_view>

#include "server/services/chat/room_member.h"
#include "server/store/connection.h"
#include "server/store/rooms/chat_messages_store.h"
#include "shared/base/result.h"

namespace lsl::services {

// What every change of a room's messages does, in the transaction of the change.

/// The message of that class, if the member may know of it. NotFound otherwise.
Result<store::ChatMessage> require_message(store::Connection& connection, StreamId stream,
                                           const RoomMember& member, std::string_view id);
/// Writes a changed message, and the news of it.
Result<void> save_message(store::Connection& tx, store::ChatMessage& message, UtcTime now);
/// The same with a new one.
Result<void> add_message(store::Connection& tx, store::ChatMessage& message, UtcTime now);
/// Takes a message away, and down if it is pinned. Nothing happens to one that is gone already.
Result<void> remove_message(store::Connection& tx, store::ChatMessage& message,
                            domain::RemovedBy by, const std::string& reason, UtcTime now);

/// A row of the audit, about a person or not.
Result<void> audit_chat(store::Connection& tx, UserId actor, StreamId stream,
                        std::string_view action, std::optional<UserId> person,
                        const std::string& subject, const std::string& reason, UtcTime now);

/// A reason or a note in staff's or a reporter's words: trimmed, one to 500 characters, or none at
/// all. InvalidInput of that field.
Result<std::string> staff_text(std::string_view text, const char* field);

}  // namespace lsl::services
