#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::scheduler {

/// Work that is wanted once a day.
struct DailyJob {
    std::chrono::minutes at{0};  ///< time of day, UTC
    /// When the last run began, if it came to its end; nothing when there was none or it was cut
    /// short.
    std::function<std::optional<UtcTime>()> last_run;
    /// Does the work on the scheduler's thread. After a failure `last_run` stays as it was, and the
    /// job is tried again after `pause_after_failure`.
    std::function<void()> run;
};

inline constexpr std::chrono::minutes pause_after_failure{10};

/// A time of day has passed since the last run: also after a downtime of hours or days, then once.
bool is_due(std::chrono::minutes at, std::optional<UtcTime> last_run, UtcTime now);

/// The jobs and when each may be tried (again). One thread.
class DailyRuns {
  public:
    DailyRuns(const Clock& clock, std::vector<DailyJob> jobs);
    /// Runs what is due, in the order of the jobs.
    void look();

  private:
    struct Plan {
        DailyJob job;
        MonoTime not_before{};
    };
    const Clock& clock_;
    std::vector<Plan> plans_;
};

/// Runs each job when it is due, on a thread of its own. Stops when destroyed, after the job that
/// runs at that moment.
class Scheduler {
  public:
    Scheduler(const Clock& clock, std::vector<DailyJob> jobs);

  private:
    DailyRuns runs_;  ///< of the worker
    threads::Worker worker_;
};

}  // namespace lsl::scheduler
