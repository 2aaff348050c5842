#include "server/services/figures/unlinking.h"

#include "server/store/classes/watch_spans_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::hours between_unlinkings{24};

Result<void> plan_next_unlinking(store::Connection& tx, UtcTime at) {
    store::DueRow next;
    next.kind = unlink_watchers;
    next.at = at;
    return store::DueStore(tx).put(next);
}

}  // namespace

DueKind unlinking_watchers(store::Database& database, const Clock& clock) {
    DueKind kind;
    kind.run = [&database, &clock](const store::DueRow&) {
        return database.write([&](store::Connection& tx) -> Result<void> {
            const UtcTime now = clock.utc();
            LSL_TRY(store::WatchSpansStore(tx).unlink_before(now - watchers_known));
            return plan_next_unlinking(tx, now + between_unlinkings);
        });
    };
    return kind;
}

Result<void> plan_unlinking(store::Database& database, const Clock& clock) {
    return database.write([&](store::Connection& tx) -> Result<void> {
        if (LSL_TRY(store::DueStore(tx).contains(unlink_watchers, ""))) return {};
        return plan_next_unlinking(tx, clock.utc());
    });
}

}  // namespace lsl::services
