#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <vector>

namespace lsl::recorder {

/// Makes decoding times for frames that come in decoding order with presentation times alone, as
/// RTP has it. `depth` frames at most may precede one that is shown before them (B-frames). A
/// value; one thread; no errors.
class DecodeTimes {
  public:
    /// `step`: a short frame duration, `gap`: a long pause, both in the ticks of the times.
    DecodeTimes(int depth, std::int64_t step, std::int64_t gap)
        : depth_(depth), step_(step), gap_(gap) {}

    /// Grows with every call. No later than `shown` unless the stream reorders more than `depth`.
    std::int64_t next(std::int64_t shown) {
        if (times_.empty() || shown - latest_ > gap_) restart(shown);
        if (shown > latest_) latest_ = shown;
        times_.push(shown);
        std::int64_t decoded = times_.top();
        times_.pop();
        if (decoded <= last_) decoded = last_ + 1;
        last_ = decoded;
        return decoded;
    }

  private:
    // The times of the frames, sorted, are the decoding times but for a lead of `depth` frames,
    // which at the beginning and after a pause nothing has built up.
    void restart(std::int64_t shown) {
        times_ = {};
        latest_ = shown;
        for (int i = depth_; i > 0; --i) times_.push(shown - i * step_);
    }

    int depth_;
    std::int64_t step_;
    std::int64_t gap_;
    std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> times_;
    std::int64_t latest_ = 0;
    std::int64_t last_ = std::numeric_limits<std::int64_t>::min() / 2;
};

}  // namespace lsl::recorder
