#include "server/services/accounts/limits/fair_workers.h"

#include <algorithm>
#include <system_error>

#include "server/threads/attempt.h"

namespace lsl::services {

namespace {

/// On Linux a nice value belongs to a thread. With 5 a media thread that wants the same core gets
/// three quarters of it (sched(7): each step is a factor of 1.25); much more would let a flood of
/// cheap requests starve sign-in.
constexpr int steps_below = 5;

}  // namespace

FairWorkers::FairWorkers(FairWorkersOptions options) : options_(options) {
    for (std::size_t i = 0; i < options_.threads; ++i) {
        try {
            workers_.push_back(std::make_unique<threads::Worker>(
                threads::WorkerOptions{.name = "passwords", .steps_below = steps_below},
                [this] { return work_once(); }));
        } catch (const std::system_error&) {
            break;  // no more threads to be had: fewer do, and without any `run` refuses
        }
    }
}

FairWorkers::~FairWorkers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    asked_.notify_all();
    workers_.clear();
}

bool FairWorkers::run(const std::string& share, const std::function<void()>& work) {
    Job job{.work = work};
    std::unique_lock lock(mutex_);
    const auto own = queues_.find(share);
    const std::size_t own_length = own == queues_.end() ? 0 : own->second.size();
    if (workers_.empty() || own_length >= options_.most_waiting_of_a_share) return false;
    if (waiting_ >= options_.most_waiting && !make_room(own_length)) return false;
    add(share, job);
    asked_.notify_one();
    const auto begun = [&] { return job.state != State::Waiting; };
    if (!job.changed.wait_for(lock, options_.longest_wait, begun)) {
        remove(share, job);
        return false;
    }
    job.changed.wait(lock, [&] { return job.state != State::Running; });
    return job.state == State::Done && job.succeeded;
}

std::size_t FairWorkers::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

/// The longest queue loses its newest, if it stays longer than the one that asks.
bool FairWorkers::make_room(std::size_t own_length) {
    const auto longest = std::max_element(
        queues_.begin(), queues_.end(),
        [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (longest == queues_.end() || longest->second.size() <= own_length + 1) return false;
    Job& newest = *longest->second.back();
    longest->second.pop_back();
    --waiting_;
    newest.state = State::Refused;
    newest.changed.notify_one();
    return true;
}

void FairWorkers::add(const std::string& share, Job& job) {
    std::deque<Job*>& queue = queues_[share];
    if (queue.empty()) turns_.push_back(share);
    queue.push_back(&job);
    ++waiting_;
}

void FairWorkers::remove(const std::string& share, const Job& job) {
    const auto queue = queues_.find(share);
    queue->second.erase(std::find(queue->second.begin(), queue->second.end(), &job));
    --waiting_;
    if (!queue->second.empty()) return;
    turns_.erase(std::find(turns_.begin(), turns_.end(), share));
    queues_.erase(queue);
}

FairWorkers::Job* FairWorkers::take_next() {
    const auto queue = queues_.find(turns_.front());
    turns_.pop_front();
    Job* job = queue->second.front();
    queue->second.pop_front();
    --waiting_;
    if (queue->second.empty()) {
        queues_.erase(queue);
    } else {
        turns_.push_back(queue->first);
    }
    return job;
}

threads::Worker::Rest FairWorkers::work_once() {
    std::unique_lock lock(mutex_);
    asked_.wait(lock, [this] { return stopping_ || !turns_.empty(); });
    if (stopping_) return threads::Worker::over;
    Job& job = *take_next();
    job.state = State::Running;
    lock.unlock();
    const bool succeeded = threads::attempt("passwords", job.work);
    lock.lock();
    job.succeeded = succeeded;
    job.state = State::Done;
    job.changed.notify_one();
    return threads::Worker::no_rest;
}

}  // namespace lsl::services
