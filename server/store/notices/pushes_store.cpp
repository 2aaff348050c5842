#include "server/store/notices/pushes_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> PushesStore::put(NoticeId notice, UserId user, UtcTime at, UtcTime expires_at) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO pushes (notice_id, subscription, state, expires_at, next_try_at)
        SELECT ?, sequence, 'waiting', ?, ? FROM push_subscriptions WHERE user_id = ?
        ORDER BY sequence)sql");
    statement.bind(notice, expires_at, at, user);
    return statement.run();
}

Result<void> PushesStore::put_to(NoticeId notice, std::int64_t subscription, UtcTime at,
                                 UtcTime expires_at) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO pushes (notice_id, subscription, state, expires_at, next_try_at)
        VALUES (?, ?, 'waiting', ?, ?))sql");
    statement.bind(notice, subscription, expires_at, at);
    return statement.run();
}

Result<std::vector<PushRow>> PushesStore::due(UtcTime now, std::int64_t limit) {
    // What waits for the morning holds nothing up; what is tried again does.
    Statement statement = connection_.prepare(R"sql(
        SELECT pushes.sequence, pushes.notice_id, push_subscriptions.user_id,
            push_subscriptions.sequence, endpoint, p256dh, auth, expires_at, attempts
        FROM pushes JOIN push_subscriptions ON push_subscriptions.sequence = pushes.subscription
        WHERE state = 'waiting' AND next_try_at <= ? AND NOT EXISTS (
            SELECT 1 FROM pushes AS earlier WHERE earlier.subscription = pushes.subscription
            AND earlier.state = 'waiting' AND earlier.sequence < pushes.sequence
            AND (earlier.next_try_at <= ? OR earlier.attempts > 0))
        ORDER BY pushes.next_try_at, pushes.sequence LIMIT ?)sql");
    statement.bind(now, now, limit);
    return read_rows(statement, [](Statement& row) {
        PushRow push;
        row.columns(push.sequence, push.notice, push.user, push.subscription, push.endpoint,
                    push.p256dh, push.auth, push.expires_at, push.attempts);
        return push;
    });
}

Result<void> PushesStore::begin_attempt(std::int64_t sequence, UtcTime next_at) {
    Statement statement = connection_.prepare(
        "UPDATE pushes SET attempts = attempts + 1, next_try_at = ? WHERE sequence = ?");
    statement.bind(next_at, sequence);
    return statement.run();
}

Result<void> PushesStore::note_problem(std::int64_t sequence, std::string_view detail,
                                       UtcTime next_at) {
    Statement statement =
        connection_.prepare("UPDATE pushes SET last_error = ?, next_try_at = ? WHERE sequence = ?");
    statement.bind(detail, next_at, sequence);
    return statement.run();
}

Result<void> PushesStore::finish(std::int64_t sequence, std::string_view state,
                                 std::string_view detail) {
    Statement statement = connection_.prepare(
        "UPDATE pushes SET state = ?, last_error = ? WHERE sequence = ? AND state = 'waiting'");
    statement.bind(state, detail, sequence);
    return statement.run();
}

Result<void> PushesStore::finish_waiting(std::int64_t subscription, std::string_view state,
                                         std::string_view detail) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE pushes SET state = ?, last_error = ?
        WHERE subscription = ? AND state = 'waiting')sql");
    statement.bind(state, detail, subscription);
    return statement.run();
}

}  // namespace lsl::store
