#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "server/cloudflare/stream_api.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::services {

/// What Cloudflare says of its live inputs, asked for once for all classes and everybody who wants
/// to know: the account may make 1,200 calls in five minutes, so one poll per class or viewer
/// would not do. A list every fifteen seconds while it is wanted, less often while it fails.
/// Thread-safe; a thread of its own asks.
class LiveInputStatuses {
  public:
    struct Status {
        bool enabled = true;
        cloudflare::Connection connection = cloudflare::Connection::Never;
        bool operator==(const Status&) const = default;
    };
    /// Called on the thread that asks, for an input whose broadcast began.
    using Began = std::function<void(const std::string& live_input)>;

    /// `api` and `clock` outlive the object.
    LiveInputStatuses(cloudflare::StreamApi& api, const Clock& clock, Began began);

    /// Whether any class is live. The first true after false asks at once.
    void set_wanted(bool wanted);
    /// As of the last answer; nothing for an input that it did not have, or before the first.
    std::optional<Status> of(const std::string& live_input) const;

    static constexpr std::chrono::seconds interval{15};
    static constexpr std::chrono::seconds longest_interval{240};

  private:
    void look();
    /// True when an answer came.
    bool ask(std::chrono::seconds& retry_after);

    cloudflare::StreamApi& api_;
    const Clock& clock_;
    const Began began_;

    // Of the worker:
    std::chrono::seconds pause_ = interval;
    MonoTime due_{};

    mutable std::mutex mutex_;  ///< of the two below; never held while waiting for Cloudflare
    bool wanted_ = false;
    std::map<std::string, Status> statuses_;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
