#include "server/scheduler/scheduler.h"

namespace lsl::scheduler {

namespace {

// A job begins at most this late; a job that failed is tried again as soon.
constexpr std::chrono::seconds between_looks{60};

}  // namespace

bool is_due(std::chrono::minutes at, std::optional<UtcTime> last_run, UtcTime now) {
    const auto midnight = std::chrono::floor<std::chrono::days>(now);
    UtcTime latest = midnight + at;
    if (latest > now) latest -= std::chrono::days(1);
    return !last_run || *last_run < latest;
}

void run_due(const Clock& clock, const std::vector<DailyJob>& jobs) {
    for (const DailyJob& job : jobs) {
        if (is_due(job.at, job.last_run(), clock.utc())) job.run();
    }
}

Scheduler::Scheduler(const Clock& clock, std::vector<DailyJob> jobs)
    : clock_(clock), jobs_(std::move(jobs)), thread_([this] { loop(); }) {}

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
        run_due(clock_, jobs_);
        lock.lock();
        changed_.wait_for(lock, between_looks, [&] { return stopping_; });
    }
}

}  // namespace lsl::scheduler
