#include "server/recorder/timeline/track_timeline.h"

#include <algorithm>
#include <cstdlib>

namespace lsl::recorder {

namespace {

/// From one frame to the next the network's delay changes by less than this as a rule. Where it
/// changes by more, alignment may find that the RTP clock was set or had stopped.
constexpr std::int64_t break_us = 150'000;

/// Times in the parts stay this near to arrivals, however RTP time runs.
constexpr std::int64_t furthest_ahead_us = 4'000'000;
constexpr std::int64_t furthest_behind_us = 10'000'000;

/// So many segments back a late frame's place is looked for. A clock at a wrong rate begins one
/// with each frame, so that these may be ten seconds.
constexpr std::size_t most_remembered = 512;
/// How far beyond a segment's last frame a lost one may belong to it.
constexpr std::int64_t lost_end_us = 1'000'000;

/// Parts count milliseconds; segments begin on whole ones.
constexpr std::int64_t step_us = 1'000;
std::int64_t whole_steps(std::int64_t time_us) {
    return (time_us + step_us - 1) / step_us * step_us;
}

}  // namespace

TrackTimeline::Place TrackTimeline::place(std::uint32_t source, std::uint32_t timestamp,
                                          std::uint32_t clock_rate_hz, std::int64_t arrival_us) {
    const bool same = started_ && source == source_ && clock_rate_hz == clock_rate_hz_;
    if (same) {
        // Signed difference: right across the wrap of the 32 bits, and for B-frames.
        ticks_ += static_cast<std::int32_t>(timestamp - last_timestamp_);
    } else {
        source_ = source;
        clock_rate_hz_ = std::max<std::uint32_t>(clock_rate_hz, 1);
        ticks_ = 0;
        rtp_origin_us_ = arrival_us;
    }
    last_timestamp_ = timestamp;
    Place place;
    place.rtp_us = rtp_at(ticks_);
    place.begins_segment = !same || !goes_on(place.rtp_us, arrival_us);
    if (place.begins_segment) begin_segment(place.rtp_us, arrival_us);
    segment_.last_rtp_us = std::max(segment_.last_rtp_us, place.rtp_us);
    place.media_us = segment_.start_us + place.rtp_us - segment_.start_rtp_us;
    latest_us_ = started_ ? std::max(latest_us_, place.media_us) : place.media_us;
    last_rtp_us_ = place.rtp_us;
    last_arrival_us_ = arrival_us;
    started_ = true;
    return place;
}

void TrackTimeline::begin_segment(std::int64_t rtp_us, std::int64_t arrival_us) {
    if (started_) earlier_.push_back(segment_);
    if (earlier_.size() > most_remembered) earlier_.pop_front();
    const std::int64_t earliest = started_ ? latest_us_ + step_us : arrival_us;
    segment_ = {source_, whole_steps(std::max(arrival_us, earliest)), rtp_us, rtp_us};
}

bool TrackTimeline::goes_on(std::int64_t rtp_us, std::int64_t arrival_us) const {
    const std::int64_t later = (arrival_us - last_arrival_us_) - (rtp_us - last_rtp_us_);
    if (std::abs(later) > break_us) return false;
    const std::int64_t media_us = segment_.start_us + rtp_us - segment_.start_rtp_us;
    if (media_us < segment_.start_us) return false;  // would lie among an earlier segment's frames
    return media_us <= arrival_us + furthest_ahead_us &&
           media_us >= arrival_us - furthest_behind_us;
}

std::optional<TrackTimeline::Place> TrackTimeline::place_late(std::uint32_t source,
                                                              std::uint32_t timestamp) const {
    const auto rtp_us = locate(source, timestamp);
    if (!rtp_us) return std::nullopt;
    std::optional<Place> found;
    std::int64_t nearest_us = lost_end_us;
    const Stretch* next = nullptr;
    for (std::size_t i = earlier_.size() + 1; i-- > 0;) {
        const Stretch& segment = i == earlier_.size() ? segment_ : earlier_[i];
        const std::int64_t beyond_us = std::max<std::int64_t>(*rtp_us - segment.last_rtp_us, 0);
        const bool before = segment.source != source || *rtp_us < segment.start_rtp_us;
        if (!before && (beyond_us < nearest_us || (!found && beyond_us == nearest_us))) {
            std::int64_t media_us = segment.start_us + *rtp_us - segment.start_rtp_us;
            // A time in the parts tells its segment, whatever the clock does.
            if (next != nullptr) media_us = std::min(media_us, next->start_us - step_us);
            found = Place{std::max(media_us, segment.start_us), *rtp_us, false};
            nearest_us = beyond_us;
        }
        next = &segment;
    }
    return found;
}

std::optional<std::int64_t> TrackTimeline::locate(std::uint32_t source,
                                                  std::uint32_t timestamp) const {
    if (!started_ || source != source_) return std::nullopt;
    return rtp_at(ticks_ + static_cast<std::int32_t>(timestamp - last_timestamp_));
}

std::int64_t TrackTimeline::rtp_at(std::int64_t ticks) const {
    // Whole seconds apart, so that days of ticks times a million do not overflow.
    const std::int64_t rate = clock_rate_hz_;
    return rtp_origin_us_ + ticks / rate * 1'000'000 + ticks % rate * 1'000'000 / rate;
}

}  // namespace lsl::recorder
