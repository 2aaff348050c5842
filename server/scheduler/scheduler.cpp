#include "server/scheduler/scheduler.h"

#include <utility>

namespace lsl::scheduler {

namespace {

// A job begins at most this late.
constexpr std::chrono::seconds between_looks{60};

}  // namespace

bool is_due(std::chrono::minutes at, std::optional<UtcTime> last_run, UtcTime now) {
    const auto midnight = std::chrono::floor<std::chrono::days>(now);
    UtcTime latest = midnight + at;
    if (latest > now) latest -= std::chrono::days(1);
    // A run in the future was noted while the clock was wrong: none should be missed for that.
    return !last_run || *last_run < latest || *last_run > now;
}

DailyRuns::DailyRuns(const Clock& clock, std::vector<DailyJob> jobs) : clock_(clock) {
    for (DailyJob& job : jobs) plans_.push_back({std::move(job), {}});
}

void DailyRuns::look() {
    for (Plan& plan : plans_) {
        const auto due = [&] { return is_due(plan.job.at, plan.job.last_run(), clock_.utc()); };
        if (clock_.mono() < plan.not_before || !due()) continue;
        plan.job.run();
        if (due()) plan.not_before = clock_.mono() + pause_after_failure;
    }
}

Scheduler::Scheduler(const Clock& clock, std::vector<DailyJob> jobs)
    : runs_(clock, std::move(jobs)),
      // A job that failed is still due, so it is tried again.
      worker_({.name = "scheduler", .after_failure = between_looks}, [this] {
          runs_.look();
          return threads::Worker::Rest(between_looks);
      }) {}

}  // namespace lsl::scheduler
