#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "shared/base/time.h"

namespace lsl::media {

/// Which of one viewer's requests for a key frame (PLI, FIR) are passed on. A key frame costs
/// everybody in the room some of the picture's quality, so one whose decoder is always stuck, or
/// who says so, gets a few at once and then no more than the recording asks for anyway.
class KeyFrameWishes {
  public:
    static constexpr std::chrono::microseconds kInterval{1'000'000};  ///< between two
    static constexpr std::chrono::microseconds kRefill{5'000'000};    ///< one more each
    static constexpr std::int64_t kMost = 5;                          ///< at once

    /// True when this one is passed on.
    bool take(MonoTime now) {
        if (last_ && now - *last_ < kInterval) return false;
        const std::int64_t more = last_ ? (now - filled_at_) / kRefill : kMost;
        left_ = std::min(kMost, left_ + more);
        filled_at_ = left_ == kMost ? now : filled_at_ + more * kRefill;
        if (left_ == 0) return false;
        --left_;
        last_ = now;
        return true;
    }

  private:
    std::optional<MonoTime> last_;
    MonoTime filled_at_{};
    std::int64_t left_ = 0;
};

}  // namespace lsl::media
