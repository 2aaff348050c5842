#include "server/recorder/alignment.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>

namespace lsl::recorder {

namespace {

/// Observations within this long make one node.
constexpr std::int64_t bucket_us = 10'000'000;
/// A millisecond a second: twenty times what a bad crystal drifts, and inaudible.
constexpr std::int64_t most_slope = 1'000;  // one part in so many
/// A sender report that is off by more tells of a clock that was set anew or a paused encoder;
/// arrivals wander further for no other reason than a full queue in the network.
constexpr std::int64_t report_step_us = 150'000;
constexpr std::int64_t arrival_step_us = 1'000'000;
/// Tracks of one publisher see network delays that differ by less than this.
constexpr std::int64_t same_clock_us = 3'000'000;
/// Tracks of two publishers may touch for this long while one takes over from the other.
constexpr std::int64_t least_overlap_us = 1'000'000;

std::int64_t end_of(const Journal::Segment& segment) {
    std::int64_t end = segment.start_us;
    for (const auto& point : segment.arrivals) end = std::max(end, point.media_us);
    for (const auto& point : segment.reports) end = std::max(end, point.media_us);
    return end;
}

bool beside(const Journal::Segment& a, const Journal::Segment& b) {
    const std::int64_t a_end = end_of(a);
    const std::int64_t b_end = end_of(b);
    const std::int64_t overlap = std::min(a_end, b_end) - std::max(a.start_us, b.start_us);
    const std::int64_t shorter = std::min(a_end - a.start_us, b_end - b.start_us);
    return overlap > 0 && overlap >= std::min(least_overlap_us, shorter / 2);
}

/// Root of a segment's group, all of whose members tell one clock.
std::size_t root_of(std::vector<std::size_t>& parents, std::size_t index) {
    while (parents[index] != index) index = parents[index] = parents[parents[index]];
    return index;
}

}  // namespace

Alignment::Alignment(const Journal& journal) {
    const std::size_t count = journal.segments.size();
    // By the sender's clock: the nodes, and how far capture time is ahead of that clock.
    std::vector<std::vector<Node>> by_report(count);
    std::vector<std::optional<std::int64_t>> ahead_us(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Journal::Segment& segment = journal.segments[i];
        if (segment.reports.empty() || segment.arrivals.empty()) continue;
        by_report[i] = smooth(segment.reports, false);
        std::vector<std::int64_t> aheads;
        for (const Journal::Point& arrival : segment.arrivals) {
            aheads.push_back(arrival.clock_us - arrival.media_us -
                             shift_at(by_report[i], arrival.media_us));
        }
        // Near the least, but not the least: around a step the nodes are wrong for a moment.
        std::sort(aheads.begin(), aheads.end());
        ahead_us[i] = aheads[aheads.size() / 4];
    }

    std::vector<std::size_t> parents(count);
    std::iota(parents.begin(), parents.end(), std::size_t{0});
    std::vector<bool> paired(count, false);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = i + 1; k < count; ++k) {
            const Journal::Segment& a = journal.segments[i];
            const Journal::Segment& b = journal.segments[k];
            if (a.kind == b.kind || !ahead_us[i] || !ahead_us[k] || !beside(a, b)) continue;
            if (std::abs(*ahead_us[i] - *ahead_us[k]) > same_clock_us) continue;
            paired[i] = paired[k] = true;
            parents[root_of(parents, k)] = root_of(parents, i);
        }
    }
    std::vector<std::optional<std::int64_t>> group_ahead_us(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (!paired[i]) continue;
        auto& least = group_ahead_us[root_of(parents, i)];
        least = std::min(least.value_or(*ahead_us[i]), *ahead_us[i]);
    }

    for (std::size_t i = 0; i < count; ++i) {
        const Journal::Segment& segment = journal.segments[i];
        Placed placed{segment.start_us, {}};
        if (paired[i]) {
            placed.nodes = by_report[i];
            const std::int64_t ahead = *group_ahead_us[root_of(parents, i)];
            for (Node& node : placed.nodes) node.shift_us += ahead;
        } else {
            placed.nodes = smooth(segment.arrivals, true);
        }
        auto& track = tracks_[segment.kind == media::TrackKind::Video ? 1 : 0];
        track.push_back(std::move(placed));
    }
    for (auto& track : tracks_) {
        std::stable_sort(track.begin(), track.end(),
                         [](const Placed& a, const Placed& b) { return a.start_us < b.start_us; });
    }
}

std::int64_t Alignment::align(media::TrackKind kind, std::int64_t media_us) const {
    const auto& track = tracks_[kind == media::TrackKind::Video ? 1 : 0];
    // Parts count milliseconds, so a segment's first frame may seem to lie a little before it.
    constexpr std::int64_t rounding_us = 1'000;
    auto next = std::upper_bound(
        track.begin(), track.end(), media_us + rounding_us,
        [](std::int64_t time, const Placed& placed) { return time < placed.start_us; });
    if (next != track.begin()) --next;
    if (next == track.end()) return media_us;
    return media_us + shift_at(next->nodes, media_us);
}

std::vector<Alignment::Node> Alignment::smooth(const std::vector<Journal::Point>& points,
                                               bool by_arrival) {
    std::vector<Node> nodes;
    std::size_t from = 0;
    while (from < points.size()) {
        std::size_t to = from;
        std::vector<std::int64_t> shifts;
        while (to < points.size() && points[to].media_us - points[from].media_us < bucket_us) {
            shifts.push_back(points[to].clock_us - points[to].media_us);
            ++to;
        }
        // Sender reports err to both sides, arrivals only to the late one.
        std::sort(shifts.begin(), shifts.end());
        const std::int64_t shift = by_arrival ? shifts.front() : shifts[shifts.size() / 2];
        nodes.push_back({(points[from].media_us + points[to - 1].media_us) / 2, shift});
        from = to;
    }

    const std::int64_t step = by_arrival ? arrival_step_us : report_step_us;
    std::vector<Node> bent;
    for (const Node& node : nodes) {
        if (bent.empty()) {
            bent.push_back(node);
            continue;
        }
        const Node& before = bent.back();
        const std::int64_t distance = std::max<std::int64_t>(node.media_us - before.media_us, 0);
        const std::int64_t change = node.shift_us - before.shift_us;
        if (std::abs(change) > step) {
            bent.push_back({std::max(node.media_us - 1, before.media_us), before.shift_us});
            bent.push_back(node);
            continue;
        }
        const std::int64_t most = distance / most_slope;
        bent.push_back({node.media_us, before.shift_us + std::clamp(change, -most, most)});
    }
    return bent;
}

std::int64_t Alignment::shift_at(const std::vector<Node>& nodes, std::int64_t media_us) {
    if (nodes.empty()) return 0;
    const auto after =
        std::lower_bound(nodes.begin(), nodes.end(), media_us,
                         [](const Node& node, std::int64_t time) { return node.media_us < time; });
    if (after == nodes.begin()) return nodes.front().shift_us;
    if (after == nodes.end()) return nodes.back().shift_us;
    const auto before = after - 1;
    const std::int64_t width = after->media_us - before->media_us;
    if (width <= 0) return after->shift_us;
    return before->shift_us +
           (after->shift_us - before->shift_us) * (media_us - before->media_us) / width;
}

}  // namespace lsl::recorder
