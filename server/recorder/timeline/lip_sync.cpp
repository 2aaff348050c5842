#include "server/recorder/timeline/lip_sync.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace lsl::recorder {

namespace {

/// From one report to the next a sender's clock may differ from ours by this and by the drift of
/// clocks; beyond it the clock was set.
constexpr std::int64_t same_clock_step_us = 60'000;
constexpr std::int64_t drift_per_second = 1'000;  // one part in so many
/// So few reports cannot tell whether a clock is set too often to be one.
constexpr std::size_t most_settings = 7;
/// All reports of one setting of the clock together show its rate better.
constexpr double most_track_drift = 0.003;
constexpr double least_telling_us = 50'000;
/// Tracks of one publisher see network delays that differ by less.
constexpr std::int64_t most_late_us = 1'500'000;
constexpr std::int64_t most_late_by_one_report_us = 500'000;
/// Reports this near to each other are compared although no others lie around them.
constexpr std::int64_t sync_near_us = 6'000'000;
/// What reports around another setting of the clock may differ in and still count.
constexpr std::int64_t like_us = 100'000;
constexpr std::int64_t sync_bin_us = 30'000'000;
/// The offset of a node changes against the one before by no more than this part of the time
/// between them.
constexpr std::int64_t most_bend = 500;

/// Consecutive reports between which the sender's clock was not set.
struct Setting {
    std::vector<ReportedTime> reports;

    std::int64_t begins_us() const { return reports.front().at_us; }
    std::int64_t ends_us() const { return reports.back().at_us; }
};

std::int64_t ahead_us(const ReportedTime& report) { return report.sender_us - report.at_us; }

/// False for a clock that does not run as fast as ours.
bool runs_right(const Setting& setting) {
    const auto change =
        static_cast<double>(ahead_us(setting.reports.back()) - ahead_us(setting.reports.front()));
    const auto time = static_cast<double>(setting.ends_us() - setting.begins_us());
    return std::abs(change) <= least_telling_us || std::abs(change) <= most_track_drift * time;
}

bool goes_on(const Setting& setting, const ReportedTime& report) {
    const ReportedTime& last = setting.reports.back();
    const std::int64_t allowed =
        same_clock_step_us + (report.at_us - last.at_us) / drift_per_second;
    return std::abs(ahead_us(report) - ahead_us(last)) <= allowed;
}

std::vector<Setting> settings_of(const SyncGroup& group) {
    std::vector<ReportedTime> reports = group.reports;
    if (group.doubtful > reports.size()) return {};
    std::stable_sort(reports.begin(), reports.end(),
                     [](const auto& a, const auto& b) { return a.at_us < b.at_us; });
    std::vector<Setting> settings;
    for (const ReportedTime& report : reports) {
        // A wild report does not end the setting that it came in.
        const auto end = settings.rbegin() + std::min<std::ptrdiff_t>(2, std::ssize(settings));
        const auto same = std::find_if(settings.rbegin(), end, [&](const Setting& setting) {
            return goes_on(setting, report);
        });
        if (same != end) {
            same->reports.push_back(report);
        } else {
            settings.push_back({{report}});
        }
    }
    // A clock that nearly each report has set is none.
    const std::size_t joined = reports.size() - settings.size();
    if (reports.size() > most_settings && joined * 4 < reports.size()) return {};
    std::erase_if(settings, [](const Setting& setting) { return !runs_right(setting); });
    return settings;
}

/// How far the sender's clock is ahead at a moment, by the reports around it.
std::optional<std::int64_t> ahead_at(const Setting& setting, std::int64_t at_us) {
    if (at_us < setting.begins_us() - sync_near_us || at_us > setting.ends_us() + sync_near_us) {
        return std::nullopt;
    }
    const auto after = std::lower_bound(
        setting.reports.begin(), setting.reports.end(), at_us,
        [](const ReportedTime& report, std::int64_t time) { return report.at_us < time; });
    if (after == setting.reports.end()) return ahead_us(setting.reports.back());
    if (after == setting.reports.begin()) return ahead_us(setting.reports.front());
    const ReportedTime& before = *(after - 1);
    const std::int64_t width = after->at_us - before.at_us;
    if (width <= 0) return ahead_us(*after);
    const auto share = static_cast<double>(at_us - before.at_us) / static_cast<double>(width);
    return ahead_us(before) +
           std::llround(share * static_cast<double>(ahead_us(*after) - ahead_us(before)));
}

struct Offset {
    std::int64_t at_us = 0;
    std::int64_t late_us = 0;
};

std::int64_t middle(std::vector<std::int64_t> values) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

struct Comparison {
    std::vector<Offset> offsets;
    std::int64_t usual_us = 0;
    std::int64_t lasts_us = 0;
    bool single = false;  ///< one of the settings is a single report
};

Comparison compare(const Setting& sound, const Setting& picture, bool picture_has_one) {
    Comparison made;
    std::vector<std::int64_t> all;
    for (const ReportedTime& report : sound.reports) {
        const auto ahead = ahead_at(picture, report.at_us);
        if (!ahead) continue;
        made.offsets.push_back({report.at_us, ahead_us(report) - *ahead});
        all.push_back(made.offsets.back().late_us);
    }
    if (all.empty()) return made;
    made.usual_us = middle(std::move(all));
    made.lasts_us = std::min(sound.ends_us(), picture.ends_us()) -
                    std::max(sound.begins_us(), picture.begins_us());
    made.single = sound.reports.size() == 1 || picture.reports.size() == 1;
    // One of many pictures' reports that is alone is a wild one.
    if (picture.reports.size() == 1 && !picture_has_one) made.offsets.clear();
    const std::int64_t most = made.single ? most_late_by_one_report_us : most_late_us;
    if (std::abs(made.usual_us) > most) made.offsets.clear();
    return made;
}

/// A single report among others may be a wild one, unless most say what it says.
void without_wild(std::vector<Comparison>& all, std::size_t reported) {
    std::vector<Comparison> kept;
    for (const Comparison& one : all) {
        std::size_t agreeing = 0;
        for (const Comparison& other : all) {
            if (std::abs(other.usual_us - one.usual_us) <= like_us) {
                agreeing += other.offsets.size();
            }
        }
        if (!one.single || agreeing * 2 > reported) kept.push_back(one);
    }
    all = std::move(kept);
}

/// All that the reports of two groups say, in the order of time.
std::vector<Offset> offsets(const SyncGroup& sound, const SyncGroup& picture) {
    std::vector<Comparison> all;
    const std::vector<Setting> pictures = settings_of(picture);
    for (const Setting& of_sound : settings_of(sound)) {
        for (const Setting& of_picture : pictures) {
            Comparison made = compare(of_sound, of_picture, picture.reports.size() == 1);
            if (!made.offsets.empty()) all.push_back(std::move(made));
        }
    }
    without_wild(all, sound.reports.size() + sound.doubtful);
    if (all.empty()) return {};
    const auto& longest = *std::max_element(
        all.begin(), all.end(),
        [](const Comparison& a, const Comparison& b) { return a.lasts_us < b.lasts_us; });
    const std::int64_t usual_us = longest.usual_us;
    std::vector<Offset> like;
    for (const Comparison& one : all) {
        if (std::abs(one.usual_us - usual_us) > like_us) continue;
        like.insert(like.end(), one.offsets.begin(), one.offsets.end());
    }
    std::stable_sort(like.begin(), like.end(),
                     [](const Offset& a, const Offset& b) { return a.at_us < b.at_us; });
    return like;
}

/// True when what the second has, the first has too.
bool alike(const std::array<std::optional<std::size_t>, 2>& a,
           const std::array<std::optional<std::size_t>, 2>& b) {
    for (std::size_t i = 0; i < 2; ++i) {
        if (b[i] && a[i] != b[i]) return false;
    }
    return true;
}

}  // namespace

