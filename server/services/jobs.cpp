#include "server/services/jobs.h"

#include "server/services/stream_lookup.h"
#include "server/store/idempotency_store.h"
#include "server/store/jobs_store.h"
#include "server/store/sessions_store.h"
#include "shared/domain/lifecycle.h"

namespace lsl::services {

namespace {

using store::JobsStore;
using store::StreamsStore;

constexpr std::chrono::days idempotency_keys_kept{7};
constexpr std::int64_t failures_shown = 20;

Error already_running() {
    Error error = make_error(ErrorCode::Conflict, "job_running", "This job is running already.");
    error.retry_after_seconds = 10;
    return error;
}

Error server_stops() {
    return make_error(ErrorCode::Unavailable, "stopping",
                      "The server was stopped meanwhile. The rest follows after its next start.");
}

UtcTime next_time(std::chrono::hours at, UtcTime now) {
    const UtcTime today = std::chrono::floor<std::chrono::days>(now) + at;
    return today > now ? today : today + std::chrono::days(1);
}

}  // namespace

/// One run in the history and in the report.
class Jobs::Run {
  public:
    Run(store::Database& database, const Clock& clock, const std::atomic<bool>& stopping,
        std::string_view job)
        : database_(database), clock_(clock), stopping_(stopping), job_(job) {}

    Result<void> begin() {
        id_ = LSL_TRY(database_.write(
            [&](store::Connection& tx) { return JobsStore(tx).begin(job_, clock_.utc()); }));
        return {};
    }

    Result<void> each(const std::vector<StreamId>& streams, const Step& step) {
        for (const StreamId stream : streams) {
            if (stopping_) return server_stops();
            const auto done = step(stream);
            if (done && !*done) continue;  // somebody else was faster
            wire::JobItem item{.stream_id = stream};
            if (done) {
                item.title = (*done)->title;
                item.action = (*done)->action;
                ++report_.succeeded;
            } else {
                item.title = title_of(stream);
                item.action = "failed";
                item.error = done.error().message;
                ++report_.failed;
            }
            ++report_.processed;
            LSL_TRY(note(item, done ? "" : done.error().detail));
            report_.items.push_back(std::move(item));
        }
        return {};
    }

    /// Closes the run in the history, whether it went through or `outcome` stopped it.
    Result<wire::JobReport> finish(const Result<void>& outcome) {
        LSL_TRY(database_.write([&](store::Connection& tx) {
            return JobsStore(tx).finish({.id = id_,
                                         .job = job_,
                                         .finished_at = clock_.utc(),
                                         .processed = report_.processed,
                                         .succeeded = report_.succeeded,
                                         .failed = report_.failed,
                                         .error = outcome ? "" : outcome.error().message});
        }));
        if (!outcome) return outcome.error();
        return std::move(report_);
    }

  private:
    Result<void> note(const wire::JobItem& item, const std::string& detail) {
        return database_.write([&](store::Connection& tx) {
            return JobsStore(tx).add_item(id_, report_.processed,
                                          {item.stream_id, item.action, item.error, detail});
        });
    }

    std::string title_of(StreamId stream) {
        const auto found = database_.read(
            [&](store::Connection& reader) { return require_stream(reader, stream); });
        return found ? found->title : "";
    }

    store::Database& database_;
    const Clock& clock_;
    const std::atomic<bool>& stopping_;
    const std::string job_;
    std::int64_t id_ = 0;
    wire::JobReport report_;
};

Jobs::Jobs(store::Database& database, const Clock& clock, Streams& streams)
    : database_(database), clock_(clock), streams_(streams) {}

Result<wire::JobReport> Jobs::cleanup_recordings() {
    const std::unique_lock single(cleanup_runs_, std::try_to_lock);
    if (!single) return already_running();
    Run run(database_, clock_, stopping_, cleanup_job);
    LSL_TRY(run.begin());
    const auto work = [&]() -> Result<void> {
        const UtcTime now = clock_.utc();
        const auto missed = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).scheduled_before(now - domain::missed_after);
        }));
        LSL_TRY(run.each(missed, [&](StreamId id) { return streams_.call_off_missed(id); }));
        const auto expired = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).with_expired_recording(now);
        }));
        LSL_TRY(run.each(expired, [&](StreamId id) { return streams_.expire_recording(id); }));
        return forget_old_rows();
    };
    return run.finish(work());
}

Result<wire::JobReport> Jobs::migrate_streams_to_workouts() {
    const std::unique_lock single(catalog_runs_, std::try_to_lock);
    if (!single) return already_running();
    Run run(database_, clock_, stopping_, catalog_job);
    LSL_TRY(run.begin());
    const auto work = [&]() -> Result<void> {
        const auto due = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).due_for_catalog(clock_.utc());
        }));
        return run.each(due, [&](StreamId id) { return streams_.move_to_catalog(id); });
    };
    return run.finish(work());
}

Result<void> Jobs::forget_old_rows() {
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(store::SessionsStore(tx).remove_expired(now));
        return store::IdempotencyStore(tx).remove_older_than(now - idempotency_keys_kept);
    });
}

Result<std::vector<wire::JobState>> Jobs::states() {
    std::vector<wire::JobState> states;
    for (const auto& [job, at] : {std::pair(cleanup_job, cleanup_at), {catalog_job, catalog_at}}) {
        wire::JobState state{.job = std::string(job),
                             .next_run_at = next_time(at, clock_.utc()),
                             .last_run = std::nullopt};
        auto last = LSL_TRY(runs_of(job, 1));
        if (!last.empty()) state.last_run = std::move(last.front());
        states.push_back(std::move(state));
    }
    return states;
}

Result<std::vector<wire::JobRun>> Jobs::runs(std::int64_t limit) { return runs_of("", limit); }

Result<std::vector<wire::JobRun>> Jobs::runs_of(std::string_view job, std::int64_t limit) {
    return database_.read([&](store::Connection& reader) -> Result<std::vector<wire::JobRun>> {
        JobsStore history(reader);
        std::vector<wire::JobRun> runs;
        for (const store::JobRunRow& row : LSL_TRY(history.runs(job, limit))) {
            wire::JobRun run{.job = row.job,
                             .started_at = row.started_at,
                             .finished_at = row.finished_at,
                             .processed = row.processed,
                             .succeeded = row.succeeded,
                             .failed = row.failed,
                             .error = row.error,
                             .failures = {}};
            for (auto& failure : LSL_TRY(history.failures(row.id, failures_shown))) {
                run.failures.push_back({.stream_id = failure.stream,
                                        .title = std::move(failure.title),
                                        .action = "failed",
                                        .error = std::move(failure.error)});
            }
            runs.push_back(std::move(run));
        }
        return runs;
    });
}

Result<std::optional<UtcTime>> Jobs::last_finished(std::string_view job) {
    return database_.read(
        [&](store::Connection& reader) { return JobsStore(reader).last_finished(job); });
}

}  // namespace lsl::services
