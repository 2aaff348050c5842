#include "server/recorder/timeline/clock_drift.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "server/recorder/timeline/clock_rate.h"

namespace lsl::recorder {

namespace {

/// How long a clock must run before its rate is measured more closely: one that is plainly off
/// shows it sooner, and so does one beside a track that says what the network did.
constexpr std::int64_t measurable_us = 30'000'000;
constexpr std::int64_t soon_measurable_us = 6'000'000;
constexpr std::int64_t witnessed_measurable_us = 3'000'000;
constexpr double plain_drift = 0.04;
/// What drift moves frames by must be more than jitter does.
constexpr double least_moved_us = 50'000;
/// A rate is off all the time; a queue in the network fills at one and empties at another.
constexpr double same_drift = 0.4;
constexpr double common_drift = 0.25;
constexpr double common_drift_besides = 0.002;
constexpr double mostly = 0.7;
/// Points of one clock among others' have no rate of their own but what was measured inexactly.
constexpr double most_of_a_part = 0.01;
constexpr std::size_t fewest_points = 5;

struct Measured {
    double drift = 0;
    double lasts_us = 0;
};

/// The middle one, each counted for as long as it lasts.
double middle(std::vector<Measured> all, double sum_us) {
    std::sort(all.begin(), all.end(),
              [](const Measured& a, const Measured& b) { return a.drift < b.drift; });
    double drift = 0;
    double until_us = 0;
    for (const Measured& one : all) {
        until_us += one.lasts_us;
        drift = one.drift;
        if (until_us >= sum_us / 2) break;
    }
    return drift;
}

bool near(double one, double drift) {
    return std::abs(one - drift) <= std::max(common_drift * std::abs(drift), common_drift_besides);
}

/// The drift that most of the time has, if it has one.
double common(const std::vector<Measured>& all, double sum_us) {
    const double drift = middle(all, sum_us);
    double alike_us = 0;
    for (const Measured& one : all) {
        if (near(one.drift, drift)) alike_us += one.lasts_us;
    }
    return alike_us < mostly * sum_us ? 0 : drift;
}

}  // namespace

double DriftMeter::take_out_common() {
    std::vector<Measured> all;
    double sum_us = 0;
    for (const ClockBlock& block : blocks_) {
        const std::int64_t lasts_us = arrival(block.to - 1) - arrival(block.from);
        if (block.to - block.from < fewest_points || lasts_us < witnessed_measurable_us) continue;
        all.push_back(
            {even_drift(least_delayed(block.from, block.to)), static_cast<double>(lasts_us)});
        sum_us += all.back().lasts_us;
    }
    if (all.empty()) return 0;
    const double drift = common(all, sum_us);
    if (std::abs(drift) < 2 * most_drift || std::abs(drift) * sum_us < least_moved_us) return 0;
    const std::int64_t needed_us =
        std::abs(drift) < plain_drift ? measurable_us : soon_measurable_us;
    if (!witnessed_ && sum_us < static_cast<double>(needed_us)) return 0;
    std::size_t stretch = std::numeric_limits<std::size_t>::max();
    double origin_us = 0;
    for (const ClockBlock& block : blocks_) {
        if (block.stretch != stretch) origin_us = delays_.time(block.from);
        stretch = block.stretch;
        delays_.correct(block.from, block.to, drift, origin_us);
    }
    return std::abs(drift);
}

double DriftMeter::take_out(const std::vector<Part>& parts, bool any) {
    std::vector<double> drifts;
    std::map<std::size_t, std::pair<std::vector<Measured>, double>> stretches;
    for (const Part& part : parts) {
        const std::int64_t lasts_us = lasts(part);
        drifts.push_back(0);
        if (lasts_us < witnessed_measurable_us) continue;
        drifts.back() = even_drift(least_delayed(part.from, part.to));
        auto& [all, sum_us] = stretches[part.stretch];
        all.push_back({drifts.back(), static_cast<double>(lasts_us)});
        sum_us += all.back().lasts_us;
    }
    double most = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!shows(parts[i], drifts[i], any)) continue;
        const auto& [all, sum_us] = stretches[parts[i].stretch];
        if (!near(drifts[i], middle(all, sum_us))) continue;
        delays_.correct(parts[i].from, parts[i].to, drifts[i], delays_.time(parts[i].from));
        most = std::max(most, std::abs(drifts[i]));
    }
    return most;
}

/// Whether a part's drift is one that can be told from other things.
bool DriftMeter::shows(const Part& part, double drift, bool any) const {
    const std::int64_t lasts_us = lasts(part);
    if (lasts_us < (witnessed_ ? witnessed_measurable_us : soon_measurable_us)) return false;
    if (std::abs(drift) < 0.8 * most_drift) return false;
    const bool all = any && part.from == 0 && part.to == points_.size();
    if (!all && std::abs(drift) > most_of_a_part) return false;
    if (witnessed_) return std::abs(drift) * static_cast<double>(lasts_us) >= least_moved_us;
    return lasts_us >= measurable_us || std::abs(drift) >= plain_drift;
}

/// The least delayed points of a second each, or of a sixtieth of the time.
std::vector<std::size_t> DriftMeter::least_delayed(std::size_t from, std::size_t to) const {
    const std::int64_t lasts_us = arrival(to - 1) - arrival(from);
    const std::int64_t bin_us = std::max<std::int64_t>(lasts_us / 60, 1'000'000);
    std::vector<std::size_t> least;
    std::int64_t bin = -1;
    for (std::size_t i = from; i < to; ++i) {
        const std::int64_t in = (arrival(i) - arrival(from)) / bin_us;
        if (in > bin) {
            least.push_back(i);
            bin = in;
        } else if (delays_.delay(i) < delays_.delay(least.back())) {
            least.back() = i;
        }
    }
    return least;
}

/// By how much delays grow in a second; 0 when they don't do so evenly.
double DriftMeter::even_drift(const std::vector<std::size_t>& least) const {
    std::vector<double> drifts;
    const std::size_t half = least.size() / 2;
    for (std::size_t i = 0; i + half < least.size(); ++i) {
        const double time = delays_.time(least[i + half]) - delays_.time(least[i]);
        if (time <= 0) continue;
        drifts.push_back((delays_.delay(least[i + half]) - delays_.delay(least[i])) / time);
    }
    const double drift = median(drifts);
    const auto alike = std::count_if(drifts.begin(), drifts.end(), [&](double one) {
        return std::abs(one - drift) <= same_drift * std::abs(drift);
    });
    return static_cast<double>(alike) >= mostly * static_cast<double>(drifts.size()) ? drift : 0;
}

}  // namespace lsl::recorder
