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

/// A passkey of somebody's. Bytes are base64url.
struct PasskeyRow {
    PasskeyId id;  ///< may be shown
    UserId user;
    std::string credential_id;
    std::string user_handle;  ///< the same for all of a person's
    std::int64_t algorithm = 0;
    std::string public_key;
    std::int64_t sign_count = 0;
    std::string transports;  ///< one a line
    std::string name;
    UtcTime created_at;
    std::optional<UtcTime> last_used_at;
};

/// Table passkeys.
class PasskeysStore {
  public:
    explicit PasskeysStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const PasskeyRow& passkey);
    Result<std::optional<PasskeyRow>> find_by_credential(std::string_view credential_id);
    /// One person's, oldest first.
    Result<std::vector<PasskeyRow>> of_person(UserId user);
    Result<void> note_use(PasskeyId id, std::int64_t sign_count, UtcTime now);
    /// Of the person's own: whether there is one.
    Result<bool> rename(UserId user, PasskeyId id, std::string_view name);
    Result<bool> remove(UserId user, PasskeyId id);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
