#include "server/store/classes/wallet_store.h"

#include <limits>

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

/// The table gives `sequence` by itself.
struct LedgerTable {
    static constexpr const char* name = "wallet_entries";
    struct Row {
        domain::WalletEntry entry;
        std::optional<EnrollmentId> enrollment;
    };
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("id", row.entry.id, Written::Key);
        column("user_id", row.entry.user_id);
        column("delta", row.entry.delta);
        column("reason", row.entry.reason);
        column("stream_id", row.entry.stream_id);
        column("enrollment_id", row.enrollment);
        column("created_at", row.entry.created_at);
        column("balance_after", row.entry.balance_after);
        column("note", row.entry.note);
    }
};

}  // namespace

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
    LedgerTable::Row line{entry, enrollment};
    line.entry.balance_after = *balance;
    LSL_TRY(insert_row<LedgerTable>(connection_, line));
    return balance;
}

Result<std::int64_t> WalletStore::balance(UserId user) {
    Statement statement = connection_.prepare("SELECT token_balance FROM users WHERE id = ?");
    statement.bind(user);
    std::int64_t balance = 0;
    if (LSL_TRY(statement.step())) statement.next(balance);
    return balance;
}

Result<bool> WalletStore::has_welcome(UserId user) {
    Statement statement = connection_.prepare(
        "SELECT sequence FROM wallet_entries WHERE user_id = ? AND reason = ? LIMIT 1");
    statement.bind(user, domain::WalletReason::Signup);
    return statement.step();
}

Result<std::vector<LedgerRow>> WalletStore::list(UserId user, std::int64_t before,
                                                 std::int64_t limit) {
    static const std::string sql = "SELECT sequence, " + column_list<LedgerTable>() + R"sql(
        FROM wallet_entries WHERE user_id = ? AND sequence < ?
        ORDER BY sequence DESC LIMIT ?)sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, before > 0 ? before : std::numeric_limits<std::int64_t>::max(), limit);
    return read_rows(statement, [](Statement& row) {
        LedgerRow line;
        row.next(line.sequence);
        line.entry = read_row_of<LedgerTable>(row).entry;
        return line;
    });
}

Result<std::optional<domain::WalletEntry>> WalletStore::find(WalletEntryId id) {
    static const std::string sql = select_from<LedgerTable>() + "WHERE id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id);
    return read_row(statement, [](Statement& row) { return read_row_of<LedgerTable>(row).entry; });
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
