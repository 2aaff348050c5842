#include "server/store/people/sign_in_challenges_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> SignInChallengesStore::insert(const SignInChallenge& challenge) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO sign_in_challenges (hash, purpose, user_id, user_handle, expires_at)
        VALUES (?, ?, ?, ?, ?))sql");
    statement.bind(challenge.hash, challenge.purpose, challenge.user, challenge.user_handle,
                   challenge.expires_at);
    return statement.run();
}

Result<std::optional<SignInChallenge>> SignInChallengesStore::find(std::string_view hash,
                                                                   std::string_view purpose,
                                                                   UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT hash, purpose, user_id, user_handle, expires_at FROM sign_in_challenges
        WHERE hash = ? AND purpose = ? AND expires_at > ?)sql");
    statement.bind(hash, purpose, now);
    return read_row(statement, [](Statement& row) {
        SignInChallenge one;
        row.columns(one.hash, one.purpose, one.user, one.user_handle, one.expires_at);
        return one;
    });
}

Result<void> SignInChallengesStore::remove(std::string_view hash) {
    Statement statement = connection_.prepare("DELETE FROM sign_in_challenges WHERE hash = ?");
    statement.bind(hash);
    return statement.run();
}

Result<void> SignInChallengesStore::remove_expired(UtcTime now) {
    Statement statement =
        connection_.prepare("DELETE FROM sign_in_challenges WHERE expires_at <= ?");
    statement.bind(now);
    return statement.run();
}

}  // namespace lsl::store
