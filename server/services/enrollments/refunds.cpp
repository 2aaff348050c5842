#include "server/services/enrollments/refunds.h"

#include "server/services/accounts/secrets.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/wallet_store.h"

namespace lsl::services {

Result<void> refund(store::Connection& tx, const Clock& clock, const domain::Enrollment& enrollment,
                    domain::WalletReason reason) {
    const domain::WalletEntry entry{.id = new_id<WalletEntryId>(clock),
                                    .user_id = enrollment.user_id,
                                    .delta = enrollment.tokens_paid,
                                    .reason = reason,
                                    .stream_id = enrollment.stream_id,
                                    .created_at = clock.utc()};
    LSL_TRY(store::WalletStore(tx).move(entry, enrollment.id));
    return store::ClassCountersStore(tx).count_enrollment(enrollment.stream_id, 0,
                                                          -enrollment.tokens_paid);
}

Result<void> refund_everybody(store::Connection& tx, const Clock& clock,
                              const domain::StudioClass& row, domain::WalletReason reason) {
    for (const auto& enrollment : LSL_TRY(store::EnrollmentsStore(tx).of_stream(row.stream.id))) {
        LSL_TRY(refund(tx, clock, enrollment, reason));
    }
    return store::EnrollmentsStore(tx).note_refunded(row.stream.id, clock.utc());
}

}  // namespace lsl::services
