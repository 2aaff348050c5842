#include "server/store/notices/push_subscriptions_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

std::string subscriptions_where(const std::string& condition) {
    return "SELECT sequence, endpoint, user_id, p256dh, auth, device, login, created_at, "
           "renewed_at, "
           "last_sent_at FROM push_subscriptions WHERE " +
           condition;
}

PushSubscription subscription_row(Statement& row) {
    PushSubscription one;
    row.columns(one.sequence, one.endpoint, one.user, one.p256dh, one.auth, one.device, one.login,
                one.created_at, one.renewed_at, one.last_sent_at);
    return one;
}

}  // namespace

Result<std::optional<PushSubscription>> PushSubscriptionsStore::find(std::string_view endpoint) {
    static const std::string sql = subscriptions_where("endpoint = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(endpoint);
    return read_row(statement, subscription_row);
}

Result<void> PushSubscriptionsStore::put(const PushSubscription& subscription) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO push_subscriptions (endpoint, user_id, p256dh, auth, device, login, created_at,
            renewed_at, last_sent_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (endpoint) DO UPDATE SET
            user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth,
            device = excluded.device, login = excluded.login, created_at = excluded.created_at,
            renewed_at = excluded.renewed_at, last_sent_at = excluded.last_sent_at)sql");
    statement.bind(subscription.endpoint, subscription.user, subscription.p256dh, subscription.auth,
                   subscription.device, subscription.login, subscription.created_at,
                   subscription.renewed_at, subscription.last_sent_at);
    return statement.run();
}

Result<std::vector<PushSubscription>> PushSubscriptionsStore::of_person(UserId user) {
    static const std::string sql =
        subscriptions_where("user_id = ? ORDER BY renewed_at DESC, sequence DESC");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, subscription_row);
}

Result<void> PushSubscriptionsStore::keep_newest(UserId user, std::int64_t most) {
    Statement statement = connection_.prepare(R"sql(
        DELETE FROM push_subscriptions WHERE user_id = ? AND sequence NOT IN (
            SELECT sequence FROM push_subscriptions WHERE user_id = ?
            ORDER BY renewed_at DESC, sequence DESC LIMIT ?))sql");
    statement.bind(user, user, most);
    return statement.run();
}

Result<void> PushSubscriptionsStore::remove(UserId user, std::string_view endpoint) {
    Statement statement =
        connection_.prepare("DELETE FROM push_subscriptions WHERE user_id = ? AND endpoint = ?");
    statement.bind(user, endpoint);
    return statement.run();
}

Result<void> PushSubscriptionsStore::remove(std::int64_t sequence) {
    Statement statement = connection_.prepare("DELETE FROM push_subscriptions WHERE sequence = ?");
    statement.bind(sequence);
    return statement.run();
}

Result<void> PushSubscriptionsStore::remove_of_login(UserId user, std::string_view login) {
    Statement statement =
        connection_.prepare("DELETE FROM push_subscriptions WHERE user_id = ? AND login = ?");
    statement.bind(user, login);
    return statement.run();
}

Result<void> PushSubscriptionsStore::remove_of_other_logins(UserId user, std::string_view login) {
    Statement statement =
        connection_.prepare("DELETE FROM push_subscriptions WHERE user_id = ? AND login <> ?");
    statement.bind(user, login);
    return statement.run();
}

Result<void> PushSubscriptionsStore::note_sent(std::int64_t sequence, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE push_subscriptions SET last_sent_at = ? WHERE sequence = ?");
    statement.bind(now, sequence);
    return statement.run();
}

}  // namespace lsl::store
