#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/events/event_hub.h"
#include "server/store/database.h"
#include "server/store/people/sessions_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/account_api.h"

namespace lsl::services {

/// Where a request comes from.
struct Visit {
    std::string address;  ///< the peer's, or what a trusted proxy says of it
    std::string session;  ///< session token that came with the request (of the same kind), or empty
    std::string device;   ///< the browser's notes of its own sign-ins (KnownDevices), or empty
    std::string user_agent = {};
    std::string languages = {};  ///< Accept-Language
};

inline constexpr std::chrono::days viewer_session_lifetime{30};
inline constexpr std::chrono::days instructor_session_lifetime{7};  ///< by the access token
/// Without use.
inline constexpr std::chrono::days viewer_idle_lifetime{14};
inline constexpr std::chrono::hours staff_idle_lifetime{12};  ///< of whoever has a role

/// Sessions of a person at once; beyond that the oldest ends. The access token may be shared by
/// several people and programs, so those that it opened are many more.
inline constexpr std::size_t most_sessions = 20;
inline constexpr std::size_t most_sessions_by_access_token = 200;

/// The sessions of people: opened, looked through and ended by them. A use is noted every five
/// minutes. Thread-safe.
class LoginSessions {
  public:
    LoginSessions(store::Database& database, const Clock& clock, EventHub& hub)
        : database_(database), clock_(clock), hub_(hub) {}

    /// Inside a transaction: the session token, for the cookie. The session in `visit` is replaced.
    /// `credential` for a login by the access token.
    Result<std::string> open(store::Connection& tx, UserId user, const Visit& visit,
                             std::optional<std::string> credential);
    /// Whether it has been used lately enough.
    static bool is_in_use(const store::SessionRow& session, bool is_staff, UtcTime now);
    void note_use(const store::SessionRow& session);

    /// Of the caller's account (the owner's where there is none), newest first.
    Result<api::ListSessions::Response> list(const Caller& caller);
    /// One of the caller's own by its id, or `others`: all but those that the request came with.
    /// NotFound for foreign ids. Event streams end with them.
    Result<void> end(const Caller& caller, std::string_view id);

  private:
    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
};

}  // namespace lsl::services
