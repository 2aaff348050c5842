#include "server/services/chat/chat_writes.h"

#include <utility>

#include "server/services/chat/room_view.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/people/audit_store.h"
#include "server/store/rooms/chat_rooms_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

Result<store::ChatMessage> require_message(store::Connection& connection, StreamId stream,
                                           const RoomMember& member, std::string_view id) {
    const auto parsed = MessageId::parse(id);
    const Error unknown = not_found("There is no such message.");
    if (!parsed) return unknown;
    auto found = LSL_TRY(store::ChatMessagesStore(connection).find(stream, *parsed));
    if (!found) return unknown;
    const bool own_held =
        found->user_id == member.user && found->state == domain::MessageState::Held;
    if (!own_held && !may_know_of(*found, audience_of(member))) return unknown;
    return std::move(*found);
}

Result<void> save_message(store::Connection& tx, store::ChatMessage& message, UtcTime now) {
    message.change = LSL_TRY(store::ChatRoomsStore(tx).next_change(message.stream_id));
    LSL_TRY(store::ChatMessagesStore(tx).update(message));
    return store::OutboxStore(tx).chat_changed(message.stream_id, message.change, now);
}

Result<void> add_message(store::Connection& tx, store::ChatMessage& message, UtcTime now) {
    store::ChatRoomsStore rooms(tx);
    if (message.state == domain::MessageState::Visible) {
        message.seq = LSL_TRY(rooms.next_seq(message.stream_id));
    }
    message.change = LSL_TRY(rooms.next_change(message.stream_id));
    LSL_TRY(store::ChatMessagesStore(tx).insert(message));
    return store::OutboxStore(tx).chat_changed(message.stream_id, message.change, now);
}

Result<void> remove_message(store::Connection& tx, store::ChatMessage& message,
                            domain::RemovedBy by, const std::string& reason, UtcTime now) {
    if (message.state == domain::MessageState::Removed) return {};
    message.state = domain::MessageState::Removed;
    message.is_deleted = true;
    message.removed_by = by;
    message.removed_at = now;
    message.removed_reason = reason;
    const bool was_pinned = std::exchange(message.pinned_at, std::nullopt).has_value();
    LSL_TRY(save_message(tx, message, now));
    if (was_pinned) LSL_TRY(store::OutboxStore(tx).room_changed(message.stream_id, now));
    return {};
}

Result<void> audit_chat(store::Connection& tx, UserId actor, StreamId stream,
                        std::string_view action, std::optional<UserId> person,
                        const std::string& subject, const std::string& reason, UtcTime now) {
    return store::AuditStore(tx).add({.at = now,
                                      .actor = actor,
                                      .action = std::string(action),
                                      .person = person,
                                      .stream_id = stream,
                                      .subject = subject,
                                      .reason = reason});
}

Result<std::string> staff_text(std::string_view text, const char* field) {
    std::string kept = domain::trimmed(text);
    const bool fits = domain::is_valid_utf8(kept) &&
                      !domain::has_control_characters(kept, domain::Lines::Several) &&
                      domain::count_code_points(kept) <= domain::longest_staff_text;
    if (!fits) return invalid_field(field, "Up to 500 characters are kept.");
    return kept;
}

}  // namespace lsl::services
