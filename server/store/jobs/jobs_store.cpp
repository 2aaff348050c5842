#include "server/store/jobs/jobs_store.h"

#include "server/store/read_rows.h"
#include "server/store/table.h"

namespace lsl::store {

namespace {

struct RunsTable {
    static constexpr const char* name = "job_runs";
    using Row = JobRunRow;
    template <class R, class Column>
    static void columns(R& run, Column column) {
        column("id", run.id, Written::Key);
        column("job", run.job, Written::Once);
        column("started_at", run.started_at, Written::Once);
        column("finished_at", run.finished_at);
        column("processed", run.processed);
        column("succeeded", run.succeeded);
        column("failed", run.failed);
        column("error", run.error);
    }
};

/// What belongs to an item beside its run and its place there.
struct ItemsTable {
    static constexpr const char* name = "job_run_items";
    struct Row {
        std::int64_t run = 0;
        std::int64_t position = 0;
        JobItemRow item;
    };
    template <class R, class Column>
    static void columns(R& row, Column column) {
        column("run_id", row.run, Written::Key);
        column("position", row.position, Written::Key);
        column("stream_id", row.item.stream);
        column("action", row.item.action);
        column("error", row.item.error);
        column("detail", row.item.detail);
    }
};

struct HoldsTable {
    static constexpr const char* name = "job_holds";
    using Row = JobHoldRow;
    template <class R, class Column>
    static void columns(R& hold, Column column) {
        column("job", hold.job, Written::Key);
        column("reason", hold.reason, Written::Key);
        column("classes", hold.count);
        column("of_classes", hold.of);
        column("since", hold.since);
        column("confirmed", hold.confirmed);
    }
};

}  // namespace

Result<std::int64_t> JobsStore::begin(std::string_view job, UtcTime now) {
    Statement statement =
        connection_.prepare("INSERT INTO job_runs (job, started_at) VALUES (?, ?) RETURNING id");
    statement.bind(job, now);
    LSL_TRY(statement.step());
    std::int64_t id = 0;
    statement.next(id);
    LSL_TRY(statement.step());
    return id;
}

Result<void> JobsStore::add_item(std::int64_t run, std::int64_t position, const JobItemRow& item) {
    return insert_row<ItemsTable>(connection_, {run, position, item});
}

Result<void> JobsStore::finish(const JobRunRow& run) {
    return update_row<RunsTable>(connection_, run);
}

Result<std::vector<JobRunRow>> JobsStore::runs(std::string_view job, std::int64_t limit) {
    static const std::string sql =
        select_from<RunsTable>() + "WHERE ?1 = '' OR job = ?1 ORDER BY id DESC LIMIT ?2";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(job, limit);
    return read_rows(statement, read_row_of<RunsTable>);
}

Result<std::vector<JobItemRow>> JobsStore::items(std::int64_t run) {
    static const std::string sql = select_from<ItemsTable>() + "WHERE run_id = ? ORDER BY position";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(run);
    return read_rows(statement, [](Statement& row) { return read_row_of<ItemsTable>(row).item; });
}

Result<std::vector<JobFailureRow>> JobsStore::failures(std::int64_t run, std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT item.stream_id, class.title, item.error
        FROM job_run_items AS item JOIN classes AS class ON class.id = item.stream_id
        WHERE item.run_id = ? AND item.error <> '' ORDER BY item.position LIMIT ?)sql");
    statement.bind(run, limit);
    return read_rows(statement, [](Statement& row) {
        JobFailureRow failure;
        row.columns(failure.stream, failure.title, failure.error);
        return failure;
    });
}

Result<std::optional<UtcTime>> JobsStore::last_finished(std::string_view job) {
    Statement statement = connection_.prepare(R"sql(
        SELECT started_at FROM job_runs
        WHERE id = (SELECT max(id) FROM job_runs WHERE job = ?)
            AND finished_at IS NOT NULL AND error = '')sql");
    statement.bind(job);
    return read_row(statement, [](Statement& row) {
        UtcTime time{};
        row.next(time);
        return time;
    });
}

Result<std::vector<JobHoldRow>> JobsStore::holds(std::string_view job) {
    static const std::string sql = select_from<HoldsTable>() + "WHERE job = ? ORDER BY reason";
    Statement statement = connection_.prepare(sql.c_str());
    statement.bind(job);
    return read_rows(statement, read_row_of<HoldsTable>);
}

Result<void> JobsStore::put_hold(const JobHoldRow& hold) {
    static const std::string sql = insert_text<HoldsTable>(R"sql(
        ON CONFLICT (job, reason) DO UPDATE SET
            classes = excluded.classes, of_classes = excluded.of_classes)sql");
    Statement statement = connection_.prepare(sql.c_str());
    bind_row<HoldsTable>(statement, hold);
    return statement.run();
}

Result<void> JobsStore::remove_hold(std::string_view job, std::string_view reason) {
    Statement statement = connection_.prepare("DELETE FROM job_holds WHERE job = ? AND reason = ?");
    statement.bind(job, reason);
    return statement.run();
}

Result<void> JobsStore::confirm_holds(std::string_view job) {
    Statement statement =
        connection_.prepare("UPDATE job_holds SET confirmed = TRUE WHERE job = ?");
    statement.bind(job);
    return statement.run();
}

Result<std::optional<UtcTime>> JobsStore::last_believed_time() {
    Statement statement = connection_.prepare(
        "SELECT coalesce((SELECT at FROM believed_time), (SELECT max(started_at) FROM job_runs))");
    std::optional<UtcTime> time;
    if (LSL_TRY(statement.step())) statement.next(time);
    return time;
}

Result<void> JobsStore::note_believed_time(UtcTime now) {
    Statement statement = connection_.prepare(
        "INSERT INTO believed_time (id, at) VALUES (1, ?) "
        "ON CONFLICT (id) DO UPDATE SET at = excluded.at");
    statement.bind(now);
    return statement.run();
}

}  // namespace lsl::store
