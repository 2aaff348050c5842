#include "server/scheduler/scheduler.h"

#include <cstdio>
#include <exception>

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
    : runs_(clock, std::move(jobs)), thread_([this] { loop(); }) {}

Scheduler::~Scheduler() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Scheduler::loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            runs_.look();
        } catch (const std::exception& problem) {
            // The job that failed is still due, so it is tried again.
            std::fprintf(stderr, "scheduler: %s\n", problem.what());
        }
        lock.lock();
        changed_.wait_for(lock, between_looks, [&] { return stopping_; });
    }
}

}  // namespace lsl::scheduler
