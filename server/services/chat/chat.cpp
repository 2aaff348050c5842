#include "server/services/chat/chat.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "server/services/accounts/confirmed.h"
#include "server/services/accounts/secrets.h"
#include "server/services/chat/blocked_words.h"
#include "server/services/chat/chat_writes.h"
#include "server/services/chat/message_text.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/rooms/chat_people_store.h"
#include "server/store/rooms/chat_reports_store.h"
#include "server/store/rooms/chat_rooms_store.h"
#include "server/store/rooms/chat_votes_store.h"

namespace lsl::services {

namespace {

using domain::MessageKind;
using domain::MessageState;

/// A number of an address; nothing where there is no word.
Result<std::optional<std::int64_t>> number_word(std::string_view word, const char* field) {
    if (word.empty()) return std::optional<std::int64_t>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number < 0) {
        return invalid_field(field, "This has to be a whole number.");
    }
    return std::optional(number);
}

Error not_staff() {
    return make_error(ErrorCode::Forbidden, "not_staff", "Only the studio's people may do this.");
}

Result<void> check_kind(MessageKind kind, const RoomMember& member) {
    if (kind == MessageKind::System) {
        return invalid_field("kind", "Choose message, question or announcement.");
    }
    if (kind == MessageKind::Announcement && !member.is_staff()) return not_staff();
    return {};
}

/// The message that is answered, which everybody sees.
Result<std::optional<MessageId>> replied_to(store::Connection& tx, StreamId stream,
                                            const std::optional<std::string>& id) {
    if (!id) return std::optional<MessageId>();
    Error wrong = make_error(ErrorCode::InvalidInput, "wrong_reply",
                             "The message that this answers is not there any more.");
    wrong.field = "replyTo";
    const auto parsed = MessageId::parse(*id);
    if (!parsed) return wrong;
    const auto found = LSL_TRY(store::ChatMessagesStore(tx).find(stream, *parsed));
    if (!found || found->state != MessageState::Visible) return wrong;
    return std::optional(*parsed);
}

}  // namespace

/// What is worked out before the writer's turn, since others wait for that.
struct Chat::Draft {
    Result<std::string> text;
    bool has_link = false;
    bool has_blocked_word = false;
};

Result<api::GetChat::Response> Chat::page(const Caller& caller, std::string_view stream_id,
                                          PageWords words) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const auto before = LSL_TRY(number_word(words.before, "before"));
    const auto after = LSL_TRY(number_word(words.after, "after"));
    const std::int64_t limit = std::clamp<std::int64_t>(
        LSL_TRY(number_word(words.limit, "limit")).value_or(api::default_chat_page), 1,
        api::largest_chat_page);
    return database_.read([&](store::Connection& reader) -> Result<api::GetChat::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        const RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
        api::GetChat::Response response;
        response.room = LSL_TRY(view_.room(reader, row, audience_of(member)));
        response.room.me = LSL_TRY(view_.me(reader, row, member));
        store::ChatMessagesStore messages(reader);
        RoomView::Page page;
        if (before || after) {
            const auto rows = LSL_TRY(after ? messages.after(stream, *after, limit)
                                            : messages.before(stream, *before, limit));
            page = LSL_TRY(view_.page(reader, stream, member, rows));
        } else {
            page = LSL_TRY(view_.newest(reader, stream, member, limit));
        }
        response.messages = std::move(page.messages);
        response.people = std::move(page.people);
        return response;
    });
}

Result<Chat::Draft> Chat::draft(StreamId stream, const api::SendMessage::Request& request) const {
    Draft draft{.text = message_text(request.message)};
    if (!draft.text) return draft;
    const auto settings = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::ChatRoomsStore(reader).settings(stream); }));
    draft.has_link = has_link(*draft.text);
    draft.has_blocked_word = has_blocked_word(*draft.text, settings.blocked_words);
    return draft;
}

Result<Chat::Sent> Chat::send(const Caller& caller, std::string_view stream_id,
                              const api::SendMessage::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const Draft prepared = LSL_TRY(draft(stream, request));
    const UtcTime now = clock_.utc();
    return database_.write(
        [&](store::Connection& tx) { return send(tx, caller, stream, request, prepared, now); });
}

