#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "server/services/live/live_media.h"

namespace lsl::services {

/// The thread that works for `LiveMedia`: reports at once, figures once a second. Stops when
/// destroyed, which has to come before media thread and recorder go.
class LiveMediaLoop {
  public:
    /// `each_second` is work of another backend that is to be done in the same rhythm.
    LiveMediaLoop(LiveMedia& live_media, MediaInbox& inbox, const Clock& clock,
                  std::function<void()> each_second = {});
    ~LiveMediaLoop();

  private:
    void run();

    LiveMedia& live_media_;
    MediaInbox& inbox_;
    const Clock& clock_;
    const std::function<void()> each_second_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace lsl::services
