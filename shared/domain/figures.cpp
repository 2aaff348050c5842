#include "shared/domain/figures.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace lsl::domain {

namespace {

constexpr std::int64_t five_minutes_ms = 300'000;
constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t whole_speed = 100;

constexpr std::int64_t rounded_up(std::int64_t value, std::int64_t unit) {
    return (value + unit - 1) / unit;
}

std::size_t steps_in(std::int64_t length_ms) {
    return static_cast<std::size_t>(
        rounded_up(std::max<std::int64_t>(length_ms, 0), figure_step_ms));
}

std::size_t seconds_in(std::int64_t length_ms) {
    return static_cast<std::size_t>(rounded_up(std::max<std::int64_t>(length_ms, 0), second_ms));
}

/// One after the other; those with less than `gap_ms` between them become one.
void join(std::vector<Stretch>& stretches, std::int64_t gap_ms) {
    std::sort(stretches.begin(), stretches.end(),
              [](const Stretch& a, const Stretch& b) { return a.from_ms < b.from_ms; });
    std::size_t kept = 0;
    for (const Stretch& next : stretches) {
        if (kept > 0 && next.from_ms - stretches[kept - 1].to_ms < gap_ms) {
            stretches[kept - 1].to_ms = std::max(stretches[kept - 1].to_ms, next.to_ms);
        } else {
            stretches[kept++] = next;
        }
    }
    stretches.resize(kept);
}

/// Adds one to each second whose beginning lies in the stretch: by its edges, summed up later.
void add_edges(std::vector<std::int64_t>& edges, Stretch stretch) {
    const auto last = static_cast<std::int64_t>(edges.size()) - 1;
    const std::int64_t from = std::clamp<std::int64_t>(
        rounded_up(std::max<std::int64_t>(stretch.from_ms, 0), second_ms), 0, last);
    const std::int64_t to = std::clamp<std::int64_t>(
        rounded_up(std::max<std::int64_t>(stretch.to_ms, 0), second_ms), 0, last);
    if (to <= from) return;
    ++edges[static_cast<std::size_t>(from)];
    --edges[static_cast<std::size_t>(to)];
}

std::vector<std::int64_t> summed_up(std::vector<std::int64_t> edges) {
    for (std::size_t i = 1; i < edges.size(); ++i) edges[i] += edges[i - 1];
    edges.pop_back();  // what stands behind the last second
    return edges;
}

/// What a replay's span played of the class.
Stretch played(const WatchSpan& span) {
    const std::int64_t wall = std::max<std::int64_t>(span.ended_ms - span.began_ms, 0);
    return {span.position_ms, span.position_ms + wall * span.speed_percent / whole_speed};
}

}  // namespace

std::string_view watch_kind_name(WatchKind kind) {
    switch (kind) {
        case WatchKind::Live: return "live";
        case WatchKind::Replay: return "replay";
    }
    return {};
}

void enum_parse(std::string_view text, std::optional<WatchKind>& out) {
    out.reset();
    if (text == "live") out = WatchKind::Live;
    if (text == "replay") out = WatchKind::Replay;
}

Stays stays_of(std::span<const WatchSpan> spans, WatchKind kind, Stretch within) {
    Stays stays;
    for (const WatchSpan& span : spans) {
        if (span.kind != kind) continue;
        const Stretch stay{std::max(span.began_ms, within.from_ms),
                           std::min(span.ended_ms, within.to_ms)};
        if (stay.from_ms < stay.to_ms) stays[span.person].push_back(stay);
    }
    // Stretches that touch are one: less than a millisecond lies between them.
    for (auto& [person, stretches] : stays) join(stretches, 1);
    return stays;
}

std::int64_t time_in(std::span<const Stretch> stays) {
    std::int64_t sum = 0;
    for (const Stretch& stay : stays) sum += stay.to_ms - stay.from_ms;
    return sum;
}

std::int64_t time_in(const Stays& stays) {
    std::int64_t sum = 0;
    for (const auto& [person, stretches] : stays) sum += time_in(std::span(stretches));
    return sum;
}

