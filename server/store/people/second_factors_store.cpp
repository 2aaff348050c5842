#include "server/store/people/second_factors_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<std::optional<SecondFactor>> SecondFactorsStore::find(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT user_id, sealed_secret, last_step, created_at, confirmed_at FROM second_factors
        WHERE user_id = ?)sql");
    statement.bind(user);
    return read_row(statement, [](Statement& row) {
        SecondFactor one;
        row.columns(one.user, one.sealed_secret, one.last_step, one.created_at, one.confirmed_at);
        return one;
    });
}

Result<void> SecondFactorsStore::put(const SecondFactor& factor) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO second_factors (user_id, sealed_secret, last_step, created_at, confirmed_at)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET
            sealed_secret = excluded.sealed_secret, last_step = excluded.last_step,
            created_at = excluded.created_at, confirmed_at = excluded.confirmed_at)sql");
    statement.bind(factor.user, factor.sealed_secret, factor.last_step, factor.created_at,
                   factor.confirmed_at);
    return statement.run();
}

Result<bool> SecondFactorsStore::take_step(UserId user, std::int64_t step) {
    Statement statement = connection_.prepare(
        "UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?");
    statement.bind(step, user, step);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<void> SecondFactorsStore::confirm(UserId user, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE second_factors SET confirmed_at = ? WHERE user_id = ?");
    statement.bind(now, user);
    return statement.run();
}

Result<void> SecondFactorsStore::remove(UserId user) {
    LSL_TRY(remove_recovery_codes(user));
    Statement statement = connection_.prepare("DELETE FROM second_factors WHERE user_id = ?");
    statement.bind(user);
    return statement.run();
}

Result<void> SecondFactorsStore::add_recovery_code(UserId user, std::string_view hash) {
    Statement statement =
        connection_.prepare("INSERT INTO recovery_codes (hash, user_id) VALUES (?, ?)");
    statement.bind(hash, user);
    return statement.run();
}

Result<void> SecondFactorsStore::remove_recovery_codes(UserId user) {
    Statement statement = connection_.prepare("DELETE FROM recovery_codes WHERE user_id = ?");
    statement.bind(user);
    return statement.run();
}

Result<bool> SecondFactorsStore::take_recovery_code(UserId user, std::string_view hash) {
    Statement statement =
        connection_.prepare("DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?");
    statement.bind(user, hash);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<std::int64_t> SecondFactorsStore::count_recovery_codes(UserId user) {
    Statement statement =
        connection_.prepare("SELECT count(*) FROM recovery_codes WHERE user_id = ?");
    statement.bind(user);
    std::int64_t count = 0;
    if (LSL_TRY(statement.step())) statement.next(count);
    return count;
}

}  // namespace lsl::store
