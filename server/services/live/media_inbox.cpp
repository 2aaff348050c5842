#include "server/services/live/media_inbox.h"

#include <utility>

namespace lsl::services {

media::MediaListener MediaInbox::media_listener() {
    return [this](const media::MediaEvent& event) { put(event); };
}

recorder::RecorderListener MediaInbox::recorder_listener() {
    return [this](const recorder::RecorderEvent& event) { put(event); };
}

std::vector<MediaReport> MediaInbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(reports_, {});
}

void MediaInbox::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [&] { return woken_ || !reports_.empty(); });
    woken_ = false;
}

void MediaInbox::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void MediaInbox::put(MediaReport report) {
    {
        const std::lock_guard lock(mutex_);
        reports_.push_back(std::move(report));
    }
    changed_.notify_all();
}

}  // namespace lsl::services
