#pragma once

#include <cstdint>
#include <vector>

#include "server/services/chat/room_member.h"
#include "server/services/chat/wishes.h"
#include "server/services/events/event_hub.h"
#include "server/services/live/media_backend.h"
#include "server/store/rooms/chat_messages_store.h"
#include "server/store/rooms/polls_store.h"
#include "shared/base/clock.h"
#include "shared/domain/studio_class.h"
#include "shared/wire/chat_rows.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// For whom something is shown. There are two audiences and nothing in between: what one of the
/// viewers may see, all of them may.
enum class Audience : std::uint8_t { Viewers, Staff };
inline Audience audience_of(const RoomMember& member) {
    return member.is_staff() ? Audience::Staff : Audience::Viewers;
}
inline Audience audience_of(const Topic& room) {
    return room.kind == Topic::Kind::Staff ? Audience::Staff : Audience::Viewers;
}
inline Topic topic_of(Audience audience, StreamId stream) {
    return audience == Audience::Staff ? Topic::staff_room(stream) : Topic::class_room(stream);
}

/// A message as its audience may read it: this is the one place where a held or removed text is
/// left out.
wire::MessageRow message_row(const store::ChatMessage& message, Audience audience, UtcTime now);
/// The same for one person, who may read what they wrote while it waits.
wire::MessageRow message_row(const store::ChatMessage& message, const RoomMember& reader,
                             UtcTime now);
/// Whether an audience may know that there is such a message.
bool may_know_of(const store::ChatMessage& message, Audience audience);

/// Who wrote these messages.
Result<wire::ChatPeople> authors_of(store::Connection& connection, StreamId stream,
                                    const std::vector<wire::MessageRow>& messages);

/// What there is to be seen of a class's room. Thread-safe.
class RoomView {
  public:
    /// All outlive the object.
    RoomView(const Clock& clock, EventHub& hub, const MediaBackend& media, const Wishes& wishes)
        : clock_(clock), hub_(hub), media_(media), wishes_(wishes) {}

    /// The room's state beside its messages. Read it before them: what happens in between is then
    /// told twice and not lost.
    Result<wire::RoomRow> room(store::Connection& connection, const domain::StudioClass& row,
                               Audience audience) const;
    /// What the member may do there now.
    Result<wire::RoomMe> me(store::Connection& connection, const domain::StudioClass& row,
                            const RoomMember& member) const;
    Result<wire::PollRow> poll(store::Connection& connection, const store::Poll& poll) const;
    /// Tells one person, wherever they listen, what they may do in that room from now on.
    void tell_me(StreamId stream, UserId user, const wire::RoomMe& me) const;

    struct Page {
        std::vector<wire::MessageRow> messages;
        wire::ChatPeople people;
    };
    /// The newest messages, and behind them what waits, for who may know of it.
    Result<Page> newest(store::Connection& connection, StreamId stream, const RoomMember& reader,
                        std::int64_t limit) const;
    /// `rows` as that reader may see them.
    Result<Page> page(store::Connection& connection, StreamId stream, const RoomMember& reader,
                      const std::vector<store::ChatMessage>& rows) const;
    /// What somebody is told first who begins to listen.
    Result<wire::RoomChanged> first_frame(store::Connection& connection,
                                          const domain::StudioClass& row,
                                          const RoomMember& reader) const;

  private:
    /// What the person has said to what is asked there.
    Result<wire::RoomMe> answers_of(store::Connection& connection, const domain::StudioClass& row,
                                    UserId user) const;

    const Clock& clock_;
    EventHub& hub_;
    const MediaBackend& media_;
    const Wishes& wishes_;
};

}  // namespace lsl::services
