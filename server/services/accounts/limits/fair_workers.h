#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/threads/worker.h"

namespace lsl::services {

struct FairWorkersOptions {
    std::size_t threads = 2;
    std::size_t most_waiting = 256;            ///< of all shares together
    std::size_t most_waiting_of_a_share = 64;  ///< a school behind one address
    std::chrono::seconds longest_wait{10};
};

/// Threads of low priority for work that costs much, such as hashing a password. Those who ask are
/// served in turn by their share (an address, say), not in the order of asking: whoever asks a
/// hundred times waits a hundred turns, everybody else one. Thread-safe.
class FairWorkers {
  public:
    explicit FairWorkers(FairWorkersOptions options = {});
    /// Nobody may be inside `run` any more.
    ~FairWorkers();
    FairWorkers(const FairWorkers&) = delete;
    FairWorkers& operator=(const FairWorkers&) = delete;

    /// Does the work on one of the threads and waits until it is done. False, and nothing done,
    /// when the share has too many waiting, when the wait was too long, or when everything is full
    /// and no share has more waiting than this one: otherwise the longest queue gives up its
    /// newest. False also when the work threw.
    bool run(const std::string& share, const std::function<void()>& work);
    std::size_t waiting() const;

  private:
    enum class State : unsigned char { Waiting, Running, Done, Refused };
    struct Job {
        const std::function<void()>& work;
        State state = State::Waiting;
        bool succeeded = false;
        std::condition_variable changed;
    };

    bool make_room(std::size_t own_length);
    void add(const std::string& share, Job& job);
    void remove(const std::string& share, const Job& job);
    Job* take_next();
    threads::Worker::Rest work_once();

    const FairWorkersOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable asked_;
    std::unordered_map<std::string, std::deque<Job*>> queues_;  ///< by share; none is empty
    std::deque<std::string> turns_;  ///< the shares that wait, whose turn is next first
    std::size_t waiting_ = 0;
    bool stopping_ = false;
    std::vector<std::unique_ptr<threads::Worker>> workers_;
};

}  // namespace lsl::services
