#include "server/store/people/sessions_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct SessionsTable {
    static constexpr const char* name = "sessions";
    using Row = SessionRow;
    template <class R, class Column>
    static void columns(R& session, Column column) {
        column("token_hash", session.token_hash, Written::Key);
        column("id", session.id);
        column("user_id", session.user);
        column("credential", session.credential);
        column("device", session.device);
        column("created_at", session.created_at);
        column("last_seen_at", session.last_seen_at);
        column("expires_at", session.expires_at);
    }
};

}  // namespace

Result<void> SessionsStore::insert(const SessionRow& session) {
    return insert_row<SessionsTable>(connection_, session);
}

Result<std::optional<SessionRow>> SessionsStore::find(std::string_view token_hash, UtcTime now) {
    static const std::string sql =
        select_from<SessionsTable>() + "WHERE token_hash = ? AND expires_at > ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(token_hash, now);
    return read_row(statement, read_row_of<SessionsTable>);
}

Result<std::vector<SessionRow>> SessionsStore::list(UserId user, UtcTime now) {
    static const std::string sql =
        select_from<SessionsTable>() +
        "WHERE user_id = ? AND expires_at > ? ORDER BY created_at DESC, id DESC";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, now);
    return read_rows(statement, read_row_of<SessionsTable>);
}

Result<void> SessionsStore::note_seen(std::string_view token_hash, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE sessions SET last_seen_at = ? WHERE token_hash = ?");
    statement.bind(now, token_hash);
    return statement.run();
}

Result<void> SessionsStore::remove(std::string_view token_hash) {
    Statement statement = connection_.prepare("DELETE FROM sessions WHERE token_hash = ?");
    statement.bind(token_hash);
    return statement.run();
}

Result<void> SessionsStore::remove_all_of(UserId user) {
    Statement statement = connection_.prepare("DELETE FROM sessions WHERE user_id = ?");
    statement.bind(user);
    return statement.run();
}

Result<void> SessionsStore::remove_others_of(UserId user, std::string_view token_hash) {
    Statement statement =
        connection_.prepare("DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?");
    statement.bind(user, token_hash);
    return statement.run();
}

Result<void> SessionsStore::remove_expired(UtcTime now) {
    Statement statement = connection_.prepare("DELETE FROM sessions WHERE expires_at <= ?");
    statement.bind(now);
    return statement.run();
}

Result<void> SessionsStore::remove_other_credentials(std::string_view credential) {
    Statement statement = connection_.prepare(
        "DELETE FROM sessions WHERE credential IS NOT NULL AND credential <> ?");
    statement.bind(credential);
    return statement.run();
}

}  // namespace lsl::store
