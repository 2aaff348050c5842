#include "client/views/figures/figure_curves.h"

#include "client/views/figures/figure_meaning.h"
#include "client/views/wording.h"
#include "shared/domain/figures.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using Curve = std::vector<wire::FiguresStep>;

constexpr float watching_height = 135, joins_height = 60, stayed_height = 76, plays_height = 36,
                talk_height = 60;
constexpr float short_watching_height = 107;
constexpr std::array<std::int64_t, 8> minutes_between_marks = {1, 2, 5, 10, 15, 30, 60, 120};
constexpr std::int64_t most_marks = 7;
constexpr std::size_t most_table_rows = 12;
constexpr std::int64_t ms_per_second = 1000;
constexpr double whole_in_percent = 100;

/// The columns of the curve, as plots take them.
struct Columns {
    explicit Columns(const Curve& curve) {
        for (const wire::FiguresStep& step : curve) {
            viewers.push_back(static_cast<double>(step.viewers));
            joins.push_back(static_cast<double>(step.joins));
            leaves.push_back(static_cast<double>(step.leaves));
            stayed.push_back(step.stayed);
            plays.push_back(step.plays);
            messages.push_back(static_cast<double>(step.messages));
            reactions.push_back(static_cast<double>(step.reactions));
        }
    }
    std::vector<double> viewers, joins, leaves, stayed, plays, messages, reactions;
};

std::string time_at(const View& view, const wire::ClassFigures& figures, std::int64_t ms) {
    if (!figures.began_at) return {};
    return view.model.words->time(*figures.began_at + std::chrono::milliseconds(ms),
                                  model::TimeStyle::Clock);
}

std::vector<ui::PlotMark> marks_of(const View& view, const wire::ClassFigures& figures) {
    const std::int64_t minutes = figures.length_ms / ms_per_second / seconds_per_minute;
    std::int64_t between = minutes_between_marks.back();
    for (const std::int64_t one : minutes_between_marks) {
        if (minutes / one > most_marks) continue;
        between = one;
        break;
    }
    std::vector<ui::PlotMark> marks;
    const std::int64_t between_ms = between * seconds_per_minute * ms_per_second;
    for (std::int64_t ms = 0; ms < figures.length_ms; ms += between_ms) {
        marks.push_back(
            {static_cast<std::size_t>(ms / domain::figure_step_ms), time_at(view, figures, ms)});
    }
    return marks;
}

/// The chapters that were marked, as stretches of the curve.
std::vector<ui::PlotPart> parts_of(const View& view, const wire::ClassFigures& figures) {
    const auto* chapters = view.model.chapters.of(figures.stream_id);
    if (chapters == nullptr || !figures.began_at || figures.curve.empty()) return {};
    const std::size_t last = figures.curve.size() - 1;
    std::vector<ui::PlotPart> parts;
    for (const wire::ChapterRow& chapter : *chapters) {
        const std::int64_t since =
            std::max<std::int64_t>((chapter.at - *figures.began_at).count(), 0);
        const std::size_t from =
            std::min(static_cast<std::size_t>(since / domain::figure_step_ms), last);
        if (!parts.empty()) parts.back().to = from;
        parts.push_back({from, last, chapter.title});
    }
    return parts;
}

/// The chapter that a step lies in; empty before the first one.
std::string_view part_at(std::span<const ui::PlotPart> parts, std::size_t step) {
    std::string_view name;
    for (const ui::PlotPart& part : parts) {
        if (part.from <= step) name = part.name;
    }
    return name;
}

