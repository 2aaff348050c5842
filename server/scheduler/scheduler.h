#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "shared/base/clock.h"

namespace lsl::scheduler {

/// Work that is wanted once a day.
struct DailyJob {
    std::chrono::minutes at{0};  ///< time of day, UTC
    /// When the last run that came to its end began; nothing when there was none.
    std::function<std::optional<UtcTime>()> last_run;
    /// Does the work on the scheduler's thread. After a failure `last_run` stays as it was, and the
    /// job is tried again.
    std::function<void()> run;
};

/// A time of day has passed since the last run: also after a downtime of hours or days, then once.
bool is_due(std::chrono::minutes at, std::optional<UtcTime> last_run, UtcTime now);

/// Runs each job when it is due, on a thread of its own. Stops when destroyed, after the job that
/// runs at that moment.
class Scheduler {
  public:
    Scheduler(const Clock& clock, std::vector<DailyJob> jobs);
    ~Scheduler();

  private:
    void loop();

    const Clock& clock_;
    const std::vector<DailyJob> jobs_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

/// One look at all jobs, in their order: what the thread does again and again.
void run_due(const Clock& clock, const std::vector<DailyJob>& jobs);

}  // namespace lsl::scheduler
