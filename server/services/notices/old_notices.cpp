#include "server/services/notices/old_notices.h"

#include "server/store/notices/notices_store.h"

namespace lsl::services {
namespace {

constexpr std::chrono::days notices_kept_for{30};
constexpr std::chrono::hours between_sweeps_of_notices{24};

Result<void> plan_next_sweep_of_notices(store::Connection& tx, UtcTime now) {
    store::DueRow next;
    next.kind = forget_notices;
    next.at = now + between_sweeps_of_notices;
    return store::DueStore(tx).put(next);
}

}  // namespace

DueKind forgetting_notices(store::Database& database, const Clock& clock) {
    DueKind kind;
    kind.run = [&database, &clock](const store::DueRow&) {
        return database.write([&](store::Connection& tx) -> Result<void> {
            LSL_TRY(store::NoticesStore(tx).remove_older_than(clock.utc() - notices_kept_for));
            return plan_next_sweep_of_notices(tx, clock.utc());
        });
    };
    return kind;
}

Result<void> plan_forgetting_notices(store::Database& database, const Clock& clock) {
    return database.write([&](store::Connection& tx) -> Result<void> {
        if (LSL_TRY(store::DueStore(tx).contains(forget_notices, ""))) return {};
        return plan_next_sweep_of_notices(tx, clock.utc());
    });
}

}  // namespace lsl::services
