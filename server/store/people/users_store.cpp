#include "server/store/people/users_store.h"

#include "server/store/people/email_key.h"
#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct UsersTable {
    static constexpr const char* name = "users";
    using Row = Account;
    template <class R, class Column>
    static void columns(R& account, Column column) {
        column("id", account.user.id, Written::Key);
        column("email", account.user.email);
        // Made from the address, so what is read of it says nothing new.
        std::string key = email_key(account.user.email);
        column("email_key", key);
        column("display_name", account.user.display_name);
        column("created_at", account.user.created_at);
        column("password_hash", account.password_hash);
        column("token_balance", account.token_balance, Written::Once);
        column("email_verified_at", account.user.email_verified_at);
        column("language", account.language);
    }
};

}  // namespace

Result<void> UsersStore::insert(const domain::User& user, const std::string& password_hash) {
    return insert_row<UsersTable>(connection_, {user, password_hash, 0, {}});
}

Result<std::optional<Account>> UsersStore::find(UserId id) {
    static const std::string sql = select_from<UsersTable>() + "WHERE id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id);
    return read_row(statement, read_row_of<UsersTable>);
}

Result<std::optional<Account>> UsersStore::find_by_email(std::string_view email) {
    static const std::string sql =
        select_from<UsersTable>() +
        "WHERE email_key IN (?, ?) ORDER BY CASE WHEN email_key = ? THEN 0 ELSE 1 END LIMIT 1";
    Statement statement = connection_.prepare(sql.c_str());
    // Of two accounts that turned out to have one address, each is found as it was typed.
    const std::string former = former_email_key(email);
    statement.bind(former, email_key(email), former);
    return read_row(statement, read_row_of<UsersTable>);
}

Result<void> UsersStore::set_password_hash(UserId id, const std::string& password_hash) {
    Statement statement = connection_.prepare("UPDATE users SET password_hash = ? WHERE id = ?");
    statement.bind(password_hash, id);
    return statement.run();
}

Result<void> UsersStore::set_language(UserId id, std::string_view language) {
    Statement statement = connection_.prepare("UPDATE users SET language = ? WHERE id = ?");
    statement.bind(language, id);
    return statement.run();
}

Result<void> UsersStore::set_email(UserId id, const std::string& email, UtcTime verified_at) {
    Statement statement = connection_.prepare(
        "UPDATE users SET email = ?, email_key = ?, email_verified_at = ? WHERE id = ?");
    statement.bind(email, email_key(email), verified_at, id);
    return statement.run();
}

Result<void> UsersStore::note_verified(UserId id, std::string_view email, UtcTime now) {
    Statement statement = connection_.prepare(
        "UPDATE users SET email_verified_at = coalesce(email_verified_at, ?) "
        "WHERE id = ? AND email_key = ?");
    statement.bind(now, id, email_key(email));
    return statement.run();
}

Result<bool> UsersStore::any() {
    Statement statement = connection_.prepare("SELECT 1 FROM users WHERE email <> '' LIMIT 1");
    return statement.step();
}

}  // namespace lsl::store
