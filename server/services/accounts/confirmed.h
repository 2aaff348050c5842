#pragma once

#include "server/store/connection.h"
#include "server/store/people/users_store.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Forbidden `email_not_verified` for whoever has not confirmed their address.
inline Result<void> require_confirmed(store::Connection& connection, UserId user) {
    const auto account = LSL_TRY(store::UsersStore(connection).find(user));
    if (account && account->user.email_verified_at) return {};
    return make_error(ErrorCode::Forbidden, "email_not_verified",
                      "Confirm your e-mail address first: open the link in the mail that you got.");
}

}  // namespace lsl::services
