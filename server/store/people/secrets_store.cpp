#include "server/store/people/secrets_store.h"

namespace lsl::store {

Result<std::optional<std::string>> SecretsStore::find(std::string_view name) {
    Statement statement = connection_.prepare("SELECT value FROM secrets WHERE name = ?");
    statement.bind(name);
    if (!LSL_TRY(statement.step())) return std::optional<std::string>();
    std::string value;
    statement.next(value);
    return std::optional(std::move(value));
}

Result<std::string> SecretsStore::find_or_insert(std::string_view name, std::string_view fresh,
                                                 UtcTime now) {
    {
        Statement statement = connection_.prepare(
            "INSERT INTO secrets (name, value, created_at) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING");
        statement.bind(name, fresh, now);
        LSL_TRY(statement.run());
    }
    return LSL_TRY(find(name)).value_or(std::string(fresh));
}

}  // namespace lsl::store