Concurrency concurrency(const Stays& stays, std::int64_t length_ms) {
    std::map<std::int64_t, std::int64_t> edges;  // what changes at each moment, all together
    for (const auto& [person, stretches] : stays) {
        for (const Stretch& stay : stretches) {
            ++edges[stay.from_ms];
            --edges[stay.to_ms];
        }
    }
    Concurrency found;
    found.curve.reserve(steps_in(length_ms));
    std::int64_t now = 0;
    auto edge = edges.begin();
    for (std::int64_t step = 0; step < length_ms; step += figure_step_ms) {
        for (; edge != edges.end() && edge->first <= step; ++edge) now += edge->second;
        std::int64_t most = now;
        std::int64_t at = step;
        const std::int64_t end = std::min(step + figure_step_ms, length_ms);
        for (; edge != edges.end() && edge->first < end; ++edge) {
            now += edge->second;
            if (now > most) at = edge->first;
            most = std::max(most, now);
        }
        if (most > found.peak) {
            found.peak = most;
            found.peak_at_ms = at;
        }
        found.curve.push_back(most);
    }
    return found;
}

std::int64_t least_attendance_ms(std::int64_t length_ms) {
    return std::max<std::int64_t>(1, std::min(five_minutes_ms, length_ms / 10));
}

Stays attendees(const Stays& stays, std::int64_t length_ms) {
    const std::int64_t least = least_attendance_ms(length_ms);
    Stays attended;
    for (const auto& [person, stretches] : stays) {
        if (time_in(std::span(stretches)) >= least) attended.emplace(person, stretches);
    }
    return attended;
}

Visits visits(const Stays& stays, std::int64_t length_ms) {
    Visits found;
    found.joins_by_step.resize(steps_in(length_ms));
    found.leaves_by_step.resize(steps_in(length_ms));
    const auto note = [](std::vector<std::int64_t>& steps, std::int64_t at_ms) {
        const auto step =
            static_cast<std::size_t>(std::max<std::int64_t>(at_ms, 0) / figure_step_ms);
        if (step < steps.size()) ++steps[step];
    };
    for (const auto& [person, stretches] : stays) {
        std::vector<Stretch> whole = stretches;
        join(whole, reconnect_ms);
        for (const Stretch& visit : whole) {
            ++found.joins;
            note(found.joins_by_step, visit.from_ms);
            if (visit.to_ms + reconnect_ms > length_ms) continue;
            ++found.leaves;
            note(found.leaves_by_step, visit.to_ms);
        }
    }
    return found;
}

std::vector<std::int64_t> seen_by_second(const Stays& stays, std::int64_t length_ms) {
    std::vector<std::int64_t> edges(seconds_in(length_ms) + 1);
    for (const auto& [person, stretches] : stays) {
        for (const Stretch& stay : stretches) add_edges(edges, stay);
    }
    return summed_up(std::move(edges));
}

std::vector<std::int64_t> plays_by_second(std::span<const WatchSpan> spans,
                                          std::int64_t length_ms) {
    std::vector<std::int64_t> edges(seconds_in(length_ms) + 1);
    for (const WatchSpan& span : spans) {
        if (span.kind == WatchKind::Replay) add_edges(edges, played(span));
    }
    return summed_up(std::move(edges));
}

std::int64_t rehearsed_ms(std::span<const WatchSpan> spans) {
    std::int64_t sum = 0;
    for (const WatchSpan& span : spans) {
        if (span.kind != WatchKind::Replay) continue;
        const Stretch stretch = played(span);
        sum += stretch.to_ms - stretch.from_ms;
    }
    return sum;
}

std::vector<double> mean_by_step(std::span<const std::int64_t> seconds) {
    constexpr std::size_t in_a_step = figure_step_ms / second_ms;
    std::vector<double> means;
    means.reserve(seconds.size() / in_a_step + 1);
    for (std::size_t at = 0; at < seconds.size(); at += in_a_step) {
        const auto step = seconds.subspan(at, std::min(in_a_step, seconds.size() - at));
        std::int64_t sum = 0;
        for (const std::int64_t value : step) sum += value;
        means.push_back(static_cast<double>(sum) / static_cast<double>(step.size()));
    }
    return means;
}

std::optional<std::int64_t> told_part(std::int64_t part, std::int64_t whole) {
    const auto tells_who = [](std::int64_t people) {
        return people > 0 && people < smallest_told_part;
    };
    if (tells_who(part) || tells_who(whole - part)) return std::nullopt;
    return part;
}

}  // namespace lsl::domain
