#include "server/http/edge/connection_threads.h"

#include <chrono>
#include <exception>
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
            *self = std::thread([this, self] { serve(self); });
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

void ConnectionThreads::serve(std::list<std::thread>::iterator self) {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        changed_.wait_for(lock, idle_time, [&] { return !waiting_.empty() || stopping_; });
        --idle_;
        if (waiting_.empty()) break;
        const std::function<void()> work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        try {
            work();
        } catch (const std::exception&) {
            // One connection's fault is not the others'.
        }
        lock.lock();
    }
    finished_.splice(finished_.end(), running_, self);
    changed_.notify_all();
}

void ConnectionThreads::join_finished(std::unique_lock<std::mutex>& lock) {
    std::list<std::thread> gone;
    gone.swap(finished_);
    lock.unlock();
    for (std::thread& thread : gone) thread.join();
    lock.lock();
}

}  // namespace lsl::http
