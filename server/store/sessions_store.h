#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// A login: of a viewer (`user`), or of the instructor (`credential`, a hash of the access token).
struct SessionRow {
    std::string token_hash;
    std::optional<UserId> user;
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
    Result<void> remove_expired(UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
