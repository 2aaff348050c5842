#pragma once

#include <atomic>
#include <thread>

#include "server/services/live_media.h"

namespace lsl::services {

/// The thread that works for `LiveMedia`: reports at once, figures once a second. Stops when
/// destroyed, which has to come before media thread and recorder go.
class LiveMediaLoop {
  public:
    LiveMediaLoop(LiveMedia& live_media, MediaInbox& inbox, const Clock& clock);
    ~LiveMediaLoop();

  private:
    void run();

    LiveMedia& live_media_;
    MediaInbox& inbox_;
    const Clock& clock_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace lsl::services
