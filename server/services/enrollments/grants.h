#pragma once

#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/events/event_hub.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/people_api.h"

namespace lsl::services {

/// Tokens that the studio gives to a person. Each grant is one ledger entry, which the person sees
/// with its reason, and one audit entry. Thread-safe.
class Grants {
  public:
    Grants(store::Database& database, const Clock& clock, EventHub& hub);

    /// InvalidInput `tokens` or `reason`, NotFound `no_such_person`. With an idempotency key
    /// (empty: none) a repetition gives the first answer again and grants nothing; the same key for
    /// another request is InvalidInput `idempotency_mismatch`.
    Result<api::GrantTokens::Response> grant(const Caller& caller,
                                             const api::GrantTokens::Request& request,
                                             std::string_view idempotency_key);

  private:
    Result<api::GrantTokens::Response> give(store::Connection& tx, UserId actor, UserId to,
                                            const api::GrantTokens::Request& request);

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
};

}  // namespace lsl::services
