#include "server/store/classes/figures_store.h"

#include "server/store/classes/class_tables.h"
#include "server/store/portable_sql.h"
#include "server/store/read_rows.h"

namespace lsl::store {

Result<ClassMoney> FiguresStore::money(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT coalesce(sum(CASE WHEN delta < 0 THEN -delta ELSE 0 END), 0),
            coalesce(sum(CASE WHEN delta > 0 THEN delta ELSE 0 END), 0)
        FROM wallet_entries WHERE stream_id = ?)sql");
    statement.bind(stream);
    ClassMoney money;
    if (LSL_TRY(statement.step())) statement.columns(money.charged, money.refunded);
    return money;
}

Result<std::vector<NamedPlace>> FiguresStore::places(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT place.user_id, person.display_name, place.enrolled_at,
            place.refunded_at IS NOT NULL
        FROM stream_enrollments AS place JOIN users AS person ON person.id = place.user_id
        WHERE place.stream_id = ? ORDER BY person.display_name, person.id)sql");
    statement.bind(stream);
    return read_rows(statement, [](Statement& row) {
        NamedPlace place;
        row.columns(place.user_id, place.display_name, place.enrolled_at, place.is_refunded);
        return place;
    });
}

Result<std::vector<UserId>> FiguresStore::watched_another(const domain::Stream& stream,
                                                          UtcTime from, UtcTime to) {
    Statement statement = connection_.prepare(R"sql(
        SELECT DISTINCT place.user_id
        FROM watch_people AS person
            JOIN stream_enrollments AS place ON place.user_id = person.user_id
            JOIN classes AS class ON class.id = place.stream_id
        WHERE person.stream_id = ? AND place.stream_id <> ? AND place.watched_live = TRUE
            AND class.instructor_name = ?
            AND class.actual_start_time >= ? AND class.actual_start_time < ?)sql");
    statement.bind(stream.id, stream.id, stream.instructor_name, from, to);
    return read_rows(statement, [](Statement& row) {
        UserId user;
        row.next(user);
        return user;
    });
}

Result<std::vector<UserId>> FiguresStore::been_here_before(const domain::Stream& stream,
                                                           UtcTime before) {
    Statement statement = connection_.prepare(R"sql(
        SELECT DISTINCT place.user_id
        FROM stream_enrollments AS place
            JOIN stream_enrollments AS other ON other.user_id = place.user_id
            JOIN classes AS class ON class.id = other.stream_id
        WHERE place.stream_id = ? AND other.stream_id <> ? AND other.watched_live = TRUE
            AND class.instructor_name = ? AND class.actual_start_time < ?)sql");
    statement.bind(stream.id, stream.id, stream.instructor_name, before);
    return read_rows(statement, [](Statement& row) {
        UserId user;
        row.next(user);
        return user;
    });
}

Result<std::vector<UtcTime>> FiguresStore::messages(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT sent_at FROM stream_chat_messages
        WHERE stream_id = ? AND state = 'visible' AND user_id IS NOT NULL ORDER BY sent_at)sql");
    statement.bind(stream);
    return read_rows(statement, [](Statement& row) {
        UtcTime at;
        row.next(at);
        return at;
    });
}

Result<std::vector<domain::StudioClass>> FiguresStore::classes_between(UtcTime from, UtcTime to,
                                                                       std::int64_t limit) {
    static const std::string sql =
        select_classes({.classes = LSL_INDEXED_BY("streams_by_start")}) + R"sql(
        WHERE class.scheduled_start_time >= ? AND class.scheduled_start_time < ?
            AND class.status IN ('live', 'ended')
        ORDER BY class.scheduled_start_time DESC, class.id DESC LIMIT ?)sql";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(from, to, limit);
    return read_rows(statement, [](Statement& row) { return read_class(row); });
}

}  // namespace lsl::store
