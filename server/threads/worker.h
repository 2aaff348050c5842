#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace lsl::threads {

struct WorkerOptions {
    std::string name;     ///< as the system and the log show it; the system cuts it at 15 bytes
    int steps_below = 0;  ///< added to the process's own nice value, see setpriority(2)
    /// How long it rests after a turn that threw.
    std::chrono::milliseconds after_failure{1000};
    /// Ends a turn that waits for something of its own; called once by `ask_to_stop`. Needed by
    /// such workers only.
    std::function<void()> interrupt = {};
    /// What the thread does after its last turn.
    std::function<void()> last = {};
};

/// A background thread: takes turns, rests in between for as long as each turn says, and stops
/// when asked to, after the turn that it is in. What a turn throws ends that turn alone. All
/// background threads of the server's are of this kind.
///
/// The first turn may come before the constructor returns, so a member of this type stands behind
/// all that the turns use. Thread-safe, except that the destructor and `stop` are for one thread
/// that is not the worker's own. The constructor throws std::system_error where the system has no
/// thread to give.
class Worker {
  public:
    using Rest = std::chrono::microseconds;
    static constexpr Rest no_rest{0};
    static constexpr Rest until_woken = Rest::max();
    static constexpr Rest over = Rest::min();  ///< there will be no further turn

    using Turn = std::function<Rest()>;

    Worker(WorkerOptions options, Turn turn);
    /// Like `stop`.
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Ends the present rest, or the one after the present turn.
    void wake();
    void ask_to_stop();
    bool is_stopping() const { return stopping_; }
    /// Asks it to stop and waits until it has. Doing it again does nothing.
    void stop();
    /// For a turn: rests for so long although it is woken. False when it shall stop.
    bool sleep(Rest rest);

  private:
    void run();
    void rest(Rest at_most);

    const WorkerOptions options_;
    const Turn turn_;
    std::mutex mutex_;  ///< of `woken_`
    std::condition_variable changed_;
    bool woken_ = false;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

/// Does the work on a thread of its own, of which `name` and `steps_below` are as said, and waits
/// for it. False when it threw, or the system has no thread to give.
bool run_apart(const WorkerOptions& options, const std::function<void()>& work);

}  // namespace lsl::threads
