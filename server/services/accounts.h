#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/event_hub.h"
#include "server/services/passwords.h"
#include "server/services/rate_limits.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/account.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Where a request comes from.
struct Visit {
    std::string address;  ///< the peer's, or what a trusted proxy says of it
    std::string session;  ///< session token that came with the request (of the same kind), or empty
};

struct LoggedIn {
    api::Session session;       ///< what the client may see: user and balance
    std::string session_token;  ///< goes into the cookie, nowhere else
};

struct Viewer {
    domain::User user;
    std::int64_t token_balance = 0;
};

struct AccountsOptions {
    std::int64_t signup_tokens = 100;
    std::string instructor_access_token;  ///< nobody is let in while shorter than 16 characters
    std::string cron_secret;              ///< likewise
};

inline constexpr std::chrono::days viewer_session_lifetime{30};
inline constexpr std::chrono::days instructor_session_lifetime{7};

/// Who somebody is: viewers with passwords, the instructor and the cron caller with secrets.
/// Session tokens are 256 random bits; the database knows only their SHA-256. A session given in
/// `Visit` is replaced by a login. Thread-safe.
class Accounts {
  public:
    Accounts(store::Database& database, const Clock& clock, EventHub& hub, RateLimits& limits,
             Passwords& passwords, AccountsOptions options);

    /// InvalidInput with field, Conflict `email_taken`, TooMany, Unavailable.
    Result<LoggedIn> register_viewer(const api::Register::Request& request, const Visit& visit);
    /// Unauthenticated `wrong_credentials` with the same sentence and the same work whether or not
    /// the account exists; TooMany with retry_after_seconds after 20 wrong attempts at an account
    /// (for addresses that were among those failing) or 100 from an address within 15 minutes.
    Result<LoggedIn> login(const api::Login::Request& request, const Visit& visit);
    void logout(std::string_view session_token);
    /// Nothing for unknown, ended and empty tokens.
    std::optional<Viewer> viewer_of(std::string_view session_token);

    /// The session token for the instructor's cookie. Unauthenticated `wrong_credentials`, TooMany.
    Result<std::string> instructor_login(std::string_view access_token, const Visit& visit);
    void instructor_logout(std::string_view session_token);
    /// False also when the access token has been changed since that login.
    bool is_instructor(std::string_view session_token);

    /// For `Authorization: Bearer …` of the cron endpoints. Unauthenticated otherwise; nobody
    /// passes while the secret is unset or shorter than 16 characters.
    Result<void> require_cron(std::string_view bearer) const;

  private:
    Result<std::string> open_session(store::Connection& tx, std::optional<UserId> user,
                                     std::string_view replaced);
    std::string instructor_credential() const;

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
    RateLimits& limits_;
    Passwords& passwords_;
    AccountsOptions options_;
};

}  // namespace lsl::services
