#include "server/store/secrets_store.h"

namespace lsl::store {

Result<std::string> SecretsStore::find_or_insert(std::string_view name, std::string_view fresh,
                                                 UtcTime now) {
    {
        Statement statement = connection_.prepare(
            "INSERT OR IGNORE INTO secrets (name, value, created_at) VALUES (?, ?, ?)");
        statement.bind(name, fresh, now);
        LSL_TRY(statement.run());
    }
    Statement statement = connection_.prepare("SELECT value FROM secrets WHERE name = ?");
    statement.bind(name);
    LSL_TRY(statement.step());
    std::string value;
    statement.next(value);
    return value;
}

}  // namespace lsl::store
