#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/accounts/limits/known_devices.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/limits/sign_in_limits.h"
#include "server/services/accounts/login_sessions.h"
#include "server/services/accounts/passwords/passwords.h"
#include "server/services/events/event_hub.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/users_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/account.h"
#include "shared/wire/account_api.h"

namespace lsl::services {

struct LoggedIn {
    api::Session session;       ///< what the client may see: user and balance
    std::string session_token;  ///< goes into the cookie, nowhere else
    std::string device;         ///< likewise: what the browser shows at later sign-ins
    /// Not empty: nobody is in yet and the rest is empty, for the person is asked for a code
    /// (SecondFactors). Goes into a cookie, too.
    std::string second_factor = {};
};

/// Of a challenge: a password was right, and a code is asked for.
inline constexpr std::string_view for_second_factor = "second_factor";
inline constexpr std::chrono::minutes second_factor_lifetime{5};

struct AccountsOptions {
    std::int64_t signup_tokens = 100;
    std::string instructor_access_token;  ///< nobody is let in while shorter than 16 characters
    std::string cron_secret;              ///< likewise
    std::size_t new_per_address = 20;     ///< accounts made from a site in 15 minutes
    /// New accounts get a mail by which they confirm their address; nothing: no mail leaves.
    std::optional<OutgoingMails> mails = {};
    bool welcome_when_confirmed = false;  ///< the tokens of a new account wait for that
    bool access_token_login = true;       ///< false: not by it once an owner has another way in
};

/// Who somebody is: people by passwords, the studio's owner by the access token, the cron caller by
/// a secret. Every session belongs to a person. Session tokens are 256 random bits; the database
/// knows only their SHA-256. A session given in `Visit` is replaced by a login. Thread-safe.
class Accounts {
  public:
    Accounts(store::Database& database, const Clock& clock, EventHub& hub, Passwords& passwords,
             KnownDevices devices, AccountsOptions options);

    /// InvalidInput with field (`password_weak` for one that others would guess), Conflict
    /// `email_taken`, TooMany, Unavailable.
    Result<LoggedIn> register_viewer(const api::Register::Request& request, const Visit& visit);
    /// Unauthenticated `wrong_credentials` with the same sentence and the same work whether or not
    /// the account exists; TooMany with retry_after_seconds as SignInLimits says.
    Result<LoggedIn> login(const api::Login::Request& request, const Visit& visit);
    /// Inside a transaction: a session for somebody who proved who they are. NotFound.
    Result<LoggedIn> admit(store::Connection& tx, UserId user, const Visit& visit);
    /// The access token opens a session of the owner's own account. Unauthenticated
    /// `wrong_credentials`; Forbidden `access_token_off`; TooMany, but never for the right access
    /// token. Each use is in the audit.
    Result<std::string> owner_login(std::string_view access_token, const Visit& visit);
    /// Ends a session of either kind, its event streams, and what is pushed to its browser.
    void logout(std::string_view session_token);
    /// Whose session it is, with their roles; notes that it is used. Nothing for unknown, ended and
    /// empty tokens and for those not used for long, nor when the access token has been changed
    /// since that login.
    std::optional<Person> person_of(std::string_view session_token);

    LoginSessions& sessions() { return sessions_; }

    /// At start-up: sessions of an access token that has been changed are worth nothing, and so is
    /// whatever asks for them by a login's name alone.
    Result<void> forget_former_access_tokens();

    /// For `Authorization: Bearer …` of the cron endpoints. Unauthenticated otherwise; nobody
    /// passes while the secret is unset or shorter than 16 characters.
    Result<void> require_cron(std::string_view bearer) const;

  private:
    /// Inside a transaction: the account with all that it begins with; its balance.
    Result<std::int64_t> make_account(store::Connection& tx, const domain::User& user,
                                      const std::string& password_hash, const Visit& visit);
    Result<LoggedIn> let_in(store::Connection& tx, const domain::User& user, std::int64_t balance,
                            const Visit& visit);
    /// Whether the password is not enough for this person.
    Result<bool> wants_second_factor(UserId user);
    Result<std::string> ask_second_factor(store::Connection& tx, UserId user);
    std::string owner_credential() const;
    bool counts(const store::SessionRow& session) const;

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
    Passwords& passwords_;
    const KnownDevices devices_;
    const AccountsOptions options_;
    LoginSessions sessions_;
    // Apart from other limits: requests that cost nothing must not push these out of memory.
    SignInLimits sign_ins_;
    RateLimits registrations_;
};

}  // namespace lsl::services
