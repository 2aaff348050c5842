#include "client/model/practice.h"

#include <algorithm>
#include <cmath>

namespace lsl::model {

namespace {

constexpr std::size_t least_taps = 4, most_taps = 32;
constexpr double longest_beat_s = 2;  ///< 30 a minute: after a longer pause taps begin anew
constexpr double shortest_beat_s = 0.2;
constexpr double near_beats = 0.35;  ///< of a beat: that near, a mark snaps
constexpr double usual_loop_s = 10;
constexpr std::int64_t beats_before = 4;
constexpr double milliseconds = 1000, microseconds = 1e6;  ///< in a second

/// Every tap is late or early by itself: the middle of all distances is right.
double median_distance(const std::vector<double>& taps) {
    std::vector<double> apart;
    for (std::size_t i = 1; i < taps.size(); ++i) apart.push_back(taps[i] - taps[i - 1]);
    const auto middle = apart.begin() + static_cast<std::ptrdiff_t>(apart.size() / 2);
    std::nth_element(apart.begin(), middle, apart.end());
    return *middle;
}

void put_grid(std::vector<media::BeatGrid>& grids, const media::BeatGrid& grid) {
    std::erase_if(grids, [&](const media::BeatGrid& other) {
        return std::abs(other.start_s - grid.start_s) < longest_beat_s;
    });
    if (grids.size() >= api::most_practice_beats) grids.erase(grids.begin());
    grids.push_back(grid);
    std::sort(grids.begin(), grids.end(),
              [](const auto& a, const auto& b) { return a.start_s < b.start_s; });
}

}  // namespace

const media::BeatGrid* Practice::grid_at(double position_s) const {
    if (grids.empty()) return nullptr;
    const media::BeatGrid* holds = &grids.front();
    for (const media::BeatGrid& grid : grids) {
        if (grid.start_s <= position_s + shortest_beat_s / 2) holds = &grid;
    }
    return holds;
}

media::PlayerPractice told(const Practice& practice) {
    media::PlayerPractice out;
    out.speed = practice.speed;
    out.grids = practice.grids;
    out.aloud = practice.aloud;
    out.spoken = practice.spoken;
    const auto marks = practice.marks();
    if (!practice.looping || !marks) return out;
    out.from_s = marks->from_s;
    out.to_s = marks->to_s;
    if (practice.counts_in && !practice.grids.empty()) out.count_in = beats_before;
    if (practice.speeds_up) out.ramp.assign(speed_ramp.begin(), speed_ramp.end());
    return out;
}

double next_speed(double speed, int steps) {
    constexpr double margin = 0.001;
    if (steps > 0) {
        const auto above = std::find_if(speed_ladder.begin(), speed_ladder.end(),
                                        [&](double step) { return step > speed + margin; });
        return above == speed_ladder.end() ? speed_ladder.back() : *above;
    }
    const auto below = std::find_if(speed_ladder.rbegin(), speed_ladder.rend(),
                                    [&](double step) { return step < speed - margin; });
    return below == speed_ladder.rend() ? speed_ladder.front() : *below;
}

std::int64_t next_zoom(std::int64_t percent, int steps) {
    if (steps > 0) {
        const auto above = std::upper_bound(zoom_ladder.begin(), zoom_ladder.end(), percent);
        return above == zoom_ladder.end() ? zoom_ladder.back() : *above;
    }
    const auto from = std::lower_bound(zoom_ladder.begin(), zoom_ladder.end(), percent);
    return from == zoom_ladder.begin() ? zoom_ladder.front() : *(from - 1);
}

double speed_of_round(const Practice& practice, std::int64_t round) {
    if (!practice.looping || !practice.speeds_up) return practice.speed;
    const auto last = static_cast<std::int64_t>(speed_ramp.size()) - 1;
    return speed_ramp[static_cast<std::size_t>(std::clamp<std::int64_t>(round, 0, last))];
}

double snapped(const Practice& practice, double position_s) {
    const media::BeatGrid* grid = practice.grid_at(position_s);
    if (grid == nullptr) return position_s;
    const double beats = (position_s - grid->start_s) / grid->beat_s;
    const double nearest = std::round(beats);
    if (std::abs(beats - nearest) > near_beats) return position_s;
    return std::max(0.0, grid->start_s + nearest * grid->beat_s);
}

Stretch last_counts(const Practice& practice, double position_s) {
    const media::BeatGrid* grid = practice.grid_at(position_s);
    const double length =
        grid == nullptr ? usual_loop_s : static_cast<double>(grid->group) * grid->beat_s;
    const double to = snapped(practice, std::max(position_s, length));
    return {std::max(0.0, to - length), to};
}

void tap_beat(Practice& practice, double position_s) {
    std::vector<double>& taps = practice.taps;
    const double since = taps.empty() ? 0 : position_s - taps.back();
    if (!taps.empty() && since >= 0 && since < shortest_beat_s) return;  // a finger that trembled
    if (taps.empty() || since < 0 || since > longest_beat_s || taps.size() >= most_taps) {
        taps.clear();
    }
    taps.push_back(position_s);
    if (taps.size() < least_taps) return;
    put_grid(practice.grids, {.start_s = taps.front(), .beat_s = median_distance(taps)});
}

bool offers_place(const Practice& practice, double position_s) {
    constexpr double open_for_s = 30;
    return practice.left_at_s && position_s < open_for_s;
}

wire::PracticeNotes notes_of(const Practice& practice) {
    wire::PracticeNotes notes;
    notes.loops = practice.kept;
    for (const media::BeatGrid& grid : practice.grids) {
        notes.beats.push_back({std::llround(grid.start_s * milliseconds),
                               std::llround(grid.beat_s * microseconds), grid.group});
    }
    notes.mirrored = practice.mirrored;
    return notes;
}

void take_notes(Practice& practice, const wire::PracticeNotes& notes) {
    practice.kept = notes.loops;
    practice.mirrored = notes.mirrored;
    practice.grids.clear();
    for (const wire::PracticeBeats& beats : notes.beats) {
        practice.grids.push_back({.start_s = static_cast<double>(beats.start_ms) / milliseconds,
                                  .beat_s = static_cast<double>(beats.beat_us) / microseconds,
                                  .group = beats.group});
    }
}

int count_at(const Practice& practice, double position_s) {
    const media::BeatGrid* grid = practice.grid_at(position_s);
    if (grid == nullptr) return 0;
    constexpr double rounding = 0.02;  // of a beat
    const double beats = std::floor((position_s - grid->start_s) / grid->beat_s + rounding);
    const auto group = static_cast<double>(grid->group);
    const double within = beats - group * std::floor(beats / group);
    return static_cast<int>(within) + 1;
}

}  // namespace lsl::model