Result<Chat::Sent> Chat::send(store::Connection& tx, const Caller& caller, StreamId stream,
                              const api::SendMessage::Request& request, const Draft& draft,
                              UtcTime now) {
    const auto row = LSL_TRY(require_stream(tx, stream));
    const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
    store::ChatMessagesStore messages(tx);
    store::ChatPeopleStore people(tx);
    if (request.clientId) {
        if (!domain::is_client_id(*request.clientId)) {
            return invalid_field("clientId", "Use 1 to 64 letters, digits, - and _.");
        }
        const auto first = LSL_TRY(messages.find_by_client(stream, member.user, *request.clientId));
        if (first) return Sent{{message_row(*first, member, now)}, false};
    }
    const MessageKind kind = request.kind.value_or(MessageKind::Message);
    LSL_TRY(check_kind(kind, member));
    const auto settings = LSL_TRY(store::ChatRoomsStore(tx).settings(stream));
    const auto person = LSL_TRY(people.find(stream, member.user));
    if (!member.is_staff()) {
        if (require_confirmed_) LSL_TRY(services::require_confirmed(tx, member.user));
        LSL_TRY(domain::may_write(row.stream, settings, kind, now));
        LSL_TRY(check_not_timed_out(tx, stream, member, now));
    }
    if (!draft.text) return draft.text.error();
    store::ChatMessage message;
    message.id = new_id<MessageId>(clock_);
    message.stream_id = stream;
    message.user_id = member.user;
    message.text = *draft.text;
    message.sent_at = now;
    message.client_id = request.clientId;
    message.kind = kind;
    message.reply_to = LSL_TRY(replied_to(tx, stream, request.replyTo));
    if (!member.is_staff()) {
        LSL_TRY(domain::check_pace(settings, person.bucket_full_at, person.last_sent_at, now));
        const bool is_first = !LSL_TRY(messages.was_seen(stream, member.user));
        const bool doubtful =
            draft.has_blocked_word || (is_first && (settings.hold_first || draft.has_link));
        if (doubtful) message.state = MessageState::Held;
        const domain::MessageBucket bucket(person.bucket_full_at);
        LSL_TRY(people.note_sent(stream, member.user, bucket.after_message(now), now));
    }
    LSL_TRY(add_message(tx, message, now));
    return Sent{{message_row(message, member, now)}, true};
}

Result<api::OneMessage> Chat::remove(const Caller& caller, std::string_view stream_id,
                                     std::string_view message_id) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OneMessage> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        auto message = LSL_TRY(require_message(tx, stream, member, message_id));
        const bool own = message.user_id == member.user;
        if (!own && !member.is_staff()) return not_staff();
        const bool was_there = message.state != MessageState::Removed;
        LSL_TRY(remove_message(tx, message, own ? domain::RemovedBy::Self : domain::RemovedBy::Team,
                               {}, now));
        if (was_there && !own) {
            LSL_TRY(audit_chat(tx, member.user, stream, "message_removed", message.user_id,
                               message.id.to_string(), {}, now));
        }
        return api::OneMessage{message_row(message, member, now)};
    });
}

Result<api::OneMessage> Chat::vote(const Caller& caller, std::string_view stream_id,
                                   std::string_view message_id, bool for_it) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OneMessage> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        auto message = LSL_TRY(require_message(tx, stream, member, message_id));
        LSL_TRY(check_not_timed_out(tx, stream, member, now));
        const bool is_question =
            message.kind == MessageKind::Question && message.state == MessageState::Visible;
        if (!is_question) {
            return make_error(ErrorCode::Conflict, "not_a_question",
                              "Only questions that everybody sees can be voted for.");
        }
        store::ChatVotesStore votes(tx);
        const bool changed = LSL_TRY(for_it ? votes.add(message.id, member.user)
                                            : votes.remove(message.id, member.user));
        if (changed) {
            message.votes += for_it ? 1 : -1;
            LSL_TRY(save_message(tx, message, now));
        }
        return api::OneMessage{message_row(message, member, now)};
    });
}

Result<api::OneMessage> Chat::report(const Caller& caller, std::string_view stream_id,
                                     std::string_view message_id, std::string_view reason) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const std::string words = LSL_TRY(staff_text(reason, "reason"));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OneMessage> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        const auto message = LSL_TRY(require_message(tx, stream, member, message_id));
        const store::ChatReport report{.id = new_id<ReportId>(clock_),
                                       .stream_id = stream,
                                       .message_id = message.id,
                                       .user_id = member.user,
                                       .reason = words,
                                       .created_at = now,
                                       .decision = std::nullopt,
                                       .decided_by = std::nullopt,
                                       .decided_at = std::nullopt,
                                       .decision_reason = {}};
        // Staff is told how many wait, in the state of the room.
        if (LSL_TRY(store::ChatReportsStore(tx).insert(report))) {
            LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        }
        return api::OneMessage{message_row(message, member, now)};
    });
}

}  // namespace lsl::services
