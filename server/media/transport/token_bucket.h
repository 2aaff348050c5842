#pragma once

#include <algorithm>
#include <cstdint>

#include "shared/base/time.h"

namespace lsl::media {

/// What may be sent: so many bytes a second, and a burst after a pause. Full at first; the last
/// packet taken may go below nothing, which the next ones wait for.
class TokenBucket {
  public:
    struct Rate {
        std::int64_t bytes_per_second = 0;
        std::int64_t burst = 0;  ///< bytes
    };

    /// False if it is empty. The rate may be another one each time.
    bool take(std::size_t bytes, const Rate& rate, MonoTime now) {
        const std::int64_t span = std::min<std::int64_t>((now - filled_at_).count(), 1'000'000);
        left_ = std::min(rate.burst, left_ + span * rate.bytes_per_second / 1'000'000);
        filled_at_ = now;
        if (left_ <= 0) return false;
        left_ -= static_cast<std::int64_t>(bytes);
        return true;
    }

    /// As of the last `take`.
    std::int64_t left() const { return left_; }

  private:
    std::int64_t left_ = INT64_MAX / 2;
    MonoTime filled_at_{};
};

}  // namespace lsl::media
