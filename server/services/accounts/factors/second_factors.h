#pragma once

#include <string>
#include <string_view>

#include "server/services/accounts/accounts.h"
#include "server/services/accounts/factors/secret_box.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/password_check.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "server/store/people/second_factors_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/factors_api.h"

namespace lsl::services {

inline constexpr int recovery_codes_at_once = 10;

/// Codes that staff are asked for after their password, from an app (RFC 6238), and what stands in
/// for them. Each code is taken once. Whoever loses their role keeps what they set up.
/// Thread-safe.
class SecondFactors {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        Accounts& accounts;
        PasswordCheck& check;
        OutgoingMails mails;
        SecretBox box;
        std::string issuer;  ///< what apps show, a host
    };
    explicit SecondFactors(const Parts& parts) : parts_(parts), wrong_(parts.clock) {}

    Result<api::GetSecondFactor::Response> state(const Person& person);
    /// Errors as of PasswordCheck; Forbidden `not_staff`; Conflict `second_factor_on`,
    /// `second_factor_off`.
    Result<api::BeginSecondFactor::Response> begin(const Person& person, std::string_view password,
                                                   std::string_view address);
    /// InvalidInput `wrong_code`; TooMany after five in 15 minutes; Conflict as above.
    Result<api::RecoveryCodes> confirm(const Person& person, std::string_view code);
    /// Errors as of PasswordCheck; Conflict `second_factor_off`.
    Result<api::RecoveryCodes> renew_codes(const Person& person, std::string_view password,
                                           std::string_view address);
    /// Errors as of PasswordCheck.
    Result<void> remove(const Person& person, std::string_view password, std::string_view address);
    /// `token`: of LoggedIn::second_factor. Unauthenticated `wrong_code`, `second_factor_expired`;
    /// TooMany.
    Result<LoggedIn> sign_in(std::string_view token, std::string_view code, const Visit& visit);

  private:
    Result<std::vector<std::string>> new_codes(store::Connection& tx, UserId user);
    /// Inside a transaction: whether the code is right, which uses it up.
    Result<bool> take_code(store::Connection& tx, const store::SecondFactor& factor,
                           std::string_view code);
    Result<bool> take_recovery(store::Connection& tx, UserId user, std::string_view code);

    const Parts parts_;
    RateLimits wrong_;
};

}  // namespace lsl::services
