#include "server/store/notices/notices_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

/// With what became of their mails and pushes: of several devices' pushes the best.
std::string notices_where(const std::string& condition) {
    return "SELECT notices.id, notices.user_id, notices.event, notices.stream_id, "
           "notices.dedupe_key, notices.in_app, notices.mail_id, notices.created_at, "
           "notices.sequence, notices.read_at, mails.state, mails.last_error, "
           "(SELECT CASE WHEN pushes.state = 'waiting' AND pushes.subscription IS NULL THEN 'off' "
           "ELSE pushes.state END FROM pushes WHERE pushes.notice_id = notices.id ORDER BY "
           "CASE pushes.state WHEN 'sent' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, "
           "pushes.sequence LIMIT 1) "
           "FROM notices LEFT JOIN mails ON mails.id = notices.mail_id WHERE " +
           condition;
}

ListedNotice listed_notice(Statement& row) {
    ListedNotice notice;
    NoticeRow& told = notice.row;
    row.columns(told.id, told.user, told.event, told.stream, told.dedupe_key, told.in_app,
                told.mail, told.created_at, notice.sequence, notice.read_at, notice.mail_state,
                notice.mail_problem, notice.push_state);
    return notice;
}

}  // namespace

Result<bool> NoticesStore::insert(const NoticeRow& notice) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO notices (id, user_id, event, stream_id, dedupe_key, in_app, mail_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)sql");
    statement.bind(notice.id, notice.user, notice.event, notice.stream, notice.dedupe_key,
                   notice.in_app, notice.mail, notice.created_at);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<std::optional<NoticeRow>> NoticesStore::find(NoticeId id) {
    static const std::string sql = notices_where("notices.id = ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(id);
    return read_row(statement, [](Statement& row) { return listed_notice(row).row; });
}

Result<std::vector<ListedNotice>> NoticesStore::list(UserId user, std::int64_t before,
                                                     std::int64_t limit) {
    static const std::string sql = notices_where(
        "notices.user_id = ? AND notices.sequence < ? AND notices.in_app = TRUE "
        "ORDER BY notices.sequence DESC LIMIT ?");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user, before, limit);
    return read_rows(statement, listed_notice);
}

Result<std::vector<ListedNotice>> NoticesStore::all_of(UserId user) {
    static const std::string sql =
        notices_where("notices.user_id = ? ORDER BY notices.sequence DESC");
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(user);
    return read_rows(statement, listed_notice);
}

Result<std::optional<std::int64_t>> NoticesStore::sequence(UserId user, NoticeId id) {
    Statement statement =
        connection_.prepare("SELECT sequence FROM notices WHERE id = ? AND user_id = ?");
    statement.bind(id, user);
    return read_row(statement, [](Statement& row) {
        std::int64_t number = 0;
        row.next(number);
        return number;
    });
}

Result<std::int64_t> NoticesStore::count_unread(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT count(*) FROM notices WHERE user_id = ? AND read_at IS NULL AND in_app = TRUE)sql");
    statement.bind(user);
    std::int64_t number = 0;
    if (LSL_TRY(statement.step())) statement.next(number);
    return number;
}

Result<std::int64_t> NoticesStore::count(UserId user, domain::NoticeEvent event, UtcTime since) {
    Statement statement = connection_.prepare(
        "SELECT count(*) FROM notices WHERE user_id = ? AND event = ? AND created_at >= ?");
    statement.bind(user, event, since);
    std::int64_t number = 0;
    if (LSL_TRY(statement.step())) statement.next(number);
    return number;
}

Result<void> NoticesStore::note_read(UserId user, NoticeId id, UtcTime now) {
    Statement statement = connection_.prepare(
        "UPDATE notices SET read_at = ? WHERE id = ? AND user_id = ? AND read_at IS NULL");
    statement.bind(now, id, user);
    return statement.run();
}

Result<void> NoticesStore::note_all_read(UserId user, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE notices SET read_at = ? WHERE user_id = ? AND read_at IS NULL");
    statement.bind(now, user);
    return statement.run();
}

Result<std::optional<std::string>> NoticesStore::newest_key(UserId user, StreamId stream,
                                                            domain::NoticeEvent event) {
    Statement statement = connection_.prepare(R"sql(
        SELECT dedupe_key FROM notices WHERE user_id = ? AND stream_id = ? AND event = ?
        ORDER BY sequence DESC LIMIT 1)sql");
    statement.bind(user, stream, event);
    return read_row(statement, [](Statement& row) {
        std::string key;
        row.next(key);
        return key;
    });
}

Result<void> NoticesStore::remove_older_than(UtcTime time) {
    // As long as a class is planned, somebody may leave it, which is told by what they were told.
    Statement statement = connection_.prepare(R"sql(
        DELETE FROM notices WHERE created_at < ? AND NOT (event = 'enrolled' AND EXISTS (
            SELECT 1 FROM classes WHERE classes.id = notices.stream_id
            AND classes.status = 'scheduled')))sql");
    statement.bind(time);
    return statement.run();
}

}  // namespace lsl::store
