#include "server/recorder/timeline/rtp_clock.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "server/recorder/timeline/clock_drift.h"
#include "server/recorder/timeline/clock_points.h"
#include "server/recorder/timeline/clock_rate.h"

namespace lsl::recorder {

namespace {

/// Least delays that differ by less than this belong to one clock.
constexpr double same_clock_us = 100'000;
/// The network may hold frames back for so long before the rest of them shows that it was not the
/// clock.
constexpr std::int64_t held_back_us = 10'000'000;
/// No honest sender's clock breaks off more often in that time.
constexpr std::size_t most_looked_at = 600;
/// Frames that come within this of each other see the same queue, which meanwhile grows by less.
constexpr double same_queue_us = 150'000;
constexpr std::int64_t moment_us = 700'000;
/// A beginning or an end that is so short may be late as a whole.
constexpr std::int64_t late_beginning_us = 2'000'000;
constexpr std::int64_t late_end_us = 2'000'000;
/// Frames come in the order of their sending. RTP time that goes back further than pictures are
/// shown out of that order was set; a frame or two in so short a time may be a straggler.
constexpr std::int64_t out_of_order_us = 200'000;
constexpr std::int64_t straggler_us = 100'000;
/// Groups whose least delays come so near to each other, but for drift, are of one clock, and what
/// lies between them waited: for no longer than this, nor for more.
constexpr double alike_us = 50'000;
constexpr double alike_drift = 400e-6;
constexpr std::int64_t queue_lasts_us = 60'000'000;
constexpr double longest_wait_us = 4'500'000;
constexpr std::size_t most_between = 200;

/// Joins blocks whose frames lie on one clock that ran on, and places them.
class Grouping {
  public:
    Grouping(const std::vector<ClockPoint>& points, const std::vector<ClockBlock>& blocks,
             const ClockOptions& options)
        : points_(points),
          blocks_(blocks),
          options_(options),
          delays_(points, blocks),
          meter_(points, blocks, delays_, options.network != nullptr),
          capture_(points.size()) {
        if (options.drift_is_clock) drift_ = meter_.take_out_common();
        for (std::size_t first = 0; first < blocks.size();) {
            first_of_.push_back(first);
            first = end_of_group(first);
        }
        join_alike();
        std::vector<DriftMeter::Part> parts;
        for (std::size_t group = 0; group < first_of_.size(); ++group) {
            const ClockBlock& first = blocks[first_of_[group]];
            parts.push_back({first.from, blocks[beyond(group) - 1].to, first.stretch});
        }
        if (options.drift_is_clock || blocks.front().rate != 1) {
            drift_ = std::max(drift_, meter_.take_out(parts, options.drift_is_clock));
        }
        for (const DriftMeter::Part& part : parts) place(part.from, part.to);
    }

    const std::vector<std::size_t>& firsts() const { return first_of_; }
    double capture(std::size_t point) const { return capture_[point]; }
    double drift() const { return drift_; }

  private:
    std::int64_t arrival(std::size_t point) const { return points_[point].arrival_us; }
    std::int64_t begins(std::size_t block) const { return arrival(blocks_[block].from); }
    std::int64_t ends(std::size_t block) const { return arrival(blocks_[block].to - 1); }

    /// The least delay at a block's beginning, as far as its frames tell.
    double least_at_beginning(std::size_t block) const {
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = blocks_[block].from; i < blocks_[block].to; ++i) {
            const auto after = static_cast<double>(arrival(i) - begins(block));
            least = std::min(least, delays_.delay(i) + most_drift * after);
        }
        return least;
    }

    /// Carries the least delay up to now on to the end of a block.
    double least_at_end(std::size_t block, double least, std::int64_t& at_us) const {
        for (std::size_t i = blocks_[block].from; i < blocks_[block].to; ++i) {
            least +=
                most_drift * static_cast<double>(std::max<std::int64_t>(arrival(i) - at_us, 0));
            at_us = std::max(at_us, arrival(i));
            least = std::min(least, delays_.delay(i));
        }
        return least;
    }

    /// What is known of a group up to where its next block may begin.
    struct Before {
        std::int64_t begins_us = 0;
        std::int64_t ends_us = 0;
        double least = std::numeric_limits<double>::max();  ///< delay, as drift allows at the end
        double lately = 0;                                  ///< least delay of the last moments
    };
    enum class Fit { Same, Late, Early };

    /// Whether a block lies on the clock of those before. The network may hold back and let go, in
    /// steps or slowly; the clock is another when neither the least nor the last delays go on.
    Fit fit(std::size_t block, const Before& before) const {
        const double found = least_at_beginning(block);
        const double first = lately(blocks_[block].from, blocks_[block].to, begins(block));
        // Where the other track tells of the queue, what differs besides is the clock.
        const double queue_us = witnessed(block) ? same_clock_us : same_queue_us;
        if (found < before.least - same_clock_us) {
            return first < before.lately - queue_us ? Fit::Early : Fit::Same;
        }
        if (found <= before.least + same_clock_us) return Fit::Same;
        return first <= before.lately + queue_us ? Fit::Same : Fit::Late;
    }

