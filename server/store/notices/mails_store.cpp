#include "server/store/notices/mails_store.h"

#include "server/store/people/email_key.h"
#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> MailsStore::put(const MailRow& mail) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO mails (id, kind, user_id, address, payload, queue, dedupe_key, state,
            created_at, expires_at, next_try_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING)sql");
    statement.bind(mail.id, mail.kind, mail.user, mail.address, mail.payload, mail.queue,
                   mail.dedupe_key, mail.created_at, mail.expires_at,
                   mail.not_before.value_or(mail.created_at));
    return statement.run();
}

Result<std::vector<MailRow>> MailsStore::due(UtcTime now, std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, kind, user_id, address, payload, queue, dedupe_key, created_at, expires_at,
            attempts
        FROM mails WHERE state = 'waiting' AND next_try_at <= ? AND NOT EXISTS (
            SELECT 1 FROM mails AS earlier WHERE earlier.queue = mails.queue
            AND earlier.state = 'waiting' AND earlier.sequence < mails.sequence)
        ORDER BY next_try_at, sequence LIMIT ?)sql");
    statement.bind(now, limit);
    return read_rows(statement, [](Statement& row) {
        MailRow mail;
        row.columns(mail.id, mail.kind, mail.user, mail.address, mail.payload, mail.queue,
                    mail.dedupe_key, mail.created_at, mail.expires_at, mail.attempts);
        return mail;
    });
}

Result<bool> MailsStore::is_waiting(MailId id) {
    Statement statement =
        connection_.prepare("SELECT id FROM mails WHERE id = ? AND state = 'waiting'");
    statement.bind(id);
    return statement.step();
}

Result<void> MailsStore::finish(MailId id, std::string_view state, std::string_view detail,
                                UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE mails SET state = ?, last_error = ?, done_at = ? WHERE id = ?");
    statement.bind(state, detail, now, id);
    return statement.run();
}

Result<void> MailsStore::begin_attempt(MailId id, UtcTime next_at) {
    Statement statement = connection_.prepare(
        "UPDATE mails SET attempts = attempts + 1, next_try_at = ? WHERE id = ?");
    statement.bind(next_at, id);
    return statement.run();
}

Result<void> MailsStore::note_problem(MailId id, std::string_view detail) {
    Statement statement = connection_.prepare("UPDATE mails SET last_error = ? WHERE id = ?");
    statement.bind(detail, id);
    return statement.run();
}

Result<void> MailsStore::hurry(std::string_view queue, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE mails SET next_try_at = ?
        WHERE queue = ? AND state = 'waiting' AND attempts = 0 AND next_try_at > ?)sql");
    statement.bind(now, queue, now);
    return statement.run();
}

Result<void> MailsStore::remove(MailId id) {
    Statement statement = connection_.prepare("DELETE FROM mails WHERE id = ?");
    statement.bind(id);
    return statement.run();
}

Result<void> MailsStore::remove_done_before(UtcTime time) {
    Statement statement = connection_.prepare("DELETE FROM mails WHERE done_at < ?");
    statement.bind(time);
    return statement.run();
}

Result<std::int64_t> MailsStore::count(UserId user, std::string_view kind, UtcTime since,
                                       std::optional<std::string_view> payload) {
    Statement statement = connection_.prepare(R"sql(
        SELECT count(*) FROM mails WHERE user_id = ? AND kind = ? AND created_at > ?
        AND payload = coalesce(?, payload))sql");
    statement.bind(user, kind, since, payload);
    std::int64_t number = 0;
    if (LSL_TRY(statement.step())) statement.next(number);
    return number;
}

Result<std::vector<MailState>> MailsStore::list(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, kind, state, created_at FROM mails WHERE user_id = ?
        ORDER BY created_at DESC, sequence DESC)sql");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        MailState mail;
        row.columns(mail.id, mail.kind, mail.state, mail.created_at);
        return mail;
    });
}

Result<void> MailsStore::suppress(std::string_view address, std::string_view reason, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO mail_suppressions (email_key, reason, created_at) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING)sql");
    statement.bind(email_key(address), reason, now);
    return statement.run();
}

Result<bool> MailsStore::is_suppressed(std::string_view address) {
    Statement statement =
        connection_.prepare("SELECT email_key FROM mail_suppressions WHERE email_key = ?");
    statement.bind(email_key(address));
    return statement.step();
}

}  // namespace lsl::store