/// What the crosshair says of ten seconds.
std::vector<std::string> told(const View& view, const wire::ClassFigures& figures,
                              std::size_t number) {
    const wire::FiguresStep& step = figures.curve[std::min(number, figures.curve.size() - 1)];
    const std::string into = clock(static_cast<double>(step.at_ms / ms_per_second));
    std::vector<std::string> lines = {
        view.say(msg::FiguresInto{time_at(view, figures, step.at_ms), into}),
        view.say(msg::FiguresToldWatching{step.viewers})};
    if (figures.attended > 0) {
        const std::string share = view.number(std::llround(step.stayed * whole_in_percent));
        lines.push_back(view.say(msg::FiguresToldStayed{share}));
    }
    if (step.plays > 0) {
        const std::string times = view.model.words->number(step.plays, 1);
        lines.push_back(view.say(msg::FiguresToldPlays{times}));
    }
    if (step.messages + step.reactions > 0) {
        lines.push_back(view.say(msg::FiguresToldTalk{step.messages, step.reactions}));
    }
    return lines;
}

/// The curve in words, some steps a row.
std::vector<std::string> table_of(const View& view, const wire::ClassFigures& figures) {
    const Curve& curve = figures.curve;
    const std::size_t stride =
        std::max<std::size_t>((curve.size() + most_table_rows - 1) / most_table_rows, 1);
    std::vector<std::string> rows;
    for (std::size_t from = 0; from < curve.size(); from += stride) {
        std::int64_t most = 0;
        std::int64_t joins = 0;
        std::int64_t leaves = 0;
        for (std::size_t i = from; i < std::min(from + stride, curve.size()); ++i) {
            most = std::max(most, curve[i].viewers);
            joins += curve[i].joins;
            leaves += curve[i].leaves;
        }
        rows.push_back(view.say(
            msg::FiguresLeftRow{time_at(view, figures, curve[from].at_ms), most, joins, leaves}));
    }
    return rows;
}

std::string summary_of(const View& view, const wire::ClassFigures& figures) {
    if (figures.peak == 0) return std::string(view.say(msg::figures_empty));
    return view.say(msg::FiguresSummary{figures.peak, peak_time(view, figures), figures.attended,
                                        figures.enrolled});
}

std::optional<std::size_t> peak_step(const wire::ClassFigures& figures) {
    if (!figures.peak_at || !figures.began_at) return std::nullopt;
    const std::int64_t since = (*figures.peak_at - *figures.began_at).count();
    return static_cast<std::size_t>(std::max<std::int64_t>(since, 0) / domain::figure_step_ms);
}

/// `counted`: what each of the plots shows.
ui::PlotResult stack_of(const View& view, ui::Column& column, const wire::ClassFigures& figures,
                        std::span<const ui::Plot> plots, std::span<const Counted> counted) {
    const std::vector<ui::PlotMark> marks = marks_of(view, figures);
    const std::vector<std::string> table = table_of(view, figures);
    const std::string summary = summary_of(view, figures);
    const std::vector<ui::PlotPart> parts = parts_of(view, figures);
    const ui::PlotStack stack{
        .name = view.say(msg::figures_watching),
        .summary = summary,
        .table_name = view.say(msg::figures_table),
        .plots = plots,
        .marks = marks,
        .steps = figures.curve.size(),
        .told =
            [&](std::size_t step) {
                std::vector<std::string> lines = told(view, figures, step);
                const std::string_view chapter = part_at(parts, step);
                if (!chapter.empty()) lines.insert(lines.begin() + 1, std::string(chapter));
                return lines;
            },
        .beside_title = [&](std::size_t plot,
                            const ui::Rect& place) { figure_hint(view, place, counted[plot]); },
        .table = table,
        .empty_text = view.say(msg::figures_empty),
        .parts = parts};
    return ui::plot_stack(view.ui, column.take(ui::plot_stack_height(stack)), stack);
}

ui::Plot watching_plot(const View& view, const wire::ClassFigures& figures,
                       std::span<const double> viewers, std::string_view peak_text, float height) {
    ui::Plot plot;
    plot.title = view.say(msg::figures_watching);
    plot.values = viewers;
    plot.color = view.theme().accent;
    plot.height = height;
    plot.peak = peak_step(figures);
    plot.peak_text = peak_text;
    return plot;
}

