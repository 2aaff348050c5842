#include "server/services/figures/figures.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "server/services/classes/stream_lookup.h"
#include "server/services/figures/audience.h"
#include "server/services/figures/class_figures.h"
#include "server/services/figures/csv_text.h"
#include "shared/domain/chat.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

/// What the tables of one class are made of, read in one consistent view.
struct CountedClass {
    ClassAudience audience;
    wire::ClassFigures figures;
    std::vector<wire::AttendanceRow> people;
};

Result<CountedClass> counted_class(store::Database& database, std::string_view stream_id,
                                   UtcTime now, bool with_money) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database.read([&](store::Connection& reader) -> Result<CountedClass> {
        const domain::StudioClass row = LSL_TRY(require_stream(reader, id));
        CountedClass counted;
        counted.audience = LSL_TRY(read_audience(reader, row.stream, now));
        counted.figures = LSL_TRY(count_class(reader, row, counted.audience));
        LSL_TRY(add_curve(reader, row, counted.audience, counted.figures));
        counted.people = LSL_TRY(attendance_of(reader, row, counted.audience));
        if (with_money) counted.figures.money = LSL_TRY(money_of(reader, row));
        return counted;
    });
}

std::optional<UtcTime> moment_of(const wire::ClassFigures& figures, std::int64_t since_ms) {
    if (!figures.began_at) return std::nullopt;
    return *figures.began_at + std::chrono::milliseconds(since_ms);
}

std::string attendance_table(const CountedClass& counted) {
    CsvText csv{"user_id",  "display_name", "enrolled_at",   "attendance",
                "first_at", "live_seconds", "replay_seconds"};
    for (const wire::AttendanceRow& person : counted.people) {
        csv.text(person.user_id ? person.user_id->to_string() : std::string());
        csv.text(person.display_name).time(person.enrolled_at).text(person.attendance);
        csv.time(person.first_at_ms ? moment_of(counted.figures, *person.first_at_ms)
                                    : std::nullopt);
        csv.number(person.live_seconds).number(person.replay_seconds).end_row();
    }
    return csv.take();
}

std::string curve_table(const CountedClass& counted) {
    CsvText csv{"at", "second", "viewers", "joins", "leaves"};
    for (const wire::FiguresStep& step : counted.figures.curve) {
        csv.time(moment_of(counted.figures, step.at_ms)).number(step.at_ms / 1000);
        csv.number(step.viewers).number(step.joins).number(step.leaves).end_row();
    }
    return csv.take();
}

/// Second by second: who goes on here wants to know the step at which people left.
std::string retention_table(const CountedClass& counted) {
    CsvText csv{"at", "second", "seen_by", "share", "plays"};
    const std::int64_t length = counted.audience.length_ms;
    const auto seen = domain::seen_by_second(counted.audience.attended, length);
    const auto plays = domain::plays_by_second(counted.audience.spans, length);
    const double attended = std::max(static_cast<double>(counted.audience.attended.size()), 1.0);
    for (std::size_t second = 0; second < seen.size(); ++second) {
        const auto number = static_cast<std::int64_t>(second);
        csv.time(moment_of(counted.figures, number * 1000)).number(number).number(seen[second]);
        csv.decimal(static_cast<double>(seen[second]) / attended).number(plays[second]).end_row();
    }
    return csv.take();
}

/// What was said and felt in some steps: taps are added up, people are not.
wire::FiguresStep talk_of(std::span<const wire::FiguresStep> steps) {
    wire::FiguresStep sum;
    sum.taps.emplace();
    sum.wishes.emplace();
    for (wire::FiguresStep step : steps) {
        sum.messages += step.messages;
        sum.reactions += step.reactions;
        for (const std::string_view name : domain::reaction_names) {
            auto& all = *sum.taps->find(name);
            all = all.value_or(0) + (step.taps ? step.taps->find(name)->value_or(0) : 0);
        }
        const wire::WishCounts people = step.wishes.value_or(wire::WishCounts{});
        sum.wishes->again = std::max(sum.wishes->again, people.again);
        sum.wishes->slower = std::max(sum.wishes->slower, people.slower);
        sum.wishes->faster = std::max(sum.wishes->faster, people.faster);
    }
    return sum;
}

/// By minutes.
std::string chat_table(const CountedClass& counted) {
    constexpr std::size_t steps_of_a_minute = 60'000 / domain::figure_step_ms;
    CsvText csv{"at",    "minute", "messages", "reactions", "clap",   "fire",
                "heart", "sweat",  "laugh",    "again",     "slower", "faster"};
    const std::span<const wire::FiguresStep> curve(counted.figures.curve);
    for (std::size_t from = 0; from < curve.size(); from += steps_of_a_minute) {
        const std::size_t steps = std::min(steps_of_a_minute, curve.size() - from);
        const wire::FiguresStep talk = talk_of(curve.subspan(from, steps));
        csv.time(moment_of(counted.figures, curve[from].at_ms)).number(curve[from].at_ms / 60'000);
        csv.number(talk.messages).number(talk.reactions);
        csv.number(talk.taps->clap).number(talk.taps->fire).number(talk.taps->heart);
        csv.number(talk.taps->sweat).number(talk.taps->laugh);
        csv.number(talk.wishes->again).number(talk.wishes->slower).number(talk.wishes->faster);
        csv.end_row();
    }
    return csv.take();
}

std::string money_table(const CountedClass& counted) {
    CsvText csv{"charged", "refunded", "revenue", "hosting_cost_usd"};
    const wire::MoneyFigures money = counted.figures.money.value_or(wire::MoneyFigures{});
    csv.number(money.charged).number(money.refunded).number(money.revenue);
    csv.decimal(money.hosting_cost).end_row();
    return csv.take();
}

using ClassTable = std::string (*)(const CountedClass&);
constexpr std::pair<std::string_view, ClassTable> class_tables_to_download[] = {
    {"attendance", attendance_table}, {"curve", curve_table},
    {"retention", retention_table},   {"chat", chat_table},
    {"money", money_table},
};

}  // namespace

Result<wire::ClassFigures> Figures::of_class(std::string_view stream_id,
                                             domain::StaffRole role) const {
    const bool money = domain::may(role, domain::StaffAction::ReadMoney);
    auto counted = LSL_TRY(counted_class(database_, stream_id, clock_.utc(), money));
    return std::move(counted.figures);
}

Result<api::GetAttendance::Response> Figures::attendance(std::string_view stream_id) const {
    auto counted = LSL_TRY(counted_class(database_, stream_id, clock_.utc(), false));
    return api::GetAttendance::Response{std::move(counted.people)};
}

Result<FiguresFile> Figures::class_file(std::string_view stream_id, std::string_view table,
                                        domain::StaffRole role) const {
    if (table.empty()) table = class_tables_to_download[0].first;
    const bool money = table == "money";
    if (money) LSL_TRY(domain::require_role(role, domain::StaffAction::ReadMoney));
    for (const auto& [name, write] : class_tables_to_download) {
        if (name != table) continue;
        const auto counted = LSL_TRY(counted_class(database_, stream_id, clock_.utc(), money));
        const UtcTime day = counted.figures.began_at.value_or(clock_.utc());
        return FiguresFile{write(counted), "figures-" + std::string(name) + "-" +
                                               to_iso8601(day).substr(0, 10) + ".csv"};
    }
    Error error = make_error(ErrorCode::InvalidInput, "unknown_table",
                             "There are tables of attendance, curve, retention, chat and money.");
    error.field = "table";
    return error;
}

}  // namespace lsl::services
