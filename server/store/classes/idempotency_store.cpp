#include "server/store/classes/idempotency_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct KeysTable {
    static constexpr const char* name = "idempotency_keys";
    struct Row {
        UserId user;
        std::string key;
        KeptAnswer kept;
        UtcTime created_at;
    };
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("user_id", row.user, Written::Key);
        column("key", row.key, Written::Key);
        column("request", row.kept.request);
        column("created", row.kept.created);
        column("made_id", row.kept.made_id);
        column("tokens", row.kept.tokens);
        column("made_at", row.kept.made_at);
        column("token_balance", row.kept.token_balance);
        column("created_at", row.created_at);
    }
};

}  // namespace

Result<std::optional<KeptAnswer>> IdempotencyStore::find(UserId user, std::string_view key) {
    static const std::string sql = select_from<KeysTable>() + "WHERE user_id = ? AND key = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, key);
    return read_row(statement, [](Statement& row) { return read_row_of<KeysTable>(row).kept; });
}

Result<void> IdempotencyStore::insert(UserId user, std::string_view key, const KeptAnswer& kept,
                                      UtcTime now) {
    LSL_TRY(insert_row<KeysTable>(connection_, {user, std::string(key), kept, now}));
    Statement oldest = connection_.prepare(R"sql(
        DELETE FROM idempotency_keys WHERE user_id = ?1 AND key IN (
            SELECT key FROM idempotency_keys WHERE user_id = ?1
            ORDER BY created_at DESC, key LIMIT 1000 OFFSET ?2))sql");
    oldest.bind(user, most_of_a_person);
    return oldest.run();
}

Result<void> IdempotencyStore::remove_older_than(UtcTime time) {
    Statement statement = connection_.prepare("DELETE FROM idempotency_keys WHERE created_at < ?");
    statement.bind(time);
    return statement.run();
}

}  // namespace lsl::store
