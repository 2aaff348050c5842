#include "server/store/enrollments_store.h"

namespace lsl::store {

namespace {

#define ENROLLMENT_COLUMNS                                                       \
    "id, stream_id, user_id, tokens_paid, enrolled_at, can_watch_live, "         \
    "can_watch_replay, replay_access_expires_at, watched_live, watched_replay, " \
    "last_watched_at"

domain::Enrollment read_enrollment(Statement& row) {
    domain::Enrollment e;
    row.columns(e.id, e.stream_id, e.user_id, e.tokens_paid, e.enrolled_at, e.can_watch_live,
                e.can_watch_replay, e.replay_access_expires_at, e.watched_live, e.watched_replay,
                e.last_watched_at);
    return e;
}

}  // namespace

Result<void> EnrollmentsStore::insert(const domain::Enrollment& e) {
    Statement statement = connection_.prepare("INSERT INTO stream_enrollments (" ENROLLMENT_COLUMNS
                                              ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    statement.bind(e.id, e.stream_id, e.user_id, e.tokens_paid, e.enrolled_at, e.can_watch_live,
                   e.can_watch_replay, e.replay_access_expires_at, e.watched_live, e.watched_replay,
                   e.last_watched_at);
    return statement.run();
}

Result<std::optional<domain::Enrollment>> EnrollmentsStore::find(StreamId stream, UserId user) {
    Statement statement =
        connection_.prepare("SELECT " ENROLLMENT_COLUMNS
                            " FROM stream_enrollments WHERE stream_id = ? AND user_id = ?");
    statement.bind(stream, user);
    return read_row(statement, read_enrollment);
}

Result<void> EnrollmentsStore::remove(EnrollmentId id) {
    Statement statement = connection_.prepare("DELETE FROM stream_enrollments WHERE id = ?");
    statement.bind(id);
    return statement.run();
}

Result<std::vector<domain::Enrollment>> EnrollmentsStore::list(UserId user,
                                                               const std::optional<Position>& after,
                                                               std::int64_t limit) {
    Statement statement = connection_.prepare(
        "SELECT " ENROLLMENT_COLUMNS
        " FROM stream_enrollments WHERE user_id = ? AND (enrolled_at, id) < (?, ?)"
        " ORDER BY enrolled_at DESC, id DESC LIMIT ?");
    const Position from = after.value_or(after_everything());
    statement.bind(user, from.at, from.id, limit);
    return read_rows(statement, read_enrollment);
}

Result<std::vector<domain::Enrollment>> EnrollmentsStore::of_stream(StreamId stream) {
    Statement statement = connection_.prepare("SELECT " ENROLLMENT_COLUMNS
                                              " FROM stream_enrollments WHERE stream_id = ?");
    statement.bind(stream);
    return read_rows(statement, read_enrollment);
}

Result<void> EnrollmentsStore::set_replay_expiry(StreamId stream, UtcTime expires_at) {
    Statement statement = connection_.prepare(
        "UPDATE stream_enrollments SET replay_access_expires_at = ? WHERE stream_id = ?");
    statement.bind(expires_at, stream);
    return statement.run();
}

Result<void> EnrollmentsStore::note_watched_live(StreamId stream, UserId user, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE stream_enrollments SET watched_live = 1, last_watched_at = ?
        WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(now, stream, user);
    return statement.run();
}

Result<void> EnrollmentsStore::note_watched_replay(StreamId stream, UserId user, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE stream_enrollments SET watched_replay = 1, last_watched_at = ?
        WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(now, stream, user);
    return statement.run();
}

Result<std::optional<UtcTime>> EnrollmentsStore::note_report(StreamId stream, UserId user,
                                                             UtcTime now) {
    std::optional<UtcTime> before;
    Statement last = connection_.prepare(
        "SELECT last_report_at FROM stream_enrollments WHERE stream_id = ? AND user_id = ?");
    last.bind(stream, user);
    if (LSL_TRY(last.step())) last.next(before);
    Statement note = connection_.prepare(
        "UPDATE stream_enrollments SET last_report_at = ? WHERE stream_id = ? AND user_id = ?");
    note.bind(now, stream, user);
    LSL_TRY(note.run());
    return before;
}

Result<std::int64_t> EnrollmentsStore::count_reporting(StreamId stream, UtcTime since) {
    Statement count = connection_.prepare(
        "SELECT COUNT(*) FROM stream_enrollments WHERE stream_id = ? AND last_report_at >= ?");
    count.bind(stream, since);
    std::int64_t viewers = 0;
    if (LSL_TRY(count.step())) count.next(viewers);
    return viewers;
}

}  // namespace lsl::store
