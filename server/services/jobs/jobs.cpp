#include "server/services/jobs/jobs.h"

#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/idempotency_store.h"
#include "server/store/classes/recordings_store.h"
#include "server/store/jobs/jobs_store.h"
#include "server/store/people/sessions_store.h"
#include "shared/domain/lifecycle.h"

namespace lsl::services {

namespace {

using store::ClassCountersStore;
using store::JobsStore;
using store::StreamsStore;

constexpr std::chrono::days idempotency_keys_kept{7};
constexpr std::int64_t failures_shown = 20;

constexpr std::string_view missed_reason = "missed";
constexpr std::string_view expired_reason = "expired";
/// So many at once are never unusual.
constexpr std::int64_t few_classes = 10;
/// The run of the next day; its hour may have moved a little.
constexpr std::chrono::hours held_for{20};

Error already_running() {
    Error error = make_error(ErrorCode::Conflict, "job_running", "This job is running already.");
    error.retry_after_seconds = 10;
    return error;
}

Error server_stops() {
    return make_error(ErrorCode::Unavailable, "stopping",
                      "The server was stopped meanwhile. The rest follows after its next start.");
}

bool is_unusual(std::int64_t count, std::int64_t of) {
    return count > few_classes && count > of / 5;
}

wire::JobHold hold_row(std::string reason, std::int64_t count, std::int64_t of) {
    const std::string many = std::to_string(count) + " of " + std::to_string(of);
    std::string message =
        reason == missed_reason
            ? many + " planned classes would be cancelled and refunded at once."
            : many + " replays would end, and those not kept be deleted, at once.";
    message += " That is unusual: it waits for the next day's run, or until you confirm it.";
    return {std::move(reason), count, of, std::move(message)};
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

    wire::JobReport& report() { return report_; }

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
        return found ? found->stream.title : "";
    }

    store::Database& database_;
    const Clock& clock_;
    const std::atomic<bool>& stopping_;
    const std::string job_;
    std::int64_t id_ = 0;
    wire::JobReport report_;
};

Jobs::Jobs(store::Database& database, const Clock& clock, TrustedTime& time, Streams& streams)
    : database_(database), clock_(clock), time_(time), streams_(streams) {}

Result<wire::JobReport> Jobs::held_by_the_clock(const Error& doubt) {
    wire::JobReport report;
    report.held.push_back({"clock", 0, 0, doubt.message});
    return report;
}

Result<bool> Jobs::may_touch(std::string_view reason, std::size_t count, std::int64_t of,
                             UtcTime now, wire::JobReport& report) {
    const auto touched = static_cast<std::int64_t>(count);
    const auto decide = [&](store::Connection& tx) -> Result<bool> {
        JobsStore history(tx);
        if (!is_unusual(touched, of)) return true;
        for (const store::JobHoldRow& hold : LSL_TRY(history.holds(cleanup_job))) {
            if (hold.reason != reason) continue;
            if (hold.confirmed || now - hold.since >= held_for) return true;
        }
        LSL_TRY(history.put_hold({.job = std::string(cleanup_job),
                                  .reason = std::string(reason),
                                  .count = touched,
                                  .of = of,
                                  .since = now}));
        return false;
    };
    const bool may = LSL_TRY(database_.write(decide));
    if (!may) report.held.push_back(hold_row(std::string(reason), touched, of));
    return may;
}

Result<wire::JobReport> Jobs::cleanup_recordings() {
    const std::unique_lock single(cleanup_runs_, std::try_to_lock);
    if (!single) return already_running();
    const auto believed = time_.now();
    if (!believed) return held_by_the_clock(believed.error());
    const UtcTime now = *believed;
    Run run(database_, clock_, stopping_, cleanup_job);
    LSL_TRY(run.begin());
    const auto work = [&]() -> Result<void> {
        const auto missed = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).scheduled_before(now - domain::missed_after);
        }));
        const auto never_ended = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).live_since_before(now - domain::missed_after);
        }));
        const auto fell_through = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).due_for_refund(now - domain::refunded_after);
        }));
        const auto expired = LSL_TRY(database_.read([&](store::Connection& reader) {
            return store::RecordingsStore(reader).expired(now);
        }));
        const auto scheduled = LSL_TRY(database_.read([](store::Connection& reader) {
            return ClassCountersStore(reader).count_scheduled();
        }));
        const auto expiring = LSL_TRY(database_.read([](store::Connection& reader) {
            return store::RecordingsStore(reader).count_expiring();
        }));
        // A hold is forgotten when all of its step is done: a run that was cut short goes on.
        const auto done = [&](std::string_view reason) {
            return database_.write([&](store::Connection& tx) {
                return JobsStore(tx).remove_hold(cleanup_job, reason);
            });
        };
        if (LSL_TRY(may_touch(missed_reason, missed.size(), scheduled, now, run.report()))) {
            LSL_TRY(run.each(missed, [&](StreamId id) { return streams_.call_off_missed(id); }));
            LSL_TRY(done(missed_reason));
        }
        // A doubtful clock has ended the run above; how many there are says nothing about it.
        LSL_TRY(run.each(never_ended, [&](StreamId id) { return streams_.call_off_missed(id); }));
        LSL_TRY(run.each(fell_through,
                         [&](StreamId id) { return streams_.refund_fallen_through(id); }));
        if (LSL_TRY(may_touch(expired_reason, expired.size(), expiring, now, run.report()))) {
            LSL_TRY(run.each(expired, [&](StreamId id) { return streams_.expire_recording(id); }));
            LSL_TRY(done(expired_reason));
        }
        return forget_old_rows(now);
    };
    return run.finish(work());
}

