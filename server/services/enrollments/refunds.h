#pragma once

#include "server/store/connection.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/studio_class.h"
#include "shared/domain/wallet.h"

namespace lsl::services {

/// Inside a transaction: gives back what was paid for one place, as one ledger entry, and takes it
/// out of the class's revenue. Conflict when it has been given back before.
Result<void> refund(store::Connection& tx, const Clock& clock, const domain::Enrollment& enrollment,
                    domain::WalletReason reason);

/// Inside a transaction: everybody who enrolled gets their tokens back.
Result<void> refund_everybody(store::Connection& tx, const Clock& clock,
                              const domain::StudioClass& row, domain::WalletReason reason);

}  // namespace lsl::services
