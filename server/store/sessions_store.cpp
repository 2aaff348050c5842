#include "server/store/sessions_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> SessionsStore::insert(const SessionRow& session) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO sessions (token_hash, user_id, credential, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?))sql");
    statement.bind(session.token_hash, session.user, session.credential, session.created_at,
                   session.expires_at);
    return statement.run();
}

Result<std::optional<SessionRow>> SessionsStore::find(std::string_view token_hash, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT token_hash, user_id, credential, created_at, expires_at FROM sessions
        WHERE token_hash = ? AND expires_at > ?)sql");
    statement.bind(token_hash, now);
    return read_row(statement, [](Statement& row) {
        SessionRow session;
        row.columns(session.token_hash, session.user, session.credential, session.created_at,
                    session.expires_at);
        return session;
    });
}

Result<void> SessionsStore::remove(std::string_view token_hash) {
    Statement statement = connection_.prepare("DELETE FROM sessions WHERE token_hash = ?");
    statement.bind(token_hash);
    return statement.run();
}

Result<void> SessionsStore::remove_expired(UtcTime now) {
    Statement statement = connection_.prepare("DELETE FROM sessions WHERE expires_at <= ?");
    statement.bind(now);
    return statement.run();
}

}  // namespace lsl::store
