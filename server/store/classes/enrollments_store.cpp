#include "server/store/classes/enrollments_store.h"

#include "server/store/classes/class_tables.h"
#include "server/store/jobs/outbox_store.h"

namespace lsl::store {

namespace {

struct EnrollmentsTable {
    static constexpr const char* name = "stream_enrollments";
    using Row = domain::Enrollment;
    template <class R, class Column>
    static void columns(R& e, Column column) {
        column("id", e.id, Written::Key);
        column("stream_id", e.stream_id);
        column("user_id", e.user_id);
        column("tokens_paid", e.tokens_paid);
        column("enrolled_at", e.enrolled_at);
        column("can_watch_live", e.can_watch_live);
        column("can_watch_replay", e.can_watch_replay);
        column("replay_access_expires_at", e.replay_access_expires_at);
        column("watched_live", e.watched_live);
        column("watched_replay", e.watched_replay);
        column("last_watched_at", e.last_watched_at);
        column("refunded_at", e.refunded_at);
        column("replay_position_ms", e.replay_position_ms);
    }
};

std::string list_text() {
    return "SELECT " + column_list<EnrollmentsTable>("place.") + ", " + class_columns() + " FROM " +
           class_tables() + R"sql(
            JOIN stream_enrollments AS place ON place.stream_id = class.id
        WHERE place.user_id = ? AND (place.enrolled_at, place.id) < (?, ?)
        ORDER BY place.enrolled_at DESC, place.id DESC LIMIT ?)sql";
}

}  // namespace

Result<void> EnrollmentsStore::insert(const domain::Enrollment& e) {
    LSL_TRY(insert_row<EnrollmentsTable>(connection_, e));
    return OutboxStore(connection_).enrollment_changed(e.stream_id, e.user_id, e.enrolled_at);
}

Result<std::optional<domain::Enrollment>> EnrollmentsStore::find(StreamId stream, UserId user) {
    static const std::string sql =
        select_from<EnrollmentsTable>() + "WHERE stream_id = ? AND user_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream, user);
    return read_row(statement, read_row_of<EnrollmentsTable>);
}

Result<void> EnrollmentsStore::remove(const domain::Enrollment& e, UtcTime now) {
    Statement statement = connection_.prepare("DELETE FROM stream_enrollments WHERE id = ?");
    statement.bind(e.id);
    LSL_TRY(statement.run());
    return OutboxStore(connection_).enrollment_changed(e.stream_id, e.user_id, now);
}

Result<std::vector<EnrolledClass>> EnrollmentsStore::list(UserId user,
                                                          const std::optional<Position>& after,
                                                          std::int64_t limit) {
    const Position from = after.value_or(after_everything());
    Statement statement = connection_.prepare(list_query());
    statement.bind(user, from.at, from.id, limit);
    return read_rows(statement, [](Statement& row) {
        EnrolledClass listed;
        read_columns<EnrollmentsTable>(row, listed.enrollment);
        listed.row = read_class(row);
        return listed;
    });
}

const char* EnrollmentsStore::list_query() {
    static const std::string sql = list_text();
    return sql.c_str();
}

Result<std::int64_t> EnrollmentsStore::count(UserId user) {
    Statement statement =
        connection_.prepare("SELECT count(*) FROM stream_enrollments WHERE user_id = ?");
    statement.bind(user);
    std::int64_t places = 0;
    if (LSL_TRY(statement.step())) statement.next(places);
    return places;
}

Result<std::vector<domain::Enrollment>> EnrollmentsStore::of_stream(StreamId stream) {
    static const std::string sql = select_from<EnrollmentsTable>() + "WHERE stream_id = ?";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(stream);
    return read_rows(statement, read_row_of<EnrollmentsTable>);
}

Result<void> EnrollmentsStore::set_replay_expiry(StreamId stream, UtcTime expires_at) {
    Statement statement = connection_.prepare(
        "UPDATE stream_enrollments SET replay_access_expires_at = ? WHERE stream_id = ?");
    statement.bind(expires_at, stream);
    return statement.run();
}

Result<void> EnrollmentsStore::note_refunded(StreamId stream, UtcTime now) {
    Statement statement =
        connection_.prepare("UPDATE stream_enrollments SET refunded_at = ? WHERE stream_id = ?");
    statement.bind(now, stream);
    LSL_TRY(statement.run());
    return OutboxStore(connection_).enrollments_changed(stream, now);
}

Result<bool> EnrollmentsStore::any_watched_live(StreamId stream) {
    Statement statement = connection_.prepare(
        "SELECT 1 FROM stream_enrollments WHERE stream_id = ? AND watched_live = TRUE LIMIT 1");
    statement.bind(stream);
    return statement.step();
}

Result<void> EnrollmentsStore::note_watched_live(StreamId stream, UserId user, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE stream_enrollments SET watched_live = TRUE, last_watched_at = ?
        WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(now, stream, user);
    return statement.run();
}

Result<void> EnrollmentsStore::note_watched_replay(StreamId stream, UserId user, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE stream_enrollments SET watched_replay = TRUE, last_watched_at = ?
        WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(now, stream, user);
    return statement.run();
}

Result<void> EnrollmentsStore::keep_progress(StreamId stream, UserId user,
                                             std::int64_t position_ms) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE stream_enrollments SET replay_position_ms = ? WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(position_ms, stream, user);
    return statement.run();
}

Result<std::string> EnrollmentsStore::practice_notes(EnrollmentId id) {
    Statement statement =
        connection_.prepare("SELECT practice_notes FROM stream_enrollments WHERE id = ?");
    statement.bind(id);
    std::string notes;
    if (LSL_TRY(statement.step())) statement.next(notes);
    return notes;
}

Result<void> EnrollmentsStore::keep_practice_notes(EnrollmentId id, std::string_view notes) {
    Statement statement =
        connection_.prepare("UPDATE stream_enrollments SET practice_notes = ? WHERE id = ?");
    statement.bind(notes, id);
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
