#include "server/recorder/timeline/clock_points.h"

#include <cmath>
#include <limits>

namespace lsl::recorder {

namespace {

/// From one point to the next the network's delay changes by less, as TrackTimeline has it.
constexpr double most_change_us = 150'000;

/// A segment goes on while RTP time does at its nominal rate. At another one it may have done so by
/// chance.
bool breaks_off(const ClockPoint& from, const ClockPoint& to, double rate) {
    if (rate == 1) return false;
    const auto time = static_cast<double>(to.told_us() - from.told_us());
    return std::abs(time - static_cast<double>(to.rtp_us - from.rtp_us) / rate) > most_change_us;
}

}  // namespace

std::vector<ClockPoint> collect_points(const std::vector<const Journal::Segment*>& segments,
                                       const NetworkDelay* network) {
    std::vector<ClockPoint> points;
    for (std::size_t s = 0; s < segments.size(); ++s) {
        const Journal::Segment& segment = *segments[s];
        // A crash may have cost the line with the first arrival; segments begin where one was.
        if (segment.arrivals.empty()) points.push_back({segment.rtp_us, segment.start_us, s, 0});
        for (const Journal::Arrival& arrival : segment.arrivals) {
            points.push_back({arrival.rtp_us, arrival.arrival_us, s, 0});
        }
    }
    if (network != nullptr) {
        for (ClockPoint& point : points) point.network_us = network->at_us(point.arrival_us);
    }
    return points;
}

std::vector<ClockBlock> cut_blocks(const std::vector<ClockPoint>& points,
                                   const std::vector<RateStretch>& stretches) {
    std::vector<ClockBlock> blocks;
    std::size_t stretch = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        while (stretch + 1 < stretches.size() && stretches[stretch + 1].first <= i) ++stretch;
        const double rate = stretches[stretch].rate;
        if (blocks.empty() || blocks.back().stretch != stretch ||
            points[i].segment != points[i - 1].segment ||
            breaks_off(points[i - 1], points[i], rate)) {
            blocks.push_back({i, i, stretch, rate});
        }
        blocks.back().to = i + 1;
    }
    return blocks;
}

Delays::Delays(const std::vector<ClockPoint>& points, const std::vector<ClockBlock>& blocks)
    : time_(points.size()), delay_(points.size()) {
    std::int64_t origin = 0;
    std::size_t stretch = std::numeric_limits<std::size_t>::max();
    for (const ClockBlock& block : blocks) {
        if (block.stretch != stretch) origin = points[block.from].rtp_us;
        stretch = block.stretch;
        for (std::size_t i = block.from; i < block.to; ++i) {
            const auto ticks = static_cast<double>(points[i].rtp_us - origin);
            time_[i] = static_cast<double>(origin) + ticks / block.rate;
            delay_[i] = static_cast<double>(points[i].told_us()) - time_[i];
        }
    }
}

void Delays::correct(std::size_t from, std::size_t to, double by, double origin_us) {
    for (std::size_t i = from; i < to; ++i) {
        const double by_us = by * (time_[i] - origin_us);
        time_[i] += by_us;
        delay_[i] -= by_us;
    }
}

}  // namespace lsl::recorder
