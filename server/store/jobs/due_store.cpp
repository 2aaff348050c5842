#include "server/store/jobs/due_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> DueStore::put(const DueRow& row) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO due (kind, key, at, payload, next_try_at, attempts) VALUES (?, ?, ?, ?, ?, 0)
        ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, payload = excluded.payload,
            next_try_at = excluded.next_try_at, attempts = 0)sql");
    statement.bind(row.kind, row.key, row.at, row.payload, row.at);
    return statement.run();
}

Result<void> DueStore::remove(std::string_view kind, std::string_view key) {
    Statement statement = connection_.prepare("DELETE FROM due WHERE kind = ? AND key = ?");
    statement.bind(kind, key);
    return statement.run();
}

Result<bool> DueStore::contains(std::string_view kind, std::string_view key) {
    Statement statement = connection_.prepare("SELECT at FROM due WHERE kind = ? AND key = ?");
    statement.bind(kind, key);
    return statement.step();
}

Result<std::vector<DueRow>> DueStore::due(UtcTime now, std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT kind, key, at, payload, attempts FROM due
        WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?)sql");
    statement.bind(now, limit);
    return read_rows(statement, [](Statement& row) {
        DueRow due;
        row.columns(due.kind, due.key, due.at, due.payload, due.attempts);
        return due;
    });
}

Result<void> DueStore::finish(const DueRow& row) {
    Statement statement =
        connection_.prepare("DELETE FROM due WHERE kind = ? AND key = ? AND at = ?");
    statement.bind(row.kind, row.key, row.at);
    return statement.run();
}

Result<void> DueStore::try_again(const DueRow& row, UtcTime at) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE due SET attempts = attempts + 1, next_try_at = ?
        WHERE kind = ? AND key = ? AND at = ?)sql");
    statement.bind(at, row.kind, row.key, row.at);
    return statement.run();
}

}  // namespace lsl::store
