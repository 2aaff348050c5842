#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <variant>
#include <vector>

#include "server/media/io/media_thread.h"
#include "server/recorder/recorder.h"

namespace lsl::services {

using MediaReport = std::variant<media::MediaEvent, recorder::RecorderEvent>;

/// Takes what media engine and recorder report on their own threads, without ever blocking them,
/// and keeps it until `MediaReports` works it off. Made before both, so that they can be given its
/// listeners; outlives them. Thread-safe.
class MediaInbox {
  public:
    media::MediaListener media_listener();
    recorder::RecorderListener recorder_listener();

    std::vector<MediaReport> take();
    /// Until there is something, the time is over, or `wake` was called.
    void wait(std::chrono::milliseconds at_most);
    void wake();

  private:
    void put(MediaReport report);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<MediaReport> reports_;
    bool woken_ = false;
};

}  // namespace lsl::services
