#pragma once

#include <string>
#include <string_view>

#include "server/passkeys/webauthn.h"
#include "server/services/accounts/accounts.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/password_check.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "server/store/people/passkeys_store.h"
#include "server/store/people/sign_in_challenges_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/factors_api.h"

namespace lsl::services {

inline constexpr std::size_t most_passkeys = 20;  ///< of a person
inline constexpr std::chrono::minutes challenge_lifetime{5};

/// Passkeys of people: made, listed, ended, and signed in by. A challenge is good once, whatever
/// comes of it. Thread-safe.
class Passkeys {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        Accounts& accounts;
        PasswordCheck& check;
        OutgoingMails mails;
        passkeys::Site site;
    };
    explicit Passkeys(const Parts& parts) : parts_(parts), limits_(parts.clock) {}

    /// TooMany beyond 300 of a site in 15 minutes.
    Result<api::PasskeyOptions::Response> ask(std::string_view address);
    /// Unauthenticated `passkey_not_valid`; of one whose count went back its person is told.
    Result<LoggedIn> sign_in(const api::PasskeyLogin::Request& request, const Visit& visit);

    Result<api::ListPasskeys::Response> list(const Person& person);
    /// Errors as of PasswordCheck; Conflict `too_many_passkeys`; TooMany beyond 20 in 15 minutes.
    Result<api::NewPasskeyOptions::Response> begin(const Person& person, std::string_view password,
                                                   std::string_view address);
    /// InvalidInput `passkey_not_valid` and with field `name`; Conflict `passkey_known`.
    Result<wire::PasskeyInfo> add(const Person& person, const api::AddPasskey::Request& request);
    /// InvalidInput with field `name`; NotFound for those of others.
    Result<void> rename(const Person& person, std::string_view id, std::string_view name);
    /// Errors as of PasswordCheck; NotFound for those of others.
    Result<void> remove(const Person& person, std::string_view id, std::string_view password,
                        std::string_view address);

  private:
    /// What is given out.
    Result<std::string> new_challenge(store::Connection& tx, store::SignInChallenge challenge);
    /// It is used up by this.
    Result<store::SignInChallenge> take(std::string_view given, std::string_view purpose);
    Result<LoggedIn> checked_sign_in(const api::PasskeyLogin::Request& request, const Visit& visit);
    Result<void> tell_of_copy(const store::PasskeyRow& passkey);

    const Parts parts_;
    RateLimits limits_;
};

}  // namespace lsl::services
