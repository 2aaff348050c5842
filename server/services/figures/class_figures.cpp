#include "server/services/figures/class_figures.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "server/services/chat/newcomers.h"
#include "server/services/classes/statistics.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/figures_store.h"
#include "server/store/rooms/reactions_store.h"
#include "shared/domain/chat.h"
#include "shared/domain/figures.h"

namespace lsl::services {

namespace {

constexpr std::chrono::days returning_within{60};
constexpr std::int64_t fewest_efforts = 5;
constexpr std::chrono::milliseconds one_step{domain::figure_step_ms};

std::int64_t whole_seconds(std::int64_t ms) { return ms / 1000; }

std::int64_t size_of(const domain::Stays& people) {
    return static_cast<std::int64_t>(people.size());
}

/// Of those who attended, how many had attended another class of this teacher lately. Nothing when
/// it would tell who, or when nobody knows any more.
Result<std::optional<std::int64_t>> count_returning(store::Connection& reader,
                                                    const domain::Stream& stream,
                                                    const ClassAudience& audience) {
    if (audience.is_unlinked || !stream.actual_start_time) return std::optional<std::int64_t>();
    const UtcTime began = *stream.actual_start_time;
    const auto known = LSL_TRY(
        store::FiguresStore(reader).watched_another(stream, began - returning_within, began));
    const std::set<UserId> again(known.begin(), known.end());
    const auto returning =
        std::count_if(audience.attended.begin(), audience.attended.end(), [&](const auto& entry) {
            const auto user = audience.users.find(entry.first);
            return user != audience.users.end() && again.contains(user->second);
        });
    return domain::told_part(returning, size_of(audience.attended));
}

/// Of those who attended, how many had never been at a class of this teacher before. Whoever has no
/// place any more is no newcomer; and it is told as little as above.
Result<std::optional<std::int64_t>> count_first_time(store::Connection& reader,
                                                     const domain::Stream& stream,
                                                     const ClassAudience& audience, UtcTime began) {
    if (audience.is_unlinked) return std::optional<std::int64_t>();
    const auto newcomers = LSL_TRY(Newcomers::of(reader, stream, began));
    const auto first =
        std::count_if(audience.attended.begin(), audience.attended.end(), [&](const auto& entry) {
            const auto user = audience.users.find(entry.first);
            return user != audience.users.end() && newcomers.contains(user->second);
        });
    return domain::told_part(first, size_of(audience.attended));
}

Result<std::vector<std::int64_t>> told_efforts(store::Connection& reader, StreamId stream) {
    auto efforts = LSL_TRY(store::ReactionsStore(reader).efforts(stream));
    std::int64_t answers = 0;
    for (const std::int64_t count : efforts) answers += count;
    if (answers < fewest_efforts) efforts.clear();
    return efforts;
}

/// The step that a moment lies in; null outside of the class.
wire::FiguresStep* step_at(wire::ClassFigures& figures, UtcTime at) {
    const std::int64_t since = (at - *figures.began_at).count();
    const std::int64_t step = since / domain::figure_step_ms;
    if (since < 0 || step >= static_cast<std::int64_t>(figures.curve.size())) return nullptr;
    return &figures.curve[static_cast<std::size_t>(step)];
}

void add_tap(wire::FiguresStep& step, const store::ReactionSum& sum) {
    step.reactions += sum.count;
    if (!step.taps) step.taps.emplace();
    if (auto* kind = step.taps->find(sum.name)) *kind = kind->value_or(0) + sum.count;
}

void add_people(wire::FiguresStep& step, domain::Wish wish, std::int64_t people) {
    wire::WishCounts& counts = step.wishes ? *step.wishes : step.wishes.emplace();
    std::int64_t& most = wish == domain::Wish::Again    ? counts.again
                         : wish == domain::Wish::Slower ? counts.slower
                                                        : counts.faster;
    most = std::max(most, people);
}

/// Keeps the highest of each wish.
void add_wish(wire::ClassFigures& figures, const store::ReactionSum& sum, domain::Wish wish) {
    if (sum.count < domain::smallest_told_part || sum.at + one_step < *figures.began_at) return;
    const std::int64_t at = std::max<std::int64_t>((sum.at - *figures.began_at).count(), 0);
    if (auto* step = step_at(figures, *figures.began_at + std::chrono::milliseconds(at))) {
        add_people(*step, wish, sum.count);
    }
    const auto known =
        std::find_if(figures.wishes.begin(), figures.wishes.end(),
                     [&](const wire::WishFigure& one) { return one.wish == sum.name; });
    if (known == figures.wishes.end()) {
        figures.wishes.push_back({sum.name, sum.count, at});
    } else if (sum.count > known->people) {
        *known = {sum.name, sum.count, at};
    }
}

Result<void> add_chat(store::Connection& reader, StreamId stream, wire::ClassFigures& figures) {
    for (const UtcTime at : LSL_TRY(store::FiguresStore(reader).messages(stream))) {
        ++figures.messages;
        if (auto* step = step_at(figures, at)) ++step->messages;
    }
    for (const store::ReactionSum& sum : LSL_TRY(store::ReactionsStore(reader).sums(stream))) {
        // Wishes are told by the same table and are no taps.
        if (const auto wish = domain::parse_wish(sum.name)) {
            add_wish(figures, sum, *wish);
            continue;
        }
        figures.reactions += sum.count;
        // The ten seconds of the first taps may have begun before the class did.
        if (auto* step = step_at(figures, std::max(sum.at, *figures.began_at))) add_tap(*step, sum);
    }
    std::sort(figures.wishes.begin(), figures.wishes.end(),
              [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
    return {};
}

std::string attendance_word(bool attended, bool later, bool told) {
    if (attended) return "live";
    if (later) return "replay";
    return told ? "no_show" : "";
}

}  // namespace

Result<wire::ClassFigures> count_class(store::Connection& reader, const domain::StudioClass& row,
                                       const ClassAudience& audience) {
    const domain::Stream& stream = row.stream;
    wire::ClassFigures figures;
    figures.stream_id = stream.id;
    figures.title = stream.title;
    figures.began_at = stream.actual_start_time;
    figures.length_ms = audience.length_ms;
    figures.is_live = stream.status == domain::StreamStatus::Live;
    if (figures.began_at && row.recording.media_started_at) {
        figures.recording_offset_ms = (*row.recording.media_started_at - *figures.began_at).count();
    }
    std::int64_t charged = 0;
    for (const auto& place : LSL_TRY(store::FiguresStore(reader).places(stream.id))) {
        ++figures.enrolled;
        if (!place.is_refunded) ++charged;
    }
    figures.attended = size_of(audience.attended);
    figures.later = size_of(audience.attended_later);
    if (stream.status == domain::StreamStatus::Ended) {
        figures.no_shows = std::max<std::int64_t>(charged - figures.attended - figures.later, 0);
    }
    const auto together = domain::concurrency(audience.live, audience.length_ms);
    figures.peak = together.peak;
    if (together.peak > 0) {
        figures.peak_at = *figures.began_at + std::chrono::milliseconds(together.peak_at_ms);
    }
    const std::int64_t live_ms = domain::time_in(audience.live);
    if (audience.length_ms > 0) {
        figures.average = static_cast<double>(live_ms) / static_cast<double>(audience.length_ms);
    }
    figures.live_seconds = whole_seconds(live_ms);
    figures.watch_seconds = whole_seconds(live_ms + domain::time_in(audience.replay));
    figures.rehearsed_seconds = whole_seconds(domain::rehearsed_ms(audience.spans));
    return figures;
}

Result<void> add_curve(store::Connection& reader, const domain::StudioClass& row,
                       const ClassAudience& audience, wire::ClassFigures& figures) {
    figures.returning = LSL_TRY(count_returning(reader, row.stream, audience));
    figures.efforts = LSL_TRY(told_efforts(reader, row.stream.id));
    if (!figures.began_at) return {};
    figures.first_time = LSL_TRY(count_first_time(reader, row.stream, audience, *figures.began_at));
    const std::int64_t length = audience.length_ms;
    const auto together = domain::concurrency(audience.live, length);
    const auto visits = domain::visits(audience.live, length);
    const auto stayed = domain::mean_by_step(domain::seen_by_second(audience.attended, length));
    const auto plays = domain::mean_by_step(domain::plays_by_second(audience.spans, length));
    const double attended = std::max(static_cast<double>(audience.attended.size()), 1.0);
    figures.joins = visits.joins;
    figures.leaves = visits.leaves;
    figures.curve.resize(together.curve.size());
    for (std::size_t i = 0; i < figures.curve.size(); ++i) {
        wire::FiguresStep& step = figures.curve[i];
        step.at_ms = static_cast<std::int64_t>(i) * domain::figure_step_ms;
        step.viewers = together.curve[i];
        step.joins = visits.joins_by_step[i];
        step.leaves = visits.leaves_by_step[i];
        step.stayed = stayed[i] / attended;
        step.plays = plays[i];
    }
    return add_chat(reader, row.stream.id, figures);
}

Result<wire::MoneyFigures> money_of(store::Connection& reader, const domain::StudioClass& row) {
    const auto ledger = LSL_TRY(store::FiguresStore(reader).money(row.stream.id));
    const auto totals = LSL_TRY(store::ClassCountersStore(reader).totals(row.stream.id));
    const wire::Statistics statistics = statistics_of(row, totals, {});
    return wire::MoneyFigures{.charged = ledger.charged,
                              .refunded = ledger.refunded,
                              .revenue = ledger.charged - ledger.refunded,
                              .hosting_cost = statistics.hosting_cost};
}

Result<std::vector<wire::AttendanceRow>> attendance_of(store::Connection& reader,
                                                       const domain::StudioClass& row,
                                                       const ClassAudience& audience) {
    std::map<UserId, std::int64_t> numbers;
    for (const auto& [number, user] : audience.users) numbers.emplace(user, number);
    const auto stays_in = [](const domain::Stays& stays, std::int64_t number) {
        const auto found = stays.find(number);
        return found == stays.end() ? std::span<const domain::Stretch>()
                                    : std::span<const domain::Stretch>(found->second);
    };
    const bool over = row.stream.status == domain::StreamStatus::Ended;
    std::vector<wire::AttendanceRow> rows;
    for (auto& place : LSL_TRY(store::FiguresStore(reader).places(row.stream.id))) {
        const auto number = numbers.find(place.user_id);
        const bool known = number != numbers.end();
        const std::int64_t person = known ? number->second : 0;
        const auto live = stays_in(audience.live, person);
        wire::AttendanceRow& one = rows.emplace_back();
        one.user_id = place.user_id;
        one.display_name = std::move(place.display_name);
        one.enrolled_at = place.enrolled_at;
        one.attendance = attendance_word(audience.attended.contains(person),
                                         audience.attended_later.contains(person),
                                         over && (known || !audience.is_unlinked));
        if (!live.empty()) one.first_at_ms = live.front().from_ms;
        one.live_seconds = whole_seconds(domain::time_in(live));
        one.replay_seconds = whole_seconds(domain::time_in(stays_in(audience.replay, person)));
    }
    return rows;
}

}  // namespace lsl::services
