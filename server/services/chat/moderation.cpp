#include "server/services/chat/moderation.h"

#include <string>
#include <utility>

#include "server/services/chat/chat_writes.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/rooms/chat_people_store.h"
#include "server/store/rooms/chat_rooms_store.h"

namespace lsl::services {

namespace {

using domain::MessageState;

constexpr std::int64_t most_questions_listed = 100;

Error conflict(std::string word, std::string sentence) {
    return make_error(ErrorCode::Conflict, std::move(word), std::move(sentence));
}

/// What the team does with a message is a row of the audit.
Result<void> note_act(store::Connection& tx, const RoomMember& member,
                      const store::ChatMessage& message, std::string_view action, UtcTime now) {
    return audit_chat(tx, member.user, message.stream_id, action, message.user_id,
                      message.id.to_string(), {}, now);
}

/// A pin is part of the room's state as well.
Result<void> set_pin(store::Connection& tx, store::ChatMessage& message,
                     std::optional<UtcTime> pinned_at, UtcTime now) {
    if (message.pinned_at.has_value() == pinned_at.has_value()) return {};
    message.pinned_at = pinned_at;
    LSL_TRY(save_message(tx, message, now));
    return store::OutboxStore(tx).room_changed(message.stream_id, now);
}

Result<void> pin_message(store::Connection& tx, store::ChatMessage& message, UtcTime now) {
    if (message.state != MessageState::Visible) {
        return conflict("not_visible", "Only what everybody sees can be pinned.");
    }
    auto pinned = LSL_TRY(store::ChatMessagesStore(tx).pinned(message.stream_id));
    for (std::size_t i = 0; i + domain::most_pins <= pinned.size(); ++i) {
        LSL_TRY(set_pin(tx, pinned[i], std::nullopt, now));
    }
    return set_pin(tx, message, now, now);
}

Result<void> answer_question(store::Connection& tx, store::ChatMessage& message, UtcTime now) {
    if (message.kind != domain::MessageKind::Question || message.state != MessageState::Visible) {
        return conflict("not_a_question", "Only questions that everybody sees can be answered.");
    }
    if (message.answered_at) return {};
    message.answered_at = now;
    return save_message(tx, message, now);
}

/// Again what it was before it was taken away; for the caller to save.
void bring_back(store::ChatMessage& message) {
    message.state = message.seq ? MessageState::Visible : MessageState::Held;
    message.is_deleted = false;
    message.removed_by.reset();
    message.removed_at.reset();
    message.removed_reason.clear();
}

Result<void> allow_message(store::Connection& tx, const RoomMember& member,
                           store::ChatMessage& message, UtcTime now) {
    if (message.state == MessageState::Visible) return {};
    if (message.state == MessageState::Removed) {
        if (message.removed_by == domain::RemovedBy::Self) {
            return conflict("removed_by_author", "Its author took this message back.");
        }
        if (message.text.empty()) return conflict("erased", "The text of this message is gone.");
        bring_back(message);
    } else {
        message.seq = LSL_TRY(store::ChatRoomsStore(tx).next_seq(message.stream_id));
        message.state = MessageState::Visible;
    }
    LSL_TRY(save_message(tx, message, now));
    return audit_chat(tx, member.user, message.stream_id, "message_allowed", message.user_id,
                      message.id.to_string(), {}, now);
}

domain::ChatSettings changed(domain::ChatSettings settings,
                             const api::ChangeChatSettings::Request& request) {
    if (request.mode) settings.mode = *request.mode;
    if (request.slowModeSeconds) settings.slow_mode_seconds = *request.slowModeSeconds;
    if (request.holdFirst) settings.hold_first = *request.holdFirst;
    if (request.links) settings.links = *request.links;
    if (request.blockedWords) settings.blocked_words = *request.blockedWords;
    if (request.opensMinutesBefore) settings.opens_minutes_before = *request.opensMinutesBefore;
    if (request.closesMinutesAfter) settings.closes_minutes_after = *request.closesMinutesAfter;
    if (request.replayNames) settings.replay_names = *request.replayNames;
    return settings;
}

}  // namespace

Result<api::OneMessage> Moderation::act(const Caller& caller, std::string_view stream_id,
                                        std::string_view message_id, const Act& act) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OneMessage> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        auto message = LSL_TRY(require_message(tx, stream, member, message_id));
        LSL_TRY(act(tx, member, message, now));
        return api::OneMessage{message_row(message, member, now)};
    });
}

