#pragma once

#include <condition_variable>
#include <mutex>
#include <set>

#include "server/services/events/paced_news.h"
#include "shared/base/id.h"

namespace lsl::services {

/// What changes in classes from moment to moment and is in no row: noted by whatever carries the
/// picture, kept until `Announcements` tells it. Made before both, so that neither has to know the
/// other. Thread-safe; noting never waits.
class LiveChanges {
  public:
    /// How many watch a class …
    void figures_changed(StreamId stream);
    /// … and what staff sees besides, which changes each second.
    void statistics_changed(StreamId stream);

    /// What has changed since the last call, each once.
    std::set<Subject> take();
    /// Until there is something, or `wake` was called.
    void wait();
    void wake();

  private:
    void note(const Subject& subject);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<Subject> subjects_;
    bool woken_ = false;
};

}  // namespace lsl::services