LipSync::LipSync(const std::array<std::vector<SyncGroup>, 2>& tracks) {
    std::array<std::size_t, 2> next{0, 0};
    std::array<const SyncGroup*, 2> now{nullptr, nullptr};
    while (next[0] < tracks[0].size() || next[1] < tracks[1].size()) {
        const bool audio = next[1] >= tracks[1].size() ||
                           (next[0] < tracks[0].size() &&
                            tracks[0][next[0]].begins_us <= tracks[1][next[1]].begins_us);
        const std::size_t track = audio ? 0 : 1;
        now[track] = &tracks[track][next[track]++];
        Span span;
        span.begins_us = now[track]->begins_us;
        for (std::size_t i = 0; i < 2; ++i) {
            if (now[i] != nullptr) span.sources[i] = now[i]->source;
        }
        if (now[0] != nullptr && now[1] != nullptr) {
            const std::vector<Offset> all = offsets(*now[0], *now[1]);
            for (std::size_t from = 0; from < all.size();) {
                std::vector<std::int64_t> late;
                std::size_t to = from;
                for (; to < all.size() && all[to].at_us - all[from].at_us < sync_bin_us; ++to) {
                    late.push_back(all[to].late_us);
                }
                Node node{(all[from].at_us + all[to - 1].at_us) / 2, middle(std::move(late))};
                if (!span.nodes.empty()) {
                    const Node& before = span.nodes.back();
                    const std::int64_t most = (node.at_us - before.at_us) / most_bend;
                    node.late_us =
                        std::clamp(node.late_us, before.late_us - most, before.late_us + most);
                }
                span.nodes.push_back(node);
                from = to;
            }
        }
        spans_.push_back(std::move(span));
    }
    borrow();
}

void LipSync::borrow() {
    for (std::size_t i = 0; i < spans_.size(); ++i) {
        // What another session of the publisher showed is better than nothing.
        for (const bool same_sources : {true, false}) {
            if (!spans_[i].used) spans_[i].used = nearest_told(i, same_sources);
        }
    }
}

std::optional<std::size_t> LipSync::nearest_told(std::size_t span, bool same_sources) const {
    constexpr std::size_t furthest = 64;
    const auto tells = [&](std::size_t other) {
        return !spans_[other].nodes.empty() &&
               (!same_sources || alike(spans_[other].sources, spans_[span].sources));
    };
    if (tells(span)) return span;
    for (std::size_t step = 1; step < furthest; ++step) {
        if (step <= span && tells(span - step)) return span - step;
        if (span + step < spans_.size() && tells(span + step)) return span + step;
    }
    return std::nullopt;
}

std::int64_t LipSync::picture_late_us(std::int64_t at_us) const {
    auto span = std::upper_bound(
        spans_.begin(), spans_.end(), at_us,
        [](std::int64_t time, const Span& other) { return time < other.begins_us; });
    if (span != spans_.begin()) --span;
    if (span == spans_.end() || !span->used) return 0;
    const std::vector<Node>& nodes = spans_[*span->used].nodes;
    const auto after =
        std::lower_bound(nodes.begin(), nodes.end(), at_us,
                         [](const Node& node, std::int64_t time) { return node.at_us < time; });
    if (after == nodes.begin()) return nodes.front().late_us;
    if (after == nodes.end()) return nodes.back().late_us;
    const Node& before = *(after - 1);
    const std::int64_t width = after->at_us - before.at_us;
    if (width <= 0) return after->late_us;
    return before.late_us + (after->late_us - before.late_us) * (at_us - before.at_us) / width;
}

}  // namespace lsl::recorder
