#pragma once

#include <optional>

#include "server/services/accounts/caller.h"
#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

/// A caller as somebody in a class's room.
struct RoomMember {
    UserId user;
    std::optional<domain::StaffRole> role;
    std::optional<domain::Enrollment> place;  ///< one that was not paid back
    /// Who moderates; a guest is a viewer here.
    bool is_staff() const { return role && domain::may(*role, domain::StaffAction::Moderate); }
};

/// Somebody is signed in. Forbidden `not_enrolled` for who has neither a place nor a role. Of two
/// people in one browser staff acts as staff, and a viewer as the one with the password.
Result<RoomMember> enter_room(store::Connection& connection, StreamId stream, const Caller& caller);

/// Forbidden `timed_out`, with the time when it is over. Staff cannot be silenced.
Result<void> check_not_timed_out(store::Connection& connection, StreamId stream,
                                 const RoomMember& member, UtcTime now);

}  // namespace lsl::services
