#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What a request with an Idempotency-Key was and what came of it: enough to give its answer again,
/// and no more, since everybody may make keys.
struct KeptAnswer {
    std::string request;
    bool created = false;
    Id<struct MadeTag> made_id;  ///< of the place or the ledger entry that came of it
    std::int64_t tokens = 0;
    UtcTime made_at;
    std::int64_t token_balance = 0;
};

/// Table idempotency_keys. A key is written in the transaction of the request that it covers. Of
/// one person the latest thousand are kept.
class IdempotencyStore {
  public:
    static constexpr std::int64_t most_of_a_person = 1000;

    explicit IdempotencyStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<KeptAnswer>> find(UserId user, std::string_view key);
    Result<void> insert(UserId user, std::string_view key, const KeptAnswer& answer, UtcTime now);
    Result<void> remove_older_than(UtcTime time);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
