#include "server/store/classes/watch_spans_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct WatchSpansTable {
    static constexpr const char* name = "watch_spans";
    using Row = WatchSpanRow;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("id", row.id, Written::Key);
        column("person", row.span.person);
        column("kind", row.span.kind);
        column("began_ms", row.span.began_ms);
        column("ended_ms", row.span.ended_ms);
        column("position_ms", row.span.position_ms);
        column("speed_percent", row.span.speed_percent);
        column("name", row.name);
        column("is_open", row.is_open);
    }
};

}  // namespace

Result<std::int64_t> WatchSpansStore::person(StreamId stream, UserId user) {
    Statement make = connection_.prepare(
        "INSERT INTO watch_people (stream_id, user_id) VALUES (?, ?) "
        "ON CONFLICT (stream_id, user_id) DO NOTHING");
    make.bind(stream, user);
    LSL_TRY(make.run());
    Statement find =
        connection_.prepare("SELECT id FROM watch_people WHERE stream_id = ? AND user_id = ?");
    find.bind(stream, user);
    std::int64_t id = 0;
    if (LSL_TRY(find.step())) find.next(id);
    return id;
}

Result<std::vector<WatchPerson>> WatchSpansStore::people(StreamId stream) {
    Statement statement =
        connection_.prepare("SELECT id, user_id FROM watch_people WHERE stream_id = ?");
    statement.bind(stream);
    return read_rows(statement, [](Statement& row) {
        WatchPerson person;
        row.columns(person.id, person.user_id);
        return person;
    });
}

Result<std::int64_t> WatchSpansStore::insert(const WatchSpanRow& row) {
    static const std::string sql = "INSERT INTO watch_spans (" + value_list<WatchSpansTable>("") +
                                   ") VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
    Statement statement = connection_.prepare(sql.c_str());
    const domain::WatchSpan& span = row.span;
    statement.bind(span.person, span.kind, span.began_ms, span.ended_ms, span.position_ms,
                   span.speed_percent, row.name, row.is_open);
    std::int64_t id = 0;
    if (LSL_TRY(statement.step())) statement.next(id);
    return id;
}

Result<std::optional<WatchSpanRow>> WatchSpansStore::find(std::int64_t person,
                                                          std::string_view name) {
    static const std::string sql =
        select_from<WatchSpansTable>() + "WHERE person = ? AND name = ? ORDER BY id DESC LIMIT 1";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(person, name);
    return read_row(statement, read_row_of<WatchSpansTable>);
}

Result<std::int64_t> WatchSpansStore::count(std::int64_t person) {
    Statement statement = connection_.prepare("SELECT count(*) FROM watch_spans WHERE person = ?");
    statement.bind(person);
    std::int64_t spans = 0;
    if (LSL_TRY(statement.step())) statement.next(spans);
    return spans;
}

Result<void> WatchSpansStore::extend(std::int64_t id, std::int64_t ended_ms) {
    Statement statement =
        connection_.prepare("UPDATE watch_spans SET ended_ms = ? WHERE id = ? AND ended_ms < ?");
    statement.bind(ended_ms, id, ended_ms);
    return statement.run();
}

Result<void> WatchSpansStore::close(std::int64_t id, std::int64_t ended_ms) {
    LSL_TRY(extend(id, ended_ms));
    Statement statement =
        connection_.prepare("UPDATE watch_spans SET is_open = FALSE WHERE id = ?");
    statement.bind(id);
    return statement.run();
}

Result<void> WatchSpansStore::extend_open(StreamId stream, std::int64_t now_ms) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE watch_spans SET ended_ms = ?
        WHERE is_open = TRUE AND ended_ms < ?
            AND person IN (SELECT id FROM watch_people WHERE stream_id = ?))sql");
    statement.bind(now_ms, now_ms, stream);
    return statement.run();
}

Result<void> WatchSpansStore::close_all() {
    Statement statement =
        connection_.prepare("UPDATE watch_spans SET is_open = FALSE WHERE is_open = TRUE");
    return statement.run();
}

Result<std::vector<domain::WatchSpan>> WatchSpansStore::of_stream(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT span.person, span.kind, span.began_ms, span.ended_ms, span.position_ms,
            span.speed_percent
        FROM watch_people AS person JOIN watch_spans AS span ON span.person = person.id
        WHERE person.stream_id = ?)sql");
    statement.bind(stream);
    return read_rows(statement, [](Statement& row) {
        domain::WatchSpan span;
        row.columns(span.person, span.kind, span.began_ms, span.ended_ms, span.position_ms,
                    span.speed_percent);
        return span;
    });
}

Result<std::vector<WatchedSpan>> WatchSpansStore::of_person(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT person.stream_id, span.person, span.kind, span.began_ms, span.ended_ms,
            span.position_ms, span.speed_percent
        FROM watch_people AS person JOIN watch_spans AS span ON span.person = person.id
        WHERE person.user_id = ? ORDER BY span.id)sql");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        WatchedSpan one;
        domain::WatchSpan& span = one.span;
        row.columns(one.stream_id, span.person, span.kind, span.began_ms, span.ended_ms,
                    span.position_ms, span.speed_percent);
        return one;
    });
}

Result<void> WatchSpansStore::unlink_before(UtcTime began_before) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE watch_people SET user_id = NULL
        WHERE user_id IS NOT NULL AND stream_id IN
            (SELECT id FROM classes WHERE actual_start_time < ?))sql");
    statement.bind(began_before);
    return statement.run();
}

}  // namespace lsl::store
