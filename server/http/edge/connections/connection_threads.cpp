#include "server/http/edge/connections/connection_threads.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace lsl::http {

namespace {
constexpr std::chrono::seconds idle_time{10};
}

bool ConnectionThreads::run(std::function<void()> work) {
    std::unique_lock lock(mutex_);
    join_finished(lock);
    if (stopping_) return false;
    if (waiting_.size() >= idle_) {
        if (running_.size() >= most_) return false;
        const auto self = running_.emplace(running_.end());
        try {
            *self = std::make_unique<threads::Worker>(
                threads::WorkerOptions{.name = "connection",
                                       .after_failure = std::chrono::milliseconds(0),
                                       .last = [this, self] { leave(self); }},
                [this] { return serve(); });
        } catch (const std::system_error&) {
            running_.erase(self);
            return false;
        }
    }
    waiting_.push_back(std::move(work));
    changed_.notify_one();
    return true;
}

void ConnectionThreads::stop() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return running_.empty(); });
    join_finished(lock);
}

/// One connection's fault is not the others': what its work throws ends the turn alone.
threads::Worker::Rest ConnectionThreads::serve() {
    std::unique_lock lock(mutex_);
    ++idle_;
    changed_.wait_for(lock, idle_time, [&] { return !waiting_.empty() || stopping_; });
    --idle_;
    if (waiting_.empty()) return threads::Worker::over;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    return threads::Worker::no_rest;
}

void ConnectionThreads::leave(Workers::iterator self) {
    const std::lock_guard lock(mutex_);
    finished_.splice(finished_.end(), running_, self);
    changed_.notify_all();
}

void ConnectionThreads::join_finished(std::unique_lock<std::mutex>& lock) {
    Workers gone;
    gone.swap(finished_);
    lock.unlock();
    gone.clear();
    lock.lock();
}

}  // namespace lsl::http