std::string most_text(const View& view, const wire::ClassFigures& figures) {
    return view.say(msg::FiguresMost{figures.peak, peak_time(view, figures)});
}

/// Messages upwards, and reactions hanging below them: how lively it was.
ui::Plot talk_plot(const View& view, const Columns& columns) {
    ui::Plot plot;
    plot.title = view.say(msg::figures_chat);
    plot.kind = ui::PlotKind::TwoWayBars;
    plot.values = columns.messages;
    plot.hanging = columns.reactions;
    plot.color = view.theme().accent;
    plot.hanging_color = view.theme().warning;
    plot.height = talk_height;
    plot.has_scale = false;
    return plot;
}

/// A press on the curve, or on the button below it, leads to the replay there.
void play_there(const View& view, ui::Column& column, const wire::ClassFigures& figures,
                const ui::PlotResult& result) {
    const wire::InstructorStream* row = view.model.studio.find(figures.stream_id);
    if (row == nullptr || !model::has_replay(row->stream, row->recording, view.model.now)) return;
    const auto step = static_cast<std::int64_t>(result.at.value_or(0));
    const std::int64_t ms = step * domain::figure_step_ms - figures.recording_offset_ms;
    const double position = static_cast<double>(std::max<std::int64_t>(ms, 0)) / ms_per_second;
    const std::string label = view.say(msg::FiguresPlayFrom{clock(position)});
    const bool pressed = column.after(ui::space::m)
                             .button({.label = label,
                                      .kind = ui::ButtonKind::Secondary,
                                      .size = ui::ButtonSize::Small,
                                      .icon = icon::play,
                                      .key = "play"},
                                     ui::Fit::Content);
    if (pressed || result.pressed) {
        view.want(model::intent::WatchFrom{figures.stream_id, position});
    }
}

}  // namespace

std::string time_spent(const View& view, std::int64_t seconds) {
    return minutes_text(view, (seconds + seconds_per_minute / 2) / seconds_per_minute);
}

std::string peak_time(const View& view, const wire::ClassFigures& figures) {
    if (!figures.peak_at) return {};
    return view.model.words->time(*figures.peak_at, model::TimeStyle::Clock);
}

void viewers_curve(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const Columns columns(figures.curve);
    const std::string most = most_text(view, figures);
    const std::array plots = {
        watching_plot(view, figures, columns.viewers, most, short_watching_height)};
    constexpr std::array counted = {Counted::Watching};
    stack_of(view, column, figures, plots, counted);
}

void class_curves(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const ui::Theme& theme = view.theme();
    const Columns columns(figures.curve);
    const std::string most = most_text(view, figures);
    ui::Plot joins;
    joins.title = view.say(msg::figures_joined_left);
    joins.kind = ui::PlotKind::TwoWayBars;
    joins.values = columns.joins;
    joins.hanging = columns.leaves;
    joins.color = theme.success;
    joins.hanging_color = theme.muted;
    joins.height = joins_height;
    joins.has_scale = false;
    ui::Plot stayed;
    stayed.title = view.say(msg::figures_stayed);
    stayed.values = columns.stayed;
    stayed.color = theme.focus;
    stayed.height = stayed_height;
    stayed.top = 1;
    stayed.percent = true;
    ui::Plot plays;
    plays.title = view.say(msg::figures_rehearse_map);
    plays.values = columns.plays;
    plays.color = theme.warning;
    plays.height = plays_height;
    plays.has_scale = false;
    std::vector<ui::Plot> plots = {
        watching_plot(view, figures, columns.viewers, most, watching_height), joins, stayed, plays};
    if (figures.messages + figures.reactions > 0) plots.push_back(talk_plot(view, columns));
    constexpr std::array counted = {Counted::Watching, Counted::JoinedAndLeft, Counted::Stayed,
                                    Counted::RehearsalMap, Counted::ChatAndEnergy};
    play_there(view, column, figures, stack_of(view, column, figures, plots, counted));
}

}  // namespace lsl::views
