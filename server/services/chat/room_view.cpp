#include "server/services/chat/room_view.h"

#include <algorithm>
#include <utility>

#include "server/store/classes/chapters_store.h"
#include "server/store/rooms/chat_people_store.h"
#include "server/store/rooms/chat_reports_store.h"
#include "server/store/rooms/chat_rooms_store.h"
#include "server/store/rooms/chat_votes_store.h"
#include "server/store/rooms/reactions_store.h"

namespace lsl::services {

namespace {

constexpr std::int64_t first_frame_messages = 50;
/// Waiting messages that are listed; staff who lets more pile up sees the newest.
constexpr std::int64_t most_waiting_listed = 100;

bool is_text_for(const store::ChatMessage& message, Audience audience, UtcTime now) {
    switch (message.state) {
        case domain::MessageState::Visible: return true;
        case domain::MessageState::Held: return audience == Audience::Staff;
        case domain::MessageState::Removed: break;
    }
    return audience == Audience::Staff && message.removed_at &&
           now < *message.removed_at + domain::removed_text_kept;
}

/// Why the team took it away, where it said so.
std::optional<std::string> reason_of(const store::ChatMessage& message) {
    if (message.removed_by != domain::RemovedBy::Team || message.removed_reason.empty()) {
        return std::nullopt;
    }
    return message.removed_reason;
}

}  // namespace

bool may_know_of(const store::ChatMessage& message, Audience audience) {
    return audience == Audience::Staff || message.seq.has_value();
}

wire::MessageRow message_row(const store::ChatMessage& message, Audience audience, UtcTime now) {
    wire::MessageRow row{.id = message.id,
                         .seq = message.seq,
                         .kind = message.kind,
                         .user_id = message.user_id,
                         .message = {},
                         .sent_at = message.sent_at,
                         .state = message.state,
                         .reply_to = message.reply_to,
                         .pinned_at = message.pinned_at,
                         .answered_at = message.answered_at,
                         .votes = message.votes,
                         .is_deleted = message.is_deleted,
                         .removed_by = std::nullopt,
                         .position_ms = std::nullopt};
    if (is_text_for(message, audience, now)) row.message = message.text;
    if (audience == Audience::Staff) row.removed_by = message.removed_by;
    if (audience == Audience::Staff) row.removed_reason = reason_of(message);
    return row;
}

wire::MessageRow message_row(const store::ChatMessage& message, const RoomMember& reader,
                             UtcTime now) {
    wire::MessageRow row = message_row(message, audience_of(reader), now);
    const bool own = message.user_id == reader.user;
    if (own && message.state == domain::MessageState::Held) row.message = message.text;
    // Who wrote it is told why it is gone (DSA, Art. 17); nobody is told who took it away.
    if (own) row.removed_reason = reason_of(message);
    return row;
}

Result<wire::ChatPeople> authors_of(store::Connection& connection, StreamId stream,
                                    const std::vector<wire::MessageRow>& messages) {
    wire::ChatPeople people;
    store::ChatPeopleStore store(connection);
    for (const wire::MessageRow& message : messages) {
        if (!message.user_id) continue;
        const auto [entry, is_new] = people.try_emplace(message.user_id->to_string());
        if (!is_new) continue;
        const auto person = LSL_TRY(store.named(stream, *message.user_id));
        if (!person) continue;
        entry->second = {person->display_name,
                         person->role ? std::string(domain::staff_role_name(*person->role))
                                      : std::string("viewer")};
    }
    return people;
}

Result<wire::PollRow> RoomView::poll(store::Connection& connection, const store::Poll& poll) const {
    const auto votes = LSL_TRY(store::PollsStore(connection).votes(poll));
    wire::PollRow row{.id = poll.id,
                      .question = poll.question,
                      .open = !poll.closed_at.has_value(),
                      .options = {}};
    for (std::size_t i = 0; i < poll.options.size(); ++i) {
        row.options.push_back({poll.options[i], votes[i]});
    }
    return row;
}

Result<wire::RoomRow> RoomView::room(store::Connection& connection, const domain::StudioClass& row,
                                     Audience audience) const {
    const StreamId stream = row.stream.id;
    const bool is_live = row.stream.status == domain::StreamStatus::Live;
    const EventHub::RoomPosition position = hub_.position(topic_of(audience, stream));
    const auto settings = LSL_TRY(store::ChatRoomsStore(connection).settings(stream));
    wire::RoomRow room{.settings = wire::chat_settings_row(settings, audience == Audience::Staff),
                       .pins = {},
                       .wish = is_live ? wishes_.counts(stream) : wire::WishCounts{},
                       .viewers = is_live ? media_.figures(row).viewers : 0,
                       .poll = std::nullopt,
                       .epoch = position.epoch,
                       .seq = static_cast<std::int64_t>(position.sequence),
                       .open_reports = std::nullopt,
                       .chapters = std::nullopt,
                       .me = std::nullopt};
    if (audience == Audience::Staff) {
        room.open_reports = LSL_TRY(store::ChatReportsStore(connection).count_open(stream));
        room.chapters = LSL_TRY(store::ChaptersStore(connection).revision(stream));
    }
    for (const auto& pinned : LSL_TRY(store::ChatMessagesStore(connection).pinned(stream))) {
        if (may_know_of(pinned, audience)) {
            room.pins.push_back(message_row(pinned, audience, clock_.utc()));
        }
    }
    if (const auto latest = LSL_TRY(store::PollsStore(connection).latest(stream))) {
        room.poll = LSL_TRY(poll(connection, *latest));
    }
    return room;
}

Result<wire::RoomMe> RoomView::answers_of(store::Connection& connection,
                                          const domain::StudioClass& row, UserId user) const {
    const StreamId stream = row.stream.id;
    wire::RoomMe me;
    const bool is_live = row.stream.status == domain::StreamStatus::Live;
    if (const auto standing = is_live ? wishes_.of(stream, user) : std::nullopt) {
        me.wish = standing->wish;
        me.wish_until = clock_.utc() + standing->left;
    }
    me.voted = LSL_TRY(store::ChatVotesStore(connection).of_person(stream, user));
    store::PollsStore polls(connection);
    if (const auto latest = LSL_TRY(polls.latest(stream))) {
        me.poll_option = LSL_TRY(polls.vote_of(latest->id, user));
    }
    me.effort = LSL_TRY(store::ReactionsStore(connection).effort_of(stream, user));
    for (auto& one : LSL_TRY(store::ChatReportsStore(connection).decided_of(stream, user))) {
        me.reports.push_back({one.message_id, *one.decision, std::move(one.decision_reason)});
    }
    return me;
}

Result<wire::RoomMe> RoomView::me(store::Connection& connection, const domain::StudioClass& row,
                                  const RoomMember& member) const {
    wire::RoomMe me = LSL_TRY(answers_of(connection, row, member.user));
    if (member.is_staff()) {
        me.can_write = true;
        return me;
    }
    const UtcTime now = clock_.utc();
    const StreamId stream = row.stream.id;
    const auto settings = LSL_TRY(store::ChatRoomsStore(connection).settings(stream));
    const auto person = LSL_TRY(store::ChatPeopleStore(connection).find(stream, member.user));
    if (person.timed_out_until && *person.timed_out_until > now) {
        me.timed_out_until = person.timed_out_until;
        if (!person.timeout_reason.empty()) me.timed_out_reason = person.timeout_reason;
    }
    // Whoever may write anything may ask.
    me.can_write =
        !me.timed_out_until &&
        domain::may_write(row.stream, settings, domain::MessageKind::Question, now).has_value();
    const UtcTime next =
        domain::next_message_at(settings, person.bucket_full_at, person.last_sent_at, now);
    if (next > now) me.next_at = next;
    return me;
}

void RoomView::tell_me(StreamId stream, UserId user, const wire::RoomMe& me) const {
    hub_.tell(Topic::person(user), wire::RoomMeChanged{stream, me});
}

Result<RoomView::Page> RoomView::page(store::Connection& connection, StreamId stream,
                                      const RoomMember& reader,
                                      const std::vector<store::ChatMessage>& rows) const {
    Page page;
    for (const store::ChatMessage& row : rows) {
        page.messages.push_back(message_row(row, reader, clock_.utc()));
    }
    page.people = LSL_TRY(authors_of(connection, stream, page.messages));
    return page;
}

Result<RoomView::Page> RoomView::newest(store::Connection& connection, StreamId stream,
                                        const RoomMember& reader, std::int64_t limit) const {
    store::ChatMessagesStore messages(connection);
    auto rows = LSL_TRY(messages.newest(stream, limit));
    auto waiting =
        LSL_TRY(reader.is_staff() ? messages.unseen(stream, most_waiting_listed)
                                  : messages.unseen_of(stream, reader.user, most_waiting_listed));
    for (store::ChatMessage& row : waiting) {
        // One that was taken away before anybody saw it is there for staff alone.
        const bool held = row.state == domain::MessageState::Held;
        if (held || reader.is_staff()) rows.push_back(std::move(row));
    }
    return page(connection, stream, reader, rows);
}

Result<wire::RoomChanged> RoomView::first_frame(store::Connection& connection,
                                                const domain::StudioClass& row,
                                                const RoomMember& reader) const {
    wire::RoomChanged first{.viewers = std::nullopt, .resync = std::nullopt};
    first.room = LSL_TRY(room(connection, row, audience_of(reader)));
    first.room->me = LSL_TRY(me(connection, row, reader));
    first.viewers = first.room->viewers;
    first.wish = first.room->wish;
    // Frames have what waits for staff alone: its author reads it in answers.
    const StreamId stream = row.stream.id;
    Page newest_ones;
    if (reader.is_staff()) {
        newest_ones = LSL_TRY(newest(connection, stream, reader, first_frame_messages));
    } else {
        store::ChatMessagesStore messages(connection);
        const auto rows = LSL_TRY(messages.newest(stream, first_frame_messages));
        newest_ones = LSL_TRY(page(connection, stream, reader, rows));
    }
    first.messages = std::move(newest_ones.messages);
    first.people = std::move(newest_ones.people);
    return first;
}

}  // namespace lsl::services
