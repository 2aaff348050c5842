#include "server/store/people/passkeys_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

std::string passkeys_where(const std::string& condition) {
    return "SELECT id, user_id, credential_id, user_handle, algorithm, public_key, sign_count, "
           "transports, name, created_at, last_used_at FROM passkeys WHERE " +
           condition;
}

PasskeyRow passkey_row(Statement& row) {
    PasskeyRow one;
    row.columns(one.id, one.user, one.credential_id, one.user_handle, one.algorithm, one.public_key,
                one.sign_count, one.transports, one.name, one.created_at, one.last_used_at);
    return one;
}

}  // namespace

Result<void> PasskeysStore::insert(const PasskeyRow& passkey) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO passkeys (id, user_id, credential_id, user_handle, algorithm, public_key,
            sign_count, transports, name, created_at, last_used_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(passkey.id, passkey.user, passkey.credential_id, passkey.user_handle,
                   passkey.algorithm, passkey.public_key, passkey.sign_count, passkey.transports,
                   passkey.name, passkey.created_at, passkey.last_used_at);
    return statement.run();
}

Result<std::optional<PasskeyRow>> PasskeysStore::find_by_credential(
    std::string_view credential_id) {
    static const std::string sql = passkeys_where("credential_id = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(credential_id);
    return read_row(statement, passkey_row);
}

Result<std::vector<PasskeyRow>> PasskeysStore::of_person(UserId user) {
    static const std::string sql = passkeys_where("user_id = ? ORDER BY created_at, id");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, passkey_row);
}

Result<void> PasskeysStore::note_use(PasskeyId id, std::int64_t sign_count, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE passkeys SET sign_count = ?, last_used_at = ? WHERE id = ?");
    statement.bind(sign_count, now, id);
    return statement.run();
}

Result<bool> PasskeysStore::rename(UserId user, PasskeyId id, std::string_view name) {
    Statement statement =
        connection_.prepare("UPDATE passkeys SET name = ? WHERE user_id = ? AND id = ?");
    statement.bind(name, user, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<bool> PasskeysStore::remove(UserId user, PasskeyId id) {
    Statement statement = connection_.prepare("DELETE FROM passkeys WHERE user_id = ? AND id = ?");
    statement.bind(user, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

}  // namespace lsl::store
