#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/staff.h"

namespace lsl::store {

/// A role as it is given.
struct StaffRow {
    Uuid id;
    std::optional<StreamId> stream_id;
    UserId user_id;
    domain::StaffRole role = domain::StaffRole::Guest;
    std::optional<UserId> invited_by;
    UtcTime accepted_at;
};

/// Somebody with a role on a class.
struct StaffMember {
    UserId user_id;
    std::string display_name;
    std::string email;
    domain::StaffRole role = domain::StaffRole::Guest;
    std::optional<UserId> invited_by;
    UtcTime accepted_at;
};

/// Table class_staff: who has which role, on one class or on all of them. A role that is taken back
/// leaves its row; every function but `revoke` knows only roles that hold.
class StaffStore {
  public:
    explicit StaffStore(Connection& connection) : connection_(connection) {}

    Result<std::vector<domain::HeldRole>> roles_of(UserId user);
    /// The highest role that somebody has on a class, by it or by the whole studio.
    Result<std::optional<domain::StaffRole>> role_on(UserId user, StreamId stream);
    /// A role is given; whoever has one on that class loses it first, by `revoke`.
    Result<void> insert(const StaffRow& row);
    /// By what holds for this class alone, or, without one, for the whole studio.
    Result<void> revoke(UserId user, std::optional<StreamId> stream, UtcTime now);
    /// Of a class: the whole studio's first, then in the order of joining.
    Result<std::vector<StaffMember>> members(StreamId stream);
    Result<std::optional<StaffMember>> member(UserId user, StreamId stream);
    Result<std::int64_t> count_owners();
    /// The studio's owner; of several, who has been it longest.
    Result<std::optional<UserId>> owner();
    /// Some owner has an account that is signed in to by a password or a passkey.
    Result<bool> owner_may_sign_in();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
