#include "server/store/wallet_store.h"

#include <limits>

#include "server/store/read_rows.h"

namespace lsl::store {

Result<std::optional<std::int64_t>> WalletStore::move(const domain::WalletEntry& entry,
                                                      std::optional<EnrollmentId> enrollment) {
    std::optional<std::int64_t> balance;
    {
        Statement statement = connection_.prepare(R"sql(
            UPDATE users SET token_balance = token_balance + ?1
            WHERE id = ?2 AND token_balance + ?1 >= 0 RETURNING token_balance)sql");
        statement.bind(entry.delta, entry.user_id);
        if (!LSL_TRY(statement.step())) return balance;
        statement.next(balance);
        // A RETURNING statement has to be run to its end.
        LSL_TRY(statement.step());
    }
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO wallet_entries
            (id, user_id, delta, reason, stream_id, enrollment_id, created_at, balance_after)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(entry.id, entry.user_id, entry.delta, domain::wallet_reason_name(entry.reason),
                   entry.stream_id, enrollment, entry.created_at, *balance);
    LSL_TRY(statement.run());
    return balance;
}

Result<std::int64_t> WalletStore::balance(UserId user) {
    Statement statement = connection_.prepare("SELECT token_balance FROM users WHERE id = ?");
    statement.bind(user);
    std::int64_t balance = 0;
    if (LSL_TRY(statement.step())) statement.next(balance);
    return balance;
}

Result<std::vector<LedgerRow>> WalletStore::list(UserId user, std::int64_t before,
                                                 std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT sequence, id, user_id, delta, reason, stream_id, created_at, balance_after
        FROM wallet_entries WHERE user_id = ? AND sequence < ?
        ORDER BY sequence DESC LIMIT ?)sql");
    statement.bind(user, before > 0 ? before : std::numeric_limits<std::int64_t>::max(), limit);
    return read_rows(statement, [](Statement& row) {
        LedgerRow line;
        std::string reason;
        row.columns(line.sequence, line.entry.id, line.entry.user_id, line.entry.delta, reason,
                    line.entry.stream_id, line.entry.created_at, line.entry.balance_after);
        line.entry.reason =
            domain::parse_wallet_reason(reason).value_or(domain::WalletReason::Grant);
        return line;
    });
}

Result<std::int64_t> WalletStore::count_mismatches() {
    Statement statement = connection_.prepare(R"sql(
        SELECT count(*) FROM users WHERE token_balance <>
            (SELECT coalesce(sum(delta), 0) FROM wallet_entries WHERE user_id = users.id))sql");
    LSL_TRY(statement.step());
    std::int64_t count = 0;
    statement.next(count);
    return count;
}

}  // namespace lsl::store
