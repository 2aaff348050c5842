#include "server/recorder/timeline/network_delay.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace lsl::recorder {

namespace {

/// Points are thinned to the least delayed of so long.
constexpr std::int64_t bin_us = 100'000;
/// A queue drains no faster than what is in it is sent on. What is less delayed by this part of the
/// time between two points, and by jitter besides, did not wait in the same queue.
constexpr std::int64_t burst_us = 1'000'000;
constexpr double fastest_drain = 0.6;
constexpr double jitter_us = 60'000;
/// The least delayed point within this tells.
constexpr std::int64_t near_us = 700'000;
/// Beyond the ends a queue is believed to drain by one part in so many.
constexpr std::int64_t drains_by = 2;
constexpr std::int64_t near_both_sides_us = 3'000'000;

/// Two tracks of one network agree within this.
constexpr double agreed_s = 0.04;
/// So much is jitter and no queue.
constexpr std::int64_t no_queue_us = 100'000;
/// A point stands for this long on each of its sides at most.
constexpr std::int64_t stands_for_us = 500'000;

double seconds(std::int64_t us) { return static_cast<double>(us) / 1e6; }

/// For how long a point stands.
double weight_s(const std::vector<HeldBack>& held, std::size_t i) {
    std::int64_t us = 0;
    if (i > 0) us += std::min(stands_for_us, (held[i].arrival_us - held[i - 1].arrival_us) / 2);
    if (i + 1 < held.size()) {
        us += std::min(stands_for_us, (held[i + 1].arrival_us - held[i].arrival_us) / 2);
    }
    return seconds(us);
}

/// Only the least delayed of each bin.
std::vector<HeldBack> thinned(const std::vector<HeldBack>& held) {
    std::vector<HeldBack> kept;
    std::int64_t bin = 0;
    for (const HeldBack& one : held) {
        const std::int64_t in = one.arrival_us / bin_us;
        if (kept.empty() || in != bin) {
            kept.push_back(one);
            bin = in;
        } else if (one.by_us < kept.back().by_us) {
            kept.back() = one;
        }
    }
    return kept;
}

/// Without what came in a burst, or late and alone.
std::vector<HeldBack> queued(const std::vector<HeldBack>& held) {
    std::vector<HeldBack> kept;
    for (std::size_t i = 0; i < held.size(); ++i) {
        bool burst = false;
        for (std::size_t k = i + 1; k < held.size() && !burst; ++k) {
            const std::int64_t later_us = held[k].arrival_us - held[i].arrival_us;
            if (later_us >= burst_us) break;
            const auto less = static_cast<double>(held[i].by_us - held[k].by_us);
            burst = less > fastest_drain * static_cast<double>(later_us) + jitter_us;
        }
        if (!burst) kept.push_back(held[i]);
    }
    return kept;
}

/// Each the least of those near it.
std::vector<HeldBack> least_near(const std::vector<HeldBack>& held) {
    std::vector<HeldBack> least = held;
    std::size_t from = 0;
    for (std::size_t i = 0; i < held.size(); ++i) {
        while (held[i].arrival_us - held[from].arrival_us > near_us) ++from;
        for (std::size_t k = from; k < held.size(); ++k) {
            if (held[k].arrival_us - held[i].arrival_us > near_us) break;
            least[i].by_us = std::min(least[i].by_us, held[k].by_us);
        }
    }
    return least;
}

auto first_from(const std::vector<HeldBack>& held, std::int64_t arrival_us) {
    return std::lower_bound(
        held.begin(), held.end(), arrival_us,
        [](const HeldBack& one, std::int64_t time) { return one.arrival_us < time; });
}

/// Of what one track saw, how far it is from what the other did.
double away_from(const NetworkDelay& one, const NetworkDelay& other) {
    double sum = 0;
    const std::vector<HeldBack>& held = one.points();
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (!other.knows(held[i].arrival_us)) continue;
        const double apart = seconds(std::abs(held[i].by_us - other.at_us(held[i].arrival_us)));
        sum += std::max(0.0, apart - agreed_s) * weight_s(held, i);
    }
    return sum;
}

}  // namespace

NetworkDelay::NetworkDelay(std::vector<HeldBack> held) {
    std::stable_sort(held.begin(), held.end(), [](const HeldBack& a, const HeldBack& b) {
        return a.arrival_us < b.arrival_us;
    });
    held_ = least_near(queued(thinned(held)));
}

std::int64_t NetworkDelay::at_us(std::int64_t arrival_us) const {
    if (held_.empty()) return 0;
    const auto after = first_from(held_, arrival_us);
    if (after == held_.end() || after == held_.begin()) {
        const HeldBack& end = after == held_.end() ? held_.back() : held_.front();
        return std::max<std::int64_t>(
            0, end.by_us - std::abs(arrival_us - end.arrival_us) / drains_by);
    }
    const HeldBack& before = *(after - 1);
    const std::int64_t width = after->arrival_us - before.arrival_us;
    if (width <= 0) return after->by_us;
    const double share = seconds(arrival_us - before.arrival_us) / seconds(width);
    return before.by_us + std::llround(share * static_cast<double>(after->by_us - before.by_us));
}

bool NetworkDelay::knows(std::int64_t arrival_us) const {
    const auto after = first_from(held_, arrival_us);
    return after != held_.end() && after != held_.begin() &&
           after->arrival_us - (after - 1)->arrival_us < near_both_sides_us;
}

double disagreement(const NetworkDelay& a, const NetworkDelay& b) {
    return away_from(a, b) + away_from(b, a);
}

double held_back(const NetworkDelay& one) {
    double sum = 0;
    const std::vector<HeldBack>& held = one.points();
    for (std::size_t i = 0; i < held.size(); ++i) {
        sum += seconds(std::max<std::int64_t>(0, held[i].by_us - no_queue_us)) * weight_s(held, i);
    }
    return sum;
}

}  // namespace lsl::recorder
