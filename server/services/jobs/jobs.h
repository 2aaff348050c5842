#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/classes/streams.h"
#include "server/services/jobs/trusted_time.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/jobs.h"

namespace lsl::services {

inline constexpr std::string_view cleanup_job = "cleanup-recordings";
inline constexpr std::string_view catalog_job = "migrate-streams-to-workouts";

/// Times of day, UTC.
inline constexpr std::chrono::hours cleanup_at{2};
inline constexpr std::chrono::hours catalog_at{3};

/// The work that comes by itself, by the clock or by hand through the cron endpoints: the same
/// code. Each class is a step of its own: one that fails is written down, the others go on, and the
/// next run tries it again. Runs may be repeated and interrupted anywhere.
///
/// What cannot be undone waits when it looks like a mistake, and the report says so: all of it
/// while the clock is in doubt, without a run in the history; and a step that would touch more than
/// ten classes and more than a fifth of their kind at once, until the run of the next day or until
/// staff confirm it. Thread-safe.
class Jobs {
  public:
    Jobs(store::Database& database, const Clock& clock, TrustedTime& time, Streams& streams);

    /// Classes that nobody started are cancelled and refunded, those that brought next to nothing
    /// are refunded; replays whose week is over end, and
    /// their media goes unless it is kept; old sessions and idempotency keys are forgotten.
    /// Conflict `job_running` while one runs.
    Result<wire::JobReport> cleanup_recordings();
    /// Kept classes of two months ago become workouts. Conflict `job_running` while one runs.
    Result<wire::JobReport> migrate_streams_to_workouts();

    /// Does what the job holds back, and what else is due. NotFound for an unknown job.
    Result<void> confirm(std::string_view job);

    /// As TrustedTime::doubt.
    std::optional<std::chrono::seconds> clock_doubt() const { return time_.doubt(); }
    /// How many steps wait to be confirmed, of all jobs; 0 also when that cannot be read.
    std::int64_t steps_held();

    /// Before the server goes: a run ends after the class that it is at. Its next start does the
    /// rest.
    void stop() { stopping_ = true; }

    /// Both jobs, in the order of the day.
    Result<std::vector<wire::JobState>> states();
    /// The history, newest first.
    Result<std::vector<wire::JobRun>> runs(std::int64_t limit);
    /// When a job's last run began, if it came to its end; nothing when it was cut short or never
    /// was. For catching up.
    Result<std::optional<UtcTime>> last_finished(std::string_view job);

  private:
    using Step = std::function<Result<std::optional<JobStep>>(StreamId)>;
    class Run;

    Result<wire::JobReport> held_by_the_clock(const Error& doubt);
    /// Whether a step may touch so many classes of its kind; otherwise `report` says what waits.
    Result<bool> may_touch(std::string_view reason, std::size_t count, std::int64_t of, UtcTime now,
                           wire::JobReport& report);
    Result<void> forget_old_rows(UtcTime now);
    Result<std::vector<wire::JobHold>> holds_of(std::string_view job);
    Result<std::vector<wire::JobRun>> runs_of(std::string_view job, std::int64_t limit);

    store::Database& database_;
    const Clock& clock_;
    TrustedTime& time_;
    Streams& streams_;
    std::mutex cleanup_runs_;
    std::mutex catalog_runs_;
    std::atomic<bool> stopping_{false};
};

}  // namespace lsl::services