Result<api::OneMessage> Moderation::pin(const Caller& caller, std::string_view stream_id,
                                        std::string_view message_id) {
    return act(caller, stream_id, message_id,
               [](store::Connection& tx, const RoomMember& member, store::ChatMessage& message,
                  UtcTime now) -> Result<void> {
                   if (message.pinned_at) return {};
                   LSL_TRY(pin_message(tx, message, now));
                   return note_act(tx, member, message, "message_pinned", now);
               });
}

Result<api::OneMessage> Moderation::unpin(const Caller& caller, std::string_view stream_id,
                                          std::string_view message_id) {
    return act(caller, stream_id, message_id,
               [](store::Connection& tx, const RoomMember& member, store::ChatMessage& message,
                  UtcTime now) -> Result<void> {
                   if (!message.pinned_at) return {};
                   LSL_TRY(set_pin(tx, message, std::nullopt, now));
                   return note_act(tx, member, message, "message_unpinned", now);
               });
}

Result<api::OneMessage> Moderation::answer(const Caller& caller, std::string_view stream_id,
                                           std::string_view message_id) {
    return act(caller, stream_id, message_id,
               [](store::Connection& tx, const RoomMember& member, store::ChatMessage& message,
                  UtcTime now) -> Result<void> {
                   const bool before = message.answered_at.has_value();
                   LSL_TRY(answer_question(tx, message, now));
                   if (before) return {};
                   return note_act(tx, member, message, "question_answered", now);
               });
}

Result<api::OneMessage> Moderation::allow(const Caller& caller, std::string_view stream_id,
                                          std::string_view message_id) {
    return act(caller, stream_id, message_id, allow_message);
}

Result<api::RestoreMessages::Response> Moderation::restore(
    const Caller& caller, std::string_view stream_id,
    const api::RestoreMessages::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    if (request.messageIds.empty() || request.messageIds.size() > api::most_restored) {
        return invalid_field("messageIds", "Name 1 to 500 messages.");
    }
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::RestoreMessages::Response> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        api::RestoreMessages::Response response;
        for (const MessageId id : request.messageIds) {
            auto message = LSL_TRY(require_message(tx, stream, member, id.to_string()));
            // Somebody else may have brought it back, or held it, in the meantime.
            if (message.removed_by == domain::RemovedBy::Team && !message.text.empty()) {
                bring_back(message);
                LSL_TRY(save_message(tx, message, now));
                LSL_TRY(note_act(tx, member, message, "message_restored", now));
            }
            response.messages.push_back(message_row(message, member, now));
        }
        return response;
    });
}

Result<api::ListQuestions::Response> Moderation::questions(std::string_view stream_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::ListQuestions::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        api::ListQuestions::Response response;
        const auto rows =
            LSL_TRY(store::ChatMessagesStore(reader).open_questions(stream, most_questions_listed));
        for (const store::ChatMessage& question : rows) {
            auto& told =
                response.messages.emplace_back(message_row(question, Audience::Staff, now));
            if (const auto at = domain::media_position(row.recording, question.sent_at)) {
                told.position_ms = at->count();
            }
        }
        response.people = LSL_TRY(authors_of(reader, stream, response.messages));
        return response;
    });
}

Result<api::GetChatSettings::Response> Moderation::settings(const Caller&,
                                                            std::string_view stream_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<api::GetChatSettings::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        const auto settings = LSL_TRY(store::ChatRoomsStore(reader).settings(stream));
        api::GetChatSettings::Response response;
        response.settings = wire::chat_settings_row(settings, true);
        response.room = LSL_TRY(view_.room(reader, row, Audience::Staff));
        response.room.me = wire::RoomMe{true, std::nullopt, std::nullopt};
        return response;
    });
}

Result<api::GetChatSettings::Response> Moderation::change_settings(
    const Caller& caller, std::string_view stream_id,
    const api::ChangeChatSettings::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    const auto written = database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_stream(tx, stream));
        store::ChatRoomsStore rooms(tx);
        const auto before = LSL_TRY(rooms.settings(stream));
        const auto after = changed(before, request);
        LSL_TRY(domain::check_chat_settings(after));
        if (after == before) return {};
        LSL_TRY(rooms.set_settings(stream, after));
        LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        return audit_chat(tx, caller.acting(), stream, "chat_settings", std::nullopt,
                          std::string(domain::chat_mode_name(after.mode)), {}, now);
    });
    if (!written) return written.error();
    return settings(caller, stream_id);
}

}  // namespace lsl::services
