#include "server/recorder/timeline/clock_rate.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lsl::recorder {

namespace {

constexpr std::int64_t rate_bin_us = 500'000;
/// Slopes are taken over this long, so that a second's jitter of the network counts little.
constexpr std::int64_t reach_us = 4'000'000;
constexpr std::int64_t least_reach_us = 1'000'000;
/// Of which the network must leave one part in so many.
constexpr std::int64_t least_left = 4;
constexpr std::int64_t long_segment_us = 2'000'000;
/// The rate at a moment is the middle one of the slopes this near.
constexpr std::int64_t rate_near_us = 10'000'000;
constexpr double odd = 0.18;
/// A queue in the network fills or drains no longer at such a pace.
constexpr std::int64_t shortest_odd_us = 10'000'000;
/// Slopes agree when they are within this of their middle, which leaves room for a queue that fills
/// or drains. Most of them must, and a few there must be, else RTP time and real time have parted
/// for another reason than a wrong rate.
constexpr double agreed = 0.25;
constexpr double most_agree = 0.7;
constexpr std::size_t fewest = 3;
constexpr double slowest = 1e-3;
constexpr double fastest = 1e5;
/// What a track's clocks usually count at: this share of all slopes, of which the greatest is by
/// less than this greater than the least.
constexpr double usual_share = 0.3;
constexpr double usual_near = 1.2;

struct Slope {
    std::int64_t at_us = 0;
    std::size_t first = 0;  ///< point that it begins at
    double rate = 1;
};

/// One point for each half second.
std::vector<std::size_t> thinned(const std::vector<ClockPoint>& points) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool next = kept.empty() ||
                          points[i].arrival_us - points[kept.back()].arrival_us >= rate_bin_us ||
                          points[i].segment != points[kept.back()].segment;
        // Of segments that last no longer than their first frame, one a bin is enough.
        const bool crowded =
            kept.size() > 1 &&
            points[i].arrival_us - points[kept[kept.size() - 2]].arrival_us < rate_bin_us;
        if (next && !crowded) kept.push_back(i);
    }
    return kept;
}

std::vector<Slope> slopes(const std::vector<ClockPoint>& points, std::int64_t most_reach_us) {
    const std::vector<std::size_t> kept = thinned(points);
    const std::int64_t all_us = points.back().arrival_us - points.front().arrival_us;
    const std::int64_t usual_us = std::clamp(all_us / 2, least_reach_us, most_reach_us);
    std::vector<Slope> found;
    std::size_t segment_begins = 0;  // indices into kept: its first, and beyond its last
    std::size_t segment_ends = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const ClockPoint& from = points[kept[i]];
        if (i == segment_ends) segment_begins = i;
        segment_ends = std::max(segment_ends, i);
        while (segment_ends < kept.size() && points[kept[segment_ends]].segment == from.segment) {
            ++segment_ends;
        }
        const std::int64_t lasts_us =
            points[kept[segment_ends - 1]].arrival_us - points[kept[segment_begins]].arrival_us;
        const bool alone = lasts_us >= long_segment_us;
        const std::int64_t reach =
            alone ? std::clamp(lasts_us / 2, least_reach_us, usual_us) : usual_us;
        const std::size_t end = alone ? segment_ends : kept.size();
        for (std::size_t k = i + 1; k < end; ++k) {
            const ClockPoint& to = points[kept[k]];
            if (to.arrival_us - from.arrival_us < reach) continue;
            // More cannot have been held back than what is left of the time.
            const std::int64_t time_us = to.told_us() - from.told_us();
            if (time_us < reach / least_left) break;
            found.push_back(
                {(from.arrival_us + to.arrival_us) / 2, kept[i],
                 static_cast<double>(to.rtp_us - from.rtp_us) / static_cast<double>(time_us)});
            break;
        }
    }
    return found;
}

bool is_odd(double rate) { return rate < 1 - odd || rate > 1 + odd; }
bool agree(double a, double b) { return std::abs(a - b) <= agreed * std::abs(b); }

