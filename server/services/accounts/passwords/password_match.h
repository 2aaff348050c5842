#pragma once

#include <optional>
#include <string_view>

#include "server/services/accounts/passwords/passwords.h"
#include "server/store/people/users_store.h"
#include "shared/base/result.h"

namespace lsl::services {

struct PasswordMatch {
    bool right = false;
    /// Only as it was typed: a former version hashed it so, and it is to be hashed anew.
    bool as_typed = false;
};

/// Whether somebody typed the account's password; the same work whether or not there is such an
/// account. `address` is who asks, for the order of those who wait. Unavailable when too many do.
Result<PasswordMatch> match_password(Passwords& passwords,
                                     const std::optional<store::Account>& account,
                                     std::string_view typed, std::string_view address);

/// A password that somebody chooses: InvalidInput with `field`, `password_weak` for one that others
/// would try first, by its commonness, its pattern or whose it is.
Result<void> check_new_password(std::string_view password, std::string_view email,
                                std::string_view display_name, std::string_view field);

}  // namespace lsl::services
