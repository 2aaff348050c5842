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

Error already_running() {
    Error error = make_error(ErrorCode::Conflict, "job_running", "This job is running already.");
    error.retry_after_seconds = 10;
    return error;
}

}  // namespace

/// One run in the history and in the report.
class Jobs::Run {
  public:
    Run(store::Database& database, const Clock& clock, std::string_view job)
        : database_(database), clock_(clock), job_(job) {}

    Result<void> begin() {
        id_ = LSL_TRY(database_.write(
            [&](store::Connection& tx) { return JobsStore(tx).begin(job_, clock_.utc()); }));
        return {};
    }

    Result<void> each(const std::vector<StreamId>& streams, const Step& step) {
        for (const StreamId stream : streams) {
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
        const std::string error = detail.empty() ? item.error : item.error + " (" + detail + ")";
        return database_.write([&](store::Connection& tx) {
            return JobsStore(tx).add_item(id_, report_.processed,
                                          {item.stream_id, item.action, error});
        });
    }

    std::string title_of(StreamId stream) {
        const auto found = database_.read(
            [&](store::Connection& reader) { return require_stream(reader, stream); });
        return found ? found->title : "";
    }

    store::Database& database_;
    const Clock& clock_;
    const std::string job_;
    std::int64_t id_ = 0;
    wire::JobReport report_;
};

Jobs::Jobs(store::Database& database, const Clock& clock, Streams& streams)
    : database_(database), clock_(clock), streams_(streams) {}

Result<wire::JobReport> Jobs::cleanup_recordings() {
    const std::unique_lock single(cleanup_runs_, std::try_to_lock);
    if (!single) return already_running();
    Run run(database_, clock_, cleanup_job);
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
    Run run(database_, clock_, catalog_job);
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

Result<std::vector<wire::JobRun>> Jobs::runs(std::int64_t limit) {
    const auto rows = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return JobsStore(reader).runs("", limit); }));
    std::vector<wire::JobRun> runs;
    for (const store::JobRunRow& row : rows) {
        runs.push_back({.job = row.job,
                        .started_at = row.started_at,
                        .finished_at = row.finished_at,
                        .processed = row.processed,
                        .succeeded = row.succeeded,
                        .failed = row.failed,
                        .error = row.error});
    }
    return runs;
}

Result<std::optional<UtcTime>> Jobs::last_finished(std::string_view job) {
    return database_.read(
        [&](store::Connection& reader) { return JobsStore(reader).last_finished(job); });
}

}  // namespace lsl::services
