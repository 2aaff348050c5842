#pragma once

#include <string_view>

#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/passwords.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Asks somebody who is signed in for the password once more, before what a borrowed browser must
/// not do. Thread-safe.
class PasswordCheck {
  public:
    PasswordCheck(store::Database& database, const Clock& clock, Passwords& passwords)
        : database_(database), passwords_(passwords), wrong_(clock) {}

    /// Forbidden `wrong_password` with `field`; TooMany after ten wrong ones in 15 minutes.
    Result<void> require(UserId user, std::string_view password, std::string_view address,
                         std::string_view field);

  private:
    store::Database& database_;
    Passwords& passwords_;
    RateLimits wrong_;
};

}  // namespace lsl::services
