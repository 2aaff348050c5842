#pragma once

#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/chat/room_view.h"
#include "server/services/events/topic.h"
#include "server/store/database.h"
#include "shared/base/result.h"
#include "shared/wire/events.h"

namespace lsl::services {

/// Who may listen to the room of a class, and what is told first there. Thread-safe.
class ClassRooms {
  public:
    /// Both outlive the object.
    ClassRooms(store::Database& database, const RoomView& view)
        : database_(database), view_(view) {}

    /// The room as the caller hears it. NotFound for ids of no class, Unauthenticated for nobody,
    /// Forbidden (`not_enrolled`) for who has neither a place nor a role in the class.
    Result<Topic> enter(std::string_view stream_id, const Caller& caller) const;
    /// Whether that still holds.
    bool may_stay(const Topic& room, const Caller& caller) const;
    /// The room as it is now, with the newest messages, for that caller.
    Result<wire::RoomChanged> state(const Topic& room, const Caller& caller) const;

  private:
    Result<bool> has_place(StreamId stream, UserId user) const;

    store::Database& database_;
    const RoomView& view_;
};

}  // namespace lsl::services