Result<void> Jobs::confirm(std::string_view job) {
    if (job != cleanup_job && job != catalog_job) return not_found("There is no such job.");
    if (time_.doubt()) time_.believe();
    LSL_TRY(
        database_.write([&](store::Connection& tx) { return JobsStore(tx).confirm_holds(job); }));
    LSL_TRY(job == cleanup_job ? cleanup_recordings() : migrate_streams_to_workouts());
    return {};
}

Result<wire::JobReport> Jobs::migrate_streams_to_workouts() {
    const std::unique_lock single(catalog_runs_, std::try_to_lock);
    if (!single) return already_running();
    const auto believed = time_.now();
    if (!believed) return held_by_the_clock(believed.error());
    Run run(database_, clock_, stopping_, catalog_job);
    LSL_TRY(run.begin());
    const auto work = [&]() -> Result<void> {
        const auto due = LSL_TRY(database_.read([&](store::Connection& reader) {
            return StreamsStore(reader).due_for_catalog(*believed);
        }));
        return run.each(due, [&](StreamId id) { return streams_.move_to_catalog(id); });
    };
    return run.finish(work());
}

Result<void> Jobs::forget_old_rows(UtcTime now) {
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
        state.held = LSL_TRY(holds_of(job));
        states.push_back(std::move(state));
    }
    return states;
}

std::int64_t Jobs::steps_held() {
    const auto rows = database_.read(
        [&](store::Connection& reader) { return JobsStore(reader).holds(cleanup_job); });
    return rows ? std::ssize(*rows) : 0;
}

Result<std::vector<wire::JobHold>> Jobs::holds_of(std::string_view job) {
    std::vector<wire::JobHold> held;
    if (const auto believed = time_.now(); !believed) {
        held.push_back({"clock", 0, 0, believed.error().message});
    }
    const auto rows = LSL_TRY(
        database_.read([&](store::Connection& reader) { return JobsStore(reader).holds(job); }));
    for (const store::JobHoldRow& row : rows) {
        held.push_back(hold_row(row.reason, row.count, row.of));
    }
    return held;
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
