#include "server/store/users_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

#define ACCOUNT_COLUMNS "id, email, display_name, created_at, password_hash, token_balance"

Account read_account(Statement& row) {
    Account account;
    row.columns(account.user.id, account.user.email, account.user.display_name,
                account.user.created_at, account.password_hash, account.token_balance);
    return account;
}

}  // namespace

Result<void> UsersStore::insert(const domain::User& user, const std::string& password_hash) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO users (id, email, email_key, display_name, password_hash, created_at)
        VALUES (?, ?, ?, ?, ?, ?))sql");
    statement.bind(user.id, user.email, domain::normalized_email(user.email), user.display_name,
                   password_hash, user.created_at);
    return statement.run();
}

Result<std::optional<Account>> UsersStore::find(UserId id) {
    Statement statement = connection_.prepare("SELECT " ACCOUNT_COLUMNS " FROM users WHERE id = ?");
    statement.bind(id);
    return read_row(statement, read_account);
}

Result<std::optional<Account>> UsersStore::find_by_email(std::string_view email) {
    Statement statement =
        connection_.prepare("SELECT " ACCOUNT_COLUMNS " FROM users WHERE email_key = ?");
    statement.bind(domain::normalized_email(email));
    return read_row(statement, read_account);
}

Result<void> UsersStore::set_password_hash(UserId id, const std::string& password_hash) {
    Statement statement = connection_.prepare("UPDATE users SET password_hash = ? WHERE id = ?");
    statement.bind(password_hash, id);
    return statement.run();
}

Result<bool> UsersStore::any() {
    Statement statement = connection_.prepare("SELECT 1 FROM users LIMIT 1");
    return statement.step();
}

}  // namespace lsl::store
