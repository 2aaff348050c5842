#include "server/services/refunds.h"

#include "server/services/secrets.h"
#include "server/store/enrollments_store.h"
#include "server/store/streams_store.h"
#include "server/store/wallet_store.h"

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
    return store::StreamsStore(tx).count_enrollment(enrollment.stream_id, 0,
                                                    -enrollment.tokens_paid);
}

Result<std::vector<UserId>> refund_everybody(store::Connection& tx, const Clock& clock,
                                             const domain::Stream& stream,
                                             domain::WalletReason reason) {
    std::vector<UserId> users;
    for (const auto& enrollment : LSL_TRY(store::EnrollmentsStore(tx).of_stream(stream.id))) {
        LSL_TRY(refund(tx, clock, enrollment, reason));
        users.push_back(enrollment.user_id);
    }
    return users;
}

}  // namespace lsl::services
