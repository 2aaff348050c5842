#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// A login of a person. One of the studio's owner that was opened with the access token has its
/// hash as `credential`: with another access token it is worth nothing.
struct SessionRow {
    std::string token_hash;
    SessionId id;  ///< may be shown
    UserId user;
    std::optional<std::string> credential;
    std::string device;  ///< "Firefox on Windows", or empty
    UtcTime created_at;
    UtcTime last_seen_at;  ///< to some minutes
    UtcTime expires_at;
};

/// Table sessions.
class SessionsStore {
  public:
    explicit SessionsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const SessionRow& session);
    /// Nothing once it has expired.
    Result<std::optional<SessionRow>> find(std::string_view token_hash, UtcTime now);
    /// One person's, newest first.
    Result<std::vector<SessionRow>> list(UserId user, UtcTime now);
    Result<void> note_seen(std::string_view token_hash, UtcTime now);
    Result<void> remove(std::string_view token_hash);
    Result<void> remove_all_of(UserId user);
    /// All of a person's but this.
    Result<void> remove_others_of(UserId user, std::string_view token_hash);
    Result<void> remove_expired(UtcTime now);
    /// Logins by access tokens other than this.
    Result<void> remove_other_credentials(std::string_view credential);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
