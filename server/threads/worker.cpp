#include "server/threads/worker.h"

#include <utility>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server/threads/attempt.h"

namespace lsl::threads {
namespace {

constexpr std::size_t longest_system_name = 15;

/// On Linux a nice value belongs to a thread, and the threads that it starts inherit it.
void introduce(const WorkerOptions& options) {
    pthread_setname_np(pthread_self(), options.name.substr(0, longest_system_name).c_str());
    if (options.steps_below == 0) return;
    const auto self = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, self, getpriority(PRIO_PROCESS, self) + options.steps_below);
}

}  // namespace

Worker::Worker(WorkerOptions options, Turn turn)
    : options_(std::move(options)), turn_(std::move(turn)), thread_([this] { run(); }) {}

void Worker::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void Worker::ask_to_stop() {
    {
        // Under the lock, so that no rest begins between the look at it and the waiting.
        const std::lock_guard lock(mutex_);
        if (stopping_.exchange(true)) return;
    }
    changed_.notify_all();
    if (options_.interrupt) options_.interrupt();
}

void Worker::stop() {
    ask_to_stop();
    if (thread_.joinable()) thread_.join();
}

bool Worker::sleep(Rest rest) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, rest, [this] { return stopping_.load(); });
}

void Worker::rest(Rest at_most) {
    std::unique_lock lock(mutex_);
    const auto called = [this] { return woken_ || stopping_; };
    if (at_most == until_woken) {
        changed_.wait(lock, called);
    } else {
        changed_.wait_for(lock, at_most, called);
    }
    woken_ = false;
}

void Worker::run() {
    introduce(options_);
    while (!stopping_) {
        Rest next = options_.after_failure;
        attempt(options_.name, [&] { next = turn_(); });
        if (next == over) break;
        if (next > no_rest) rest(next);
    }
    if (options_.last) attempt(options_.name, options_.last);
}

bool run_apart(const WorkerOptions& options, const std::function<void()>& work) {
    bool done = false;
    attempt(options.name, [&] {
        std::thread([&] {
            introduce(options);
            done = attempt(options.name, work);
        }).join();
    });
    return done;
}

}  // namespace lsl::threads
