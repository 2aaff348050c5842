#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// What Cloudflare tells by itself: that a video is processed, that a broadcast began. Only hints:
/// whoever is told looks by the API before acting. Thread-safe.
class CloudflareWebhooks {
  public:
    struct Hints {
        std::function<void(const std::string& video_uid)> video_changed;
        std::function<void(const std::string& live_input)> broadcast_began;
    };
    /// `secret` is both that of the video webhook and that of the notifications. `clock` outlives
    /// the object.
    CloudflareWebhooks(const Clock& clock, std::string secret, Hints hints);

    /// Unauthenticated for a wrong or old signature, Malformed for a body that is none. One that
    /// came before succeeds and does nothing.
    Result<void> take_video(std::string_view signature, std::string_view body);
    Result<void> take_notification(std::string_view auth, std::string_view body);

  private:
    bool is_new(std::string key);

    const Clock& clock_;
    const std::string secret_;
    const Hints hints_;
    std::mutex mutex_;
    std::deque<std::string> seen_;  ///< the newest last
};

}  // namespace lsl::services
