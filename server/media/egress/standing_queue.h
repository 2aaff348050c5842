#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace lsl::media {

/// How long packets stand in a line's queue: how much later than the quickest of the last seconds
/// they arrive. A queue that is full and stays so has no slope for DelayTrend to see. Times in
/// microseconds, each clock its own zero.
class StandingQueue {
  public:
    void on_packet(std::int64_t sent_us, std::int64_t arrived_us) {
        const std::int64_t delay = arrived_us - sent_us;
        if (!since_us_ || arrived_us - *since_us_ > kPeriodUs) {
            since_us_ = arrived_us;
            quickest_before_ = quickest_;
            quickest_ = delay;
        }
        quickest_ = std::min(quickest_.value_or(delay), delay);
        quickest_now_ = std::min(quickest_now_.value_or(delay), delay);
    }
    /// Whether the queue is long and gets no shorter, judged by the quickest packet since the last
    /// call: an outage ends with a burst whose last packet has waited for nothing.
    bool stands() {
        if (!quickest_now_) return false;
        const std::int64_t floor = std::min(*quickest_, quickest_before_.value_or(*quickest_));
        const std::int64_t length = *quickest_now_ - floor;
        quickest_now_.reset();
        const bool shrinks = length < last_length_ - kShrinksUs;
        last_length_ = length;
        return length > kLongUs && !shrinks;
    }

  private:
    /// A line's own jitter, with room to spare.
    static constexpr std::int64_t kLongUs = 150'000;
    static constexpr std::int64_t kShrinksUs = 5'000;
    /// A new way through the network may take longer for good: what was before is forgotten then.
    static constexpr std::int64_t kPeriodUs = 5'000'000;

    std::optional<std::int64_t> since_us_;
    std::optional<std::int64_t> quickest_;  ///< of the period that runs
    std::optional<std::int64_t> quickest_before_;
    std::optional<std::int64_t> quickest_now_;
    std::int64_t last_length_ = 0;
};

}  // namespace lsl::media
