#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// A login of a person. One of the studio's owner that was opened with the access token has its
/// hash as `credential`: with another access token it is worth nothing.
struct SessionRow {
    std::string token_hash;
    UserId user;
    std::optional<std::string> credential;
    UtcTime created_at;
    UtcTime expires_at;
};

/// Table sessions.
class SessionsStore {
  public:
    explicit SessionsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const SessionRow& session);
    /// Nothing once it has expired.
    Result<std::optional<SessionRow>> find(std::string_view token_hash, UtcTime now);
    Result<void> remove(std::string_view token_hash);
    Result<void> remove_all_of(UserId user);
    Result<void> remove_expired(UtcTime now);
    /// Logins by access tokens other than this.
    Result<void> remove_other_credentials(std::string_view credential);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
