#include "server/store/classes/class_counters_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> ClassCountersStore::count_enrollment(StreamId id, std::int64_t places,
                                                  std::int64_t tokens) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE classes
        SET total_enrollments = total_enrollments + ?, total_revenue = total_revenue + ?
        WHERE id = ?)sql");
    statement.bind(places, tokens, id);
    return statement.run();
}

Result<Totals> ClassCountersStore::totals(StreamId id) {
    Statement statement =
        connection_.prepare("SELECT total_revenue, delivered_seconds FROM classes WHERE id = ?");
    statement.bind(id);
    Totals totals;
    if (LSL_TRY(statement.step())) statement.columns(totals.revenue, totals.delivered_seconds);
    return totals;
}

Result<std::vector<StatusTotals>> ClassCountersStore::totals_by_status() {
    Statement statement = connection_.prepare(
        "SELECT status, classes, enrollments, revenue, replays FROM class_totals");
    return read_rows(statement, [](Statement& row) {
        StatusTotals totals;
        row.columns(totals.status, totals.classes, totals.enrollments, totals.revenue,
                    totals.replays);
        return totals;
    });
}

Result<void> ClassCountersStore::add_delivered(StreamId id, std::int64_t seconds) {
    Statement statement = connection_.prepare(
        "UPDATE classes SET delivered_seconds = delivered_seconds + ? WHERE id = ?");
    statement.bind(seconds, id);
    return statement.run();
}

Result<void> ClassCountersStore::add_media(StreamId id, std::int64_t seconds) {
    // Where nobody measured the beginning the end would say too little.
    Statement statement = connection_.prepare(R"sql(
        UPDATE classes SET media_seconds = media_seconds + ?
        WHERE id = ? AND media_seconds IS NOT NULL)sql");
    statement.bind(seconds, id);
    return statement.run();
}

Result<void> ClassCountersStore::forget_media(StreamId id) {
    Statement statement = connection_.prepare("UPDATE classes SET media_seconds = 0 WHERE id = ?");
    statement.bind(id);
    return statement.run();
}

Result<bool> ClassCountersStore::raise_max_viewers(StreamId id, std::int64_t viewers) {
    Statement statement = connection_.prepare(
        "UPDATE classes SET max_viewers = ?1 WHERE id = ?2 AND max_viewers < ?1");
    statement.bind(viewers, id);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<std::int64_t> ClassCountersStore::count_scheduled() {
    Statement statement =
        connection_.prepare("SELECT classes FROM class_totals WHERE status = 'scheduled'");
    std::int64_t classes = 0;
    if (LSL_TRY(statement.step())) statement.next(classes);
    return classes;
}

}  // namespace lsl::store