/// The rate that the slopes around one agree on; nothing when they don't, or when it is no rate.
std::optional<double> rate_around(const std::vector<Slope>& all, std::size_t from, std::size_t to) {
    std::vector<double> near;
    for (std::size_t i = from; i < to; ++i) near.push_back(all[i].rate);
    const double middle = median(near);
    if (!is_odd(middle)) return 1;
    if (near.size() < fewest || middle < slowest || middle > fastest) return std::nullopt;
    const auto agreeing =
        std::count_if(near.begin(), near.end(), [&](double rate) { return agree(rate, middle); });
    if (static_cast<double>(agreeing) < most_agree * static_cast<double>(near.size())) {
        return std::nullopt;
    }
    return middle;
}

/// Leaves out odd stretches that are too short to be a clock's.
void without_short(std::vector<RateStretch>& stretches, const std::vector<ClockPoint>& points) {
    for (std::size_t i = stretches.size(); stretches.size() > 1 && i-- > 0;) {
        const std::size_t end =
            i + 1 < stretches.size() ? stretches[i + 1].first : points.size() - 1;
        const std::int64_t lasts_us =
            points[end].arrival_us - points[stretches[i].first].arrival_us;
        if (stretches[i].rate == 1 || lasts_us >= shortest_odd_us) continue;
        if (i == 0) {
            stretches[1].first = 0;
        } else if (i + 1 < stretches.size() && stretches[i - 1].rate == stretches[i + 1].rate) {
            stretches.erase(stretches.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
        stretches.erase(stretches.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<double> measured_rates(const std::vector<ClockPoint>& points) {
    std::vector<double> rates;
    if (points.empty()) return rates;
    for (const Slope& slope : slopes(points, least_reach_us)) rates.push_back(slope.rate);
    return rates;
}

double usual_rate(std::vector<double> measured) {
    std::erase_if(measured, [](double rate) { return rate < slowest || rate > fastest; });
    std::sort(measured.begin(), measured.end());
    // The window of alike rates that holds the most.
    std::size_t best = 0;
    std::size_t most_alike = 0;
    std::size_t to = 0;
    for (std::size_t from = 0; from < measured.size(); ++from) {
        while (to < measured.size() && measured[to] < measured[from] * usual_near) ++to;
        if (to - from <= most_alike) continue;
        most_alike = to - from;
        best = from;
    }
    const double share = static_cast<double>(most_alike) / static_cast<double>(measured.size());
    if (most_alike < fewest || share < usual_share) return 1;
    const double rate = measured[best + most_alike / 2];
    return is_odd(rate) ? rate : 1;
}

std::vector<RateStretch> find_rates(const std::vector<ClockPoint>& points) {
    const std::vector<Slope> all = slopes(points, reach_us);
    std::vector<RateStretch> stretches{{0, 1}};
    // A clock that counts right all the time, as nearly all do, needs no closer look.
    if (std::none_of(all.begin(), all.end(), [](const Slope& s) { return is_odd(s.rate); })) {
        return stretches;
    }
    std::vector<double> rates;  // of the stretch, to take the middle one
    std::size_t from = 0;
    std::size_t to = 0;
    const auto close = [&] {
        if (!rates.empty() && is_odd(rates.front())) stretches.back().rate = median(rates);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        while (all[i].at_us - all[from].at_us > rate_near_us) ++from;
        while (to < all.size() && all[to].at_us - all[i].at_us <= rate_near_us) ++to;
        const auto rate = rate_around(all, from, to);
        if (!rate) continue;  // the clock is believed to count on as it did
        const bool same =
            rates.empty() || (is_odd(*rate) == is_odd(rates.front()) &&
                              (!is_odd(*rate) || std::abs(*rate / rates.front() - 1) < 0.15));
        if (!same) {
            close();
            // The slope reaches beyond its beginning; its middle is where the rate holds.
            std::size_t first = all[i].first;
            while (first + 1 < points.size() && points[first].arrival_us < all[i].at_us) ++first;
            if (first > stretches.back().first) stretches.push_back({first, 1});
            rates.clear();
        }
        rates.push_back(*rate);
    }
    close();
    without_short(stretches, points);
    return stretches;
}

}  // namespace lsl::recorder
