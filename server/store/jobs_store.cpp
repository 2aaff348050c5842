#include "server/store/jobs_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

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
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO job_run_items (run_id, position, stream_id, action, error, detail)
        VALUES (?, ?, ?, ?, ?, ?))sql");
    statement.bind(run, position, item.stream, item.action, item.error, item.detail);
    return statement.run();
}

Result<void> JobsStore::finish(const JobRunRow& run) {
    Statement statement = connection_.prepare(R"sql(
        UPDATE job_runs SET finished_at = ?, processed = ?, succeeded = ?, failed = ?, error = ?
        WHERE id = ?)sql");
    statement.bind(run.finished_at, run.processed, run.succeeded, run.failed, run.error, run.id);
    return statement.run();
}

Result<std::vector<JobRunRow>> JobsStore::runs(std::string_view job, std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, job, started_at, finished_at, processed, succeeded, failed, error FROM job_runs
        WHERE ?1 = '' OR job = ?1 ORDER BY id DESC LIMIT ?2)sql");
    statement.bind(job, limit);
    return read_rows(statement, [](Statement& row) {
        JobRunRow run;
        row.columns(run.id, run.job, run.started_at, run.finished_at, run.processed, run.succeeded,
                    run.failed, run.error);
        return run;
    });
}

Result<std::vector<JobItemRow>> JobsStore::items(std::int64_t run) {
    Statement statement = connection_.prepare(R"sql(
        SELECT stream_id, action, error, detail FROM job_run_items
        WHERE run_id = ? ORDER BY position)sql");
    statement.bind(run);
    return read_rows(statement, [](Statement& row) {
        JobItemRow item;
        row.columns(item.stream, item.action, item.error, item.detail);
        return item;
    });
}

Result<std::vector<JobFailureRow>> JobsStore::failures(std::int64_t run, std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT item.stream_id, class.title, item.error
        FROM job_run_items AS item JOIN live_stream_sessions AS class ON class.id = item.stream_id
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

}  // namespace lsl::store
