#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "server/threads/worker.h"

namespace lsl::http {

/// Threads for connections, of which each holds its own as long as it lives (an event stream for
/// hours). One is started whenever more work waits than threads are idle, so that nothing queues
/// behind such a connection; idle ones leave after a while.
class ConnectionThreads {
  public:
    explicit ConnectionThreads(std::size_t most) : most_(most) {}
    ~ConnectionThreads() { stop(); }

    /// False when all threads are taken or the system gives no more: the work is not done. What
    /// the work throws ends it alone.
    bool run(std::function<void()> work);
    /// Waits until all work is done, and takes no more.
    void stop();

  private:
    using Workers = std::list<std::unique_ptr<threads::Worker>>;

    threads::Worker::Rest serve();
    void leave(Workers::iterator self);
    void join_finished(std::unique_lock<std::mutex>& lock);

    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    std::size_t idle_ = 0;
    Workers running_;
    Workers finished_;  ///< left, to be joined by somebody
    bool stopping_ = false;
};

}  // namespace lsl::http
