#pragma once

#include <cstdint>

#include "server/services/classes/page_request.h"
#include "server/store/database.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"

namespace lsl::services {

/// Token balances and their ledgers. Thread-safe.
class Wallets {
  public:
    explicit Wallets(store::Database& database);
    /// Balance and ledger of one viewer, newest entry first.
    Result<api::GetWallet::Response> read(UserId user, const PageRequest& page);

  private:
    store::Database& database_;
};

}  // namespace lsl::services