    /// The least delay of the points that came within a moment of `at_us`.
    double lately(std::size_t from, std::size_t to, std::int64_t at_us) const {
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = from; i < to; ++i) {
            if (arrival(i) > at_us + late_end_us) break;
            if (std::abs(arrival(i) - at_us) > moment_us) continue;
            least = std::min(least, delays_.delay(i));
        }
        return least;
    }

    void add(std::size_t block, std::size_t first, Before& before) const {
        before.least = least_at_end(block, before.least, before.ends_us);
        std::size_t from = blocks_[block].to - 1;
        while (from > blocks_[first].from && before.ends_us - arrival(from) <= moment_us) --from;
        before.lately = lately(from, blocks_[block].to, before.ends_us);
    }

    /// Whether RTP time steps back at a block, which no network makes it do.
    bool went_back(std::size_t block) const {
        if (block == 0) return false;
        const std::int64_t latest = points_[blocks_[block - 1].to - 1].rtp_us - out_of_order_us;
        if (points_[blocks_[block].from].rtp_us >= latest) return false;
        const bool straggler =
            ends(block) - begins(block) < straggler_us && block + 1 < blocks_.size();
        return !straggler || points_[blocks_[block + 1].from].rtp_us < latest;
    }

    std::size_t end_of_group(std::size_t first) const {
        Before before{begins(first), begins(first)};
        add(first, first, before);
        std::size_t next = first + 1;
        while (next < blocks_.size() && blocks_[next].stretch == blocks_[first].stretch) {
            if (went_back(next)) return next;
            std::size_t through = next;
            switch (fit(next, before)) {
                case Fit::Same: break;
                case Fit::Late:
                    if (waits(next, before)) break;
                    through = back_in_time(next, before);
                    if (through == next && !late_end(next, before)) return next;
                    break;
                case Fit::Early:
                    if (!late_beginning(next, before)) return next;
                    break;
            }
            for (; next <= through; ++next) add(next, first, before);
        }
        return next;
    }

    /// By this reading the network is what makes frames late.
    bool waits(std::size_t late, const Before& before) const {
        return options_.late_is_network &&
               least_at_beginning(late) - before.least < longest_wait_us;
    }

    /// The other track tells whether the network was late there.
    bool witnessed(std::size_t block) const {
        return options_.network != nullptr && options_.network->knows(begins(block));
    }

    /// The last frames of all may have come late, with none after them to tell.
    bool late_end(std::size_t late, const Before& before) const {
        return !witnessed(late) && begins(late) > ends(blocks_.size() - 1) - late_end_us &&
               least_at_beginning(late) - before.least < static_cast<double>(late_end_us);
    }

    /// And so may the first.
    bool late_beginning(std::size_t early, const Before& before) const {
        return !witnessed(early) && before.ends_us - before.begins_us < late_beginning_us &&
               before.least - least_at_beginning(early) < static_cast<double>(late_beginning_us);
    }

    /// From `late` on frames come later than the clock says. The block that goes on as those before
    /// did, if there is one soon; else `late`.
    std::size_t back_in_time(std::size_t late, const Before& before) const {
        const std::size_t end = std::min(blocks_.size(), late + most_looked_at);
        for (std::size_t k = late + 1; k < end; ++k) {
            if (blocks_[k].stretch != blocks_[late].stretch || went_back(k)) break;
            if (begins(k) - before.ends_us > held_back_us) break;
            if (fit(k, before) == Fit::Same) return k;
        }
        return late;
    }

    /// Beyond the last block of a group.
    std::size_t beyond(std::size_t group) const {
        return group + 1 < first_of_.size() ? first_of_[group + 1] : blocks_.size();
    }

    struct Floor {
        double delay = std::numeric_limits<double>::max();  ///< the least of a group
        std::int64_t at_us = 0;
    };
    Floor floor_of(std::size_t group) const {
        Floor floor;
        const std::size_t to = blocks_[beyond(group) - 1].to;
        for (std::size_t i = blocks_[first_of_[group]].from; i < to; ++i) {
            if (delays_.delay(i) < floor.delay) floor = {delays_.delay(i), arrival(i)};
        }
        return floor;
    }

    /// A clock that was set does not come to stand where it would have by chance. So where delays
    /// come down again to what they were, what lies between waited in the network.
    void join_alike() {
        std::vector<Floor> floors;
        for (std::size_t group = 0; group < first_of_.size(); ++group) {
            floors.push_back(floor_of(group));
        }
        for (std::size_t group = 0; group + 1 < first_of_.size();) {
            const std::size_t through = last_alike(group, floors);
            if (through == group) {
                ++group;
                continue;
            }
            const auto at = [](auto& all, std::size_t i) {
                return all.begin() + static_cast<std::ptrdiff_t>(i);
            };
            floors[group] =
                *std::min_element(at(floors, group), at(floors, through + 1),
                                  [](const Floor& a, const Floor& b) { return a.delay < b.delay; });
            floors.erase(at(floors, group + 1), at(floors, through + 1));
            first_of_.erase(at(first_of_, group + 1), at(first_of_, through + 1));
        }
    }

