#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/services/figures/audience.h"
#include "server/services/figures/class_figures.h"
#include "server/services/figures/csv_text.h"
#include "server/services/figures/figures.h"
#include "server/store/classes/figures_store.h"

// The figures of many classes together, which are no more than the sums of each one's.

namespace lsl::services {

namespace {

using std::chrono::days;

enum class Period { Class, Week, Month };

struct Asked {
    UtcTime from, to;
    Period by = Period::Class;
    std::string word;  ///< of `by`
};

Error wrong_query(std::string sentence, std::string field) {
    Error error = make_error(ErrorCode::InvalidInput, "invalid_" + field, std::move(sentence));
    error.field = std::move(field);
    return error;
}

std::string date_text(UtcTime day) { return to_iso8601(day).substr(0, 10); }

/// "2026-11-27"
Result<UtcTime> parse_date(std::string_view text, std::string_view field, UtcTime otherwise) {
    if (text.empty()) return otherwise;
    const auto day = parse_iso8601(std::string(text) + "T00:00:00Z");
    if (text.size() == 10 && day) return *day;
    return wrong_query("A date looks like 2026-11-27.", std::string(field));
}

Result<Asked> read_query(const FiguresQuery& query, UtcTime now) {
    const UtcTime tomorrow = std::chrono::floor<days>(now) + days(1);
    Asked asked;
    asked.to = LSL_TRY(parse_date(query.to, "to", tomorrow));
    asked.from = LSL_TRY(parse_date(query.from, "from", asked.to - Figures::usual_time));
    if (asked.from >= asked.to) {
        return wrong_query("The end has to come after the beginning.", "to");
    }
    if (asked.to - asked.from > Figures::longest_time) {
        return wrong_query("At most 400 days can be added up at once.", "from");
    }
    asked.word = query.by.empty() ? std::string("class") : std::string(query.by);
    if (asked.word == "week") {
        asked.by = Period::Week;
    } else if (asked.word == "month") {
        asked.by = Period::Month;
    } else if (asked.word != "class") {
        return wrong_query("Figures are told by class, week or month.", "by");
    }
    return asked;
}

/// Where the week or month of a moment begins, in UTC; weeks begin on Mondays.
UtcTime begin_of(Period period, UtcTime at) {
    const auto day = std::chrono::floor<days>(at);
    if (period == Period::Month) {
        const std::chrono::year_month_day date(day);
        return std::chrono::sys_days(date.year() / date.month() / 1);
    }
    const std::chrono::weekday weekday(day);
    return day - days(weekday.iso_encoding() - 1);
}

/// A row while it is added up.
struct Sum {
    wire::FiguresRow row;
    std::set<UserId> known;    ///< who attended
    std::int64_t unknown = 0;  ///< those of them whom nobody is to know any more
    double person_ms = 0, length_ms = 0;
};

void add(wire::MoneyFigures& sum, const wire::MoneyFigures& one) {
    sum.charged += one.charged;
    sum.refunded += one.refunded;
    sum.revenue += one.revenue;
    sum.hosting_cost += one.hosting_cost;
}

void add(Sum& sum, const wire::ClassFigures& one, const ClassAudience& audience) {
    wire::FiguresRow& row = sum.row;
    ++row.classes;
    row.enrolled += one.enrolled;
    row.attended += one.attended;
    row.later += one.later;
    row.no_shows += one.no_shows;
    row.peak = std::max(row.peak, one.peak);
    row.watch_seconds += one.watch_seconds;
    add(row.money, one.money.value_or(wire::MoneyFigures{}));
    for (const auto& [person, stays] : audience.attended) {
        const auto user = audience.users.find(person);
        if (user == audience.users.end()) {
            ++sum.unknown;
        } else {
            sum.known.insert(user->second);
        }
    }
    sum.person_ms += one.average * static_cast<double>(one.length_ms);
    sum.length_ms += static_cast<double>(one.length_ms);
}

wire::FiguresRow finished(Sum sum) {
    sum.row.people = static_cast<std::int64_t>(sum.known.size()) + sum.unknown;
    if (sum.length_ms > 0) sum.row.average = sum.person_ms / sum.length_ms;
    return std::move(sum.row);
}

/// By when they begin, and of classes by which it is.
using Sums = std::map<std::pair<UtcTime, StreamId>, Sum>;

Sum& sum_of(Sums& sums, Period by, const domain::Stream& stream) {
    const UtcTime at = stream.scheduled_start_time;
    if (by != Period::Class) {
        const UtcTime begins = begin_of(by, at);
        Sum& sum = sums[{begins, StreamId{}}];
        sum.row.begins = begins;
        return sum;
    }
    Sum& sum = sums[{at, stream.id}];
    sum.row.begins = at;
    sum.row.stream_id = stream.id;
    sum.row.title = stream.title;
    return sum;
}

Result<api::GetStudioFigures::Response> add_up(store::Connection& reader, const Asked& asked,
                                               UtcTime now) {
    const auto classes = LSL_TRY(store::FiguresStore(reader).classes_between(
        asked.from, asked.to, Figures::most_classes + 1));
    if (static_cast<std::int64_t>(classes.size()) > Figures::most_classes) {
        return make_error(ErrorCode::InvalidInput, "too_many_classes",
                          "There are more than 1,000 classes in this time. Choose a shorter one.");
    }
    Sums sums;
    Sum all;
    all.row.begins = asked.from;
    for (const domain::StudioClass& row : classes) {
        const ClassAudience audience = LSL_TRY(read_audience(reader, row.stream, now));
        wire::ClassFigures figures = LSL_TRY(count_class(reader, row, audience));
        figures.money = LSL_TRY(money_of(reader, row));
        add(sum_of(sums, asked.by, row.stream), figures, audience);
        add(all, figures, audience);
    }
    api::GetStudioFigures::Response answer;
    answer.from = date_text(asked.from);
    answer.to = date_text(asked.to);
    answer.by = asked.word;
    for (auto sum = sums.rbegin(); sum != sums.rend(); ++sum) {
        answer.rows.push_back(finished(std::move(sum->second)));
    }
    answer.total = finished(std::move(all));
    return answer;
}

}  // namespace

Result<api::GetStudioFigures::Response> Figures::studio(const FiguresQuery& query) const {
    const UtcTime now = clock_.utc();
    const Asked asked = LSL_TRY(read_query(query, now));
    return database_.read([&](store::Connection& reader) { return add_up(reader, asked, now); });
}

Result<FiguresFile> Figures::studio_file(const FiguresQuery& query) const {
    const auto figures = LSL_TRY(studio(query));
    CsvText csv{"begins",   "title",    "stream_id", "classes",
                "enrolled", "attended", "later",     "no_shows",
                "people",   "peak",     "average",   "watch_seconds",
                "charged",  "refunded", "revenue",   "hosting_cost_usd"};
    for (const wire::FiguresRow& row : figures.rows) {
        csv.time(row.begins).text(row.title);
        csv.text(row.stream_id ? row.stream_id->to_string() : std::string());
        csv.number(row.classes).number(row.enrolled).number(row.attended).number(row.later);
        csv.number(row.no_shows).number(row.people).number(row.peak).decimal(row.average);
        csv.number(row.watch_seconds).number(row.money.charged).number(row.money.refunded);
        csv.number(row.money.revenue).decimal(row.money.hosting_cost).end_row();
    }
    return FiguresFile{csv.take(), "figures-by-" + figures.by + "-" + figures.from + ".csv"};
}

}  // namespace lsl::services
