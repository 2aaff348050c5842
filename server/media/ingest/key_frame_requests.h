#pragma once

#include <cstdint>
#include <optional>

#include "shared/base/time.h"

namespace lsl::media {

/// Turns any number of viewers' wishes for a key frame into few requests to the publisher.
class KeyFrameRequests {
  public:
    static constexpr std::chrono::microseconds kMinInterval{500'000};
    static constexpr std::chrono::microseconds kRetry{1'000'000};
    /// Unanswered requests after which the publisher counts as one that ignores them (OBS does).
    static constexpr int kUnansweredLimit = 2;

    void want() { wanted_ = true; }
    /// A key frame began to arrive: whatever was wanted is coming.
    void on_key_frame(MonoTime now);

    /// True when a request should leave now; counts it as sent.
    bool take_due(MonoTime now);
    std::optional<MonoTime> next_due() const;

    bool pending() const { return wanted_; }
    /// The publisher was asked so recently, and has answered.
    bool answered_within(std::chrono::microseconds span, MonoTime now) const {
        return last_sent_ && !awaiting_ && now - *last_sent_ < span;
    }
    bool publisher_ignores() const { return unanswered_ >= kUnansweredLimit; }
    std::int64_t sent() const { return sent_; }
    void reset() { *this = {}; }

  private:
    bool wanted_ = false;
    bool awaiting_ = false;  ///< a request of ours is unanswered
    std::optional<MonoTime> last_sent_;
    int unanswered_ = 0;
    std::int64_t sent_ = 0;
};

}  // namespace lsl::media
