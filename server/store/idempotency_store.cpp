#include "server/store/idempotency_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<std::optional<KeptAnswer>> IdempotencyStore::find(UserId user, std::string_view key) {
    Statement statement = connection_.prepare(
        "SELECT request, created, answer FROM idempotency_keys WHERE user_id = ? AND key = ?");
    statement.bind(user, key);
    return read_row(statement, [](Statement& row) {
        KeptAnswer kept;
        row.columns(kept.request, kept.created, kept.answer);
        return kept;
    });
}

Result<void> IdempotencyStore::insert(UserId user, std::string_view key, const KeptAnswer& kept,
                                      UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO idempotency_keys (user_id, key, request, created, answer, created_at)
        VALUES (?, ?, ?, ?, ?, ?))sql");
    statement.bind(user, key, kept.request, kept.created, kept.answer, now);
    return statement.run();
}

Result<void> IdempotencyStore::remove_older_than(UtcTime time) {
    Statement statement = connection_.prepare("DELETE FROM idempotency_keys WHERE created_at < ?");
    statement.bind(time);
    return statement.run();
}

}  // namespace lsl::store
