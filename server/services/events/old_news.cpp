#include "server/services/events/old_news.h"

#include "server/store/jobs/outbox_store.h"

namespace lsl::services {
namespace {

constexpr std::chrono::hours kept_for{24};
constexpr std::chrono::hours between_runs{1};

Result<void> plan(store::Connection& tx, UtcTime now) {
    store::DueRow next;
    next.kind = forget_news;
    next.at = now + between_runs;
    return store::DueStore(tx).put(next);
}

}  // namespace

DueKind forgetting_news(store::Database& database, const Clock& clock) {
    DueKind kind;
    kind.run = [&database, &clock](const store::DueRow&) {
        return database.write([&](store::Connection& tx) -> Result<void> {
            LSL_TRY(store::OutboxStore(tx).remove_older_than(clock.utc() - kept_for));
            return plan(tx, clock.utc());
        });
    };
    return kind;
}

Result<void> plan_forgetting(store::Database& database, const Clock& clock) {
    return database.write([&](store::Connection& tx) -> Result<void> {
        if (LSL_TRY(store::DueStore(tx).contains(forget_news, ""))) return {};
        return plan(tx, clock.utc());
    });
}

}  // namespace lsl::services
