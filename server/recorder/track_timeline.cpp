#include "server/recorder/track_timeline.h"

#include <algorithm>
#include <cstdlib>

namespace lsl::recorder {

namespace {

/// RTP time and arrival may part by network delay and drift, in a long class by a second; beyond
/// this the sender has set its RTP clock anew without saying so.
constexpr std::int64_t jump_us = 10'000'000;

/// A new segment begins at least so far after the last.
constexpr std::int64_t step_us = 1'000;

}  // namespace

TrackTimeline::Place TrackTimeline::place(std::uint32_t source, std::uint32_t timestamp,
                                          std::uint32_t clock_rate_hz, std::int64_t arrival_us) {
    const bool same = started_ && source == source_ && clock_rate_hz == clock_rate_hz_;
    if (same) {
        // Signed difference: right across the wrap of the 32 bits, and for B-frames.
        const auto step = static_cast<std::int32_t>(timestamp - last_timestamp_);
        const std::int64_t media_us = at(ticks_ + step);
        if (std::abs(arrival_us - media_us - delay_us_) <= jump_us) {
            ticks_ += step;
            last_timestamp_ = timestamp;
            latest_us_ = std::max(latest_us_, media_us);
            return {media_us, false};
        }
    }
    anchor_us_ = started_ ? std::max(arrival_us, latest_us_ + step_us) : arrival_us;
    started_ = true;
    source_ = source;
    clock_rate_hz_ = std::max<std::uint32_t>(clock_rate_hz, 1);
    last_timestamp_ = timestamp;
    ticks_ = 0;
    latest_us_ = anchor_us_;
    delay_us_ = arrival_us - anchor_us_;
    return {anchor_us_, true};
}

std::optional<std::int64_t> TrackTimeline::locate(std::uint32_t source,
                                                  std::uint32_t timestamp) const {
    if (!started_ || source != source_) return std::nullopt;
    return at(ticks_ + static_cast<std::int32_t>(timestamp - last_timestamp_));
}

std::int64_t TrackTimeline::at(std::int64_t ticks) const {
    // Whole seconds apart, so that days of ticks times a million do not overflow.
    const std::int64_t rate = clock_rate_hz_;
    return anchor_us_ + ticks / rate * 1'000'000 + ticks % rate * 1'000'000 / rate;
}

}  // namespace lsl::recorder
