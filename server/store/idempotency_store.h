#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What a request with an Idempotency-Key was and how it was answered.
struct KeptAnswer {
    std::string request;
    bool created = false;
    std::string answer;
};

/// Table idempotency_keys. A key is written in the transaction of the request that it covers.
class IdempotencyStore {
  public:
    explicit IdempotencyStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<KeptAnswer>> find(UserId user, std::string_view key);
    Result<void> insert(UserId user, std::string_view key, const KeptAnswer& answer, UtcTime now);
    Result<void> remove_older_than(UtcTime time);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
