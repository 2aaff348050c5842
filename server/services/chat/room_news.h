#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "server/services/chat/room_view.h"
#include "server/services/events/event_hub.h"
#include "server/store/database.h"
#include "server/store/jobs/outbox_store.h"
#include "shared/base/clock.h"

namespace lsl::services {

/// Tells the rooms of classes what the outbox says has changed in them: messages, and the room's
/// state. The rows are read anew, so that each audience gets what it may know as it is now. For one
/// thread at a time, which is the reader's of the outbox.
class RoomNews {
  public:
    /// All outlive the object.
    RoomNews(store::Database& database, const Clock& clock, EventHub& hub, const RoomView& view)
        : database_(database), clock_(clock), hub_(hub), view_(view) {}

    void tell(const std::vector<store::NewsRow>& news);

  private:
    /// Each message once, in the order of the places, whatever changes meanwhile.
    void tell_messages(StreamId stream, std::int64_t since);
    void tell_state(StreamId stream);
    bool has_listeners(StreamId stream) const;
    /// What is told to single people beside what everybody is told.
    using OwnNews = std::map<UserId, wire::RoomMeChanged>;
    Result<void> add_reason(store::Connection& reader, const store::ChatMessage& message,
                            OwnNews& own) const;

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
    const RoomView& view_;
    std::unordered_map<StreamId, std::int64_t>
        told_;  ///< the latest change, of rooms with somebody
};

}  // namespace lsl::services
