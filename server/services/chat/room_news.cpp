#include "server/services/chat/room_news.h"

#include <algorithm>
#include <map>
#include <set>

#include "server/services/classes/stream_lookup.h"
#include "server/store/rooms/chat_people_store.h"

namespace lsl::services {

void RoomNews::tell(const std::vector<store::NewsRow>& news) {
    // Messages by the first change of each class; a later one is read along with it.
    std::map<StreamId, std::int64_t> messages;
    std::set<StreamId> states;
    for (const store::NewsRow& row : news) {
        if (!row.stream) continue;
        if (row.kind == store::NewsKind::Room) states.insert(*row.stream);
        if (row.kind != store::NewsKind::Chat) continue;
        const auto [known, is_new] = messages.try_emplace(*row.stream, row.chat_change);
        if (!is_new) known->second = std::min(known->second, row.chat_change);
    }
    for (const auto& [stream, since] : messages) tell_messages(stream, since);
    for (const StreamId stream : states) tell_state(stream);
}

bool RoomNews::has_listeners(StreamId stream) const {
    return hub_.listens(Topic::class_room(stream)) || hub_.listens(Topic::staff_room(stream));
}

/// Who wrote it is told why the team took it away (DSA, Art. 17). What waited unseen is in no
/// frame.
Result<void> RoomNews::add_reason(store::Connection& reader, const store::ChatMessage& message,
                                  OwnNews& own) const {
    const bool has_reason =
        message.removed_by == domain::RemovedBy::Team && !message.removed_reason.empty();
    if (!has_reason || !message.user_id || !message.seq) return {};
    const auto known =
        LSL_TRY(store::ChatPeopleStore(reader).named(message.stream_id, *message.user_id));
    const RoomMember author{.user = *message.user_id,
                            .role = known ? known->role : std::nullopt,
                            .place = std::nullopt};
    const auto [entry, is_new] = own.try_emplace(author.user);
    wire::RoomMeChanged& news = entry->second;
    if (is_new) {
        const auto row = LSL_TRY(require_stream(reader, message.stream_id));
        news.stream_id = message.stream_id;
        news.me = LSL_TRY(view_.me(reader, row, author));
    }
    news.messages.push_back(message_row(message, author, clock_.utc()));
    return {};
}

void RoomNews::tell_messages(StreamId stream, std::int64_t since) {
    if (!has_listeners(stream)) {
        told_.erase(stream);
        return;
    }
    const auto known = told_.find(stream);
    if (known != told_.end()) since = std::max(since, known->second + 1);
    const UtcTime now = clock_.utc();
    wire::RoomChanged for_viewers{.viewers = std::nullopt, .resync = std::nullopt};
    wire::RoomChanged for_staff{.viewers = std::nullopt, .resync = std::nullopt};
    OwnNews own;
    // All that there is by now, for both audiences: a message that changed again would else be
    // told behind its successors.
    const auto told = database_.read([&](store::Connection& reader) -> Result<std::int64_t> {
        std::int64_t latest = since - 1;
        for (const auto& message :
             LSL_TRY(store::ChatMessagesStore(reader).changed_since(stream, since))) {
            latest = std::max(latest, message.change);
            for_staff.messages.push_back(message_row(message, Audience::Staff, now));
            LSL_TRY(add_reason(reader, message, own));
            if (!may_know_of(message, Audience::Viewers)) continue;
            for_viewers.messages.push_back(message_row(message, Audience::Viewers, now));
        }
        for_staff.people = LSL_TRY(authors_of(reader, stream, for_staff.messages));
        for_viewers.people = LSL_TRY(authors_of(reader, stream, for_viewers.messages));
        return latest;
    });
    // What could not be read is told with the next change of the room.
    if (!told) return;
    told_[stream] = *told;
    if (!for_staff.messages.empty()) hub_.change_room(Topic::staff_room(stream), for_staff);
    if (!for_viewers.messages.empty()) hub_.change_room(Topic::class_room(stream), for_viewers);
    for (const auto& [user, news] : own) hub_.tell(Topic::person(user), news);
}

void RoomNews::tell_state(StreamId stream) {
    for (const Audience audience : {Audience::Viewers, Audience::Staff}) {
        const Topic room = topic_of(audience, stream);
        if (!hub_.listens(room)) continue;
        const auto state = database_.read([&](store::Connection& reader) -> Result<wire::RoomRow> {
            const auto row = LSL_TRY(require_stream(reader, stream));
            return view_.room(reader, row, audience);
        });
        if (!state) continue;
        wire::RoomChanged change{.viewers = std::nullopt, .resync = std::nullopt};
        change.room = *state;
        hub_.change_room(room, change);
    }
}

}  // namespace lsl::services