    /// The next group of the same clock; `group` itself when there is none soon.
    std::size_t last_alike(std::size_t group, const std::vector<Floor>& floors) const {
        const std::int64_t lasts_us = options_.network != nullptr ? held_back_us : queue_lasts_us;
        const std::size_t end = std::min(first_of_.size(), group + most_between);
        double most_above = 0;
        for (std::size_t other = group + 1; other < end; ++other) {
            const std::size_t first = first_of_[other];
            if (blocks_[first].stretch != blocks_[first_of_[group]].stretch) break;
            if (went_back(first)) break;
            const std::int64_t between_us = begins(first) - ends(first_of_[group + 1] - 1);
            if (other > group + 1 && between_us > lasts_us) break;
            const std::int64_t apart_us = std::abs(floors[other].at_us - floors[group].at_us);
            const double above = floors[other].delay - floors[group].delay;
            if (std::abs(above) <= alike_us + alike_drift * static_cast<double>(apart_us)) {
                return most_above < longest_wait_us ? other : group;
            }
            if (above < 0) break;
            most_above = std::max(most_above, above);
        }
        return group;
    }

    void place(std::size_t from, std::size_t to) {
        // The least delay cannot change faster than clocks drift: what is above it is the network.
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = from; i < to; ++i) {
            if (i > from) least += drift_between(i - 1, i);
            least = std::min(least, delays_.delay(i));
            capture_[i] = least;
        }
        for (std::size_t i = to; i-- > from;) {
            if (i + 1 < to) least += drift_between(i, i + 1);
            least = std::min(least, capture_[i]);
            capture_[i] = least;
        }
        for (std::size_t i = from; i < to; ++i) capture_[i] += delays_.time(i);
    }

    double drift_between(std::size_t a, std::size_t b) const {
        return most_drift * static_cast<double>(std::max<std::int64_t>(arrival(b) - arrival(a), 0));
    }

    const std::vector<ClockPoint>& points_;
    const std::vector<ClockBlock>& blocks_;
    const ClockOptions& options_;
    Delays delays_;
    DriftMeter meter_;
    double drift_ = 0;
    std::vector<double> capture_;
    std::vector<std::size_t> first_of_;  ///< first blocks of the groups
};

/// Frames may come out of the order of their showing.
void sort_nodes(TimedSegment& segment) {
    std::stable_sort(segment.nodes.begin(), segment.nodes.end(),
                     [](const auto& a, const auto& b) { return a.rtp_us < b.rtp_us; });
    const auto same = [](const auto& a, const auto& b) { return a.rtp_us == b.rtp_us; };
    segment.nodes.erase(std::unique(segment.nodes.begin(), segment.nodes.end(), same),
                        segment.nodes.end());
}

}  // namespace

std::int64_t TimedSegment::capture_us(std::int64_t rtp_us) const {
    const auto after =
        std::lower_bound(nodes.begin(), nodes.end(), rtp_us,
                         [](const Node& node, std::int64_t time) { return node.rtp_us < time; });
    const auto beyond = [&](const Node& node) {
        return node.capture_us + std::llround(static_cast<double>(rtp_us - node.rtp_us) * slope);
    };
    if (after == nodes.end()) return beyond(nodes.back());
    if (after == nodes.begin()) return beyond(nodes.front());
    const Node& before = *(after - 1);
    const auto share = static_cast<double>(rtp_us - before.rtp_us) /
                       static_cast<double>(after->rtp_us - before.rtp_us);
    return before.capture_us +
           std::llround(share * static_cast<double>(after->capture_us - before.capture_us));
}

ClockReading read_clock(const std::vector<const Journal::Segment*>& segments,
                        const ClockOptions& options) {
    ClockReading reading;
    reading.segments.resize(segments.size());
    const std::vector<ClockPoint> points = collect_points(segments, options.network);
    if (points.empty()) return reading;
    const std::vector<RateStretch> stretches =
        options.rate ? std::vector<RateStretch>{{0, *options.rate}} : find_rates(points);
    const std::vector<ClockBlock> blocks = cut_blocks(points, stretches);
    const Grouping grouping(points, blocks, options);
    reading.sets = grouping.firsts().size() - 1 + stretches.size() - 1;
    reading.drift = grouping.drift();
    for (const RateStretch& stretch : stretches) reading.rates.push_back(stretch.rate);
    std::size_t group = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        while (group + 1 < grouping.firsts().size() && grouping.firsts()[group + 1] <= b) ++group;
        TimedSegment& segment = reading.segments[points[blocks[b].from].segment];
        // A segment whose rate changes on the way goes with the group that it begins in.
        if (segment.nodes.empty()) segment.group = group;
        segment.slope = 1 / blocks[b].rate;
        for (std::size_t i = blocks[b].from; i < blocks[b].to; ++i) {
            const std::int64_t capture_us = std::llround(grouping.capture(i));
            segment.nodes.push_back({points[i].rtp_us, capture_us});
            reading.held.push_back({points[i].arrival_us, points[i].arrival_us - capture_us});
        }
    }
    for (TimedSegment& segment : reading.segments) sort_nodes(segment);
    return reading;
}

}  // namespace lsl::recorder
