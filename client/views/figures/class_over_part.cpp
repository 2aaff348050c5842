#include "client/views/figures/class_over_part.h"

#include "client/views/console/hosting.h"
#include "client/views/figures/figure_curves.h"
#include "client/views/figures/figure_meaning.h"
#include "client/views/figures/open_questions.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

constexpr float came_bar_height = 12;

void came_of(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const ui::TextStyle large{.role = ui::TextRole::Display, .tabular = true};
    const std::string number = view.number(figures.attended);
    const std::string places = view.say(msg::FiguresCame{figures.enrolled});
    ui::Slices line = column.row(ui::line_height(large.role), ui::space::s);
    ui::label(view.ui, line.left(ui::text_width(view.ui, number, large)), number, large);
    const ui::Rect sign = line.right(ui::hint_side);
    ui::label(view.ui, line.rest, places, muted(view));
    figure_hint(view, sign, Counted::Came);
    const double share = static_cast<double>(figures.attended) /
                         static_cast<double>(std::max<std::int64_t>(figures.enrolled, 1));
    ui::progress_bar(view.ui, column.after(ui::space::m).take(came_bar_height),
                     number + " " + places, std::min(share, 1.0));
    if (figures.first_time) {
        column.after(ui::space::m)
            .paragraph(view.say(msg::FiguresFirstTimers{*figures.first_time}),
                       muted(view, ui::TextRole::Small));
    }
    const std::int64_t left = std::max<std::int64_t>(figures.enrolled - figures.attended, 0);
    if (left == 0) return;
    column.after(ui::space::m)
        .paragraph(view.say(msg::FiguresCanWatch{left}), muted(view, ui::TextRole::Small));
}

void earned_by(const View& view, ui::Column& column, const wire::MoneyFigures& money) {
    column.label(view.tokens(money.revenue), {.role = ui::TextRole::Display, .tabular = true});
    ui::Slices line = column.after(ui::space::xs).row(ui::line_height(ui::TextRole::Body));
    const ui::Rect sign = line.right(ui::hint_side);
    ui::label(view.ui, line.rest, view.say(msg::figures_earned), muted(view));
    figure_hint(view, sign, Counted::Earned);
    column.after(ui::space::m);
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    if (money.refunded > 0) {
        column.paragraph(
            joined({std::string(view.say(msg::figures_given_back)), view.tokens(money.refunded)}),
            quiet);
        column.after(ui::space::xs);
    }
    if (money.hosting_cost <= 0) return;
    column.paragraph(
        joined({std::string(view.say(msg::figures_hosting)), dollars(view, money.hosting_cost)}),
        quiet);
}

void over_parts(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    const bool paid = figures.money && figures.money->charged > 0;
    if (column.width() < ui::from::wide_hero) {
        came_of(view, column, figures);
        column.after(ui::space::xl);
        if (paid) earned_by(view, column, *figures.money);
        column.after(ui::space::xl);
        viewers_curve(view, column, figures);
        return;
    }
    std::vector<ui::Column> parts =
        paid ? column.split({1, 1, 2}, ui::space::xxxl) : column.split({1, 2}, ui::space::xxxl);
    came_of(view, parts.front(), figures);
    if (paid) earned_by(view, parts[1], *figures.money);
    viewers_curve(view, parts.back(), figures);
    column.join(parts);
}

/// Kind words, and no zeros.
void nobody_came(const View& view, ui::Column& column) {
    column.label(view.say(msg::figures_nobody), {.role = ui::TextRole::CardTitle});
    column.after(ui::space::xs).paragraph(view.say(msg::figures_nobody_text), muted(view));
}

/// Questions that wait, and how it felt: beside one another where there is room.
void talk_after(const View& view, ui::Column& column, const domain::Stream& stream,
                const wire::ClassFigures& figures) {
    column.after(ui::space::l);
    if (!ui::side_by_side(view.ui, column.width())) {
        if (open_questions(view, column, stream)) column.after(ui::space::l);
        return how_it_felt(view, column, figures);
    }
    const float main = column.width() - ui::size::side_panel - ui::space::l;
    std::vector<ui::Column> parts = column.split({main, ui::size::side_panel}, ui::space::l);
    open_questions(view, parts.front(), stream);
    how_it_felt(view, parts.back(), figures);
    column.join(parts);
}

}  // namespace

void class_over_figures(const View& view, ui::Column& column, const domain::Stream& stream) {
    const auto& loaded = view.model.studio.figures;
    if (!loaded.ready() || loaded.value->stream_id != stream.id || loaded.value->is_live) return;
    if (stream.status != domain::StreamStatus::Ended) return;
    const wire::ClassFigures& figures = *loaded.value;
    const bool nobody = figures.attended == 0 && figures.later == 0 && figures.peak == 0;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::figures_who));
    if (!nobody) {
        column.heading(view.say(msg::figures_over_title), 2, {.role = ui::TextRole::Section}, 1);
        column.after(ui::space::m);
    }
    column.panel("over", [&](ui::Column& inside) {
        if (nobody) return nobody_came(view, inside);
        over_parts(view, inside, figures);
    });
    talk_after(view, column, stream, figures);
    const model::Route all = model::figures_page(stream.id);
    const std::string href = model::url_of(all);
    if (column.after(ui::space::m)
            .button({.label = view.say(msg::figures_all),
                     .kind = ui::ButtonKind::Outline,
                     .size = ui::ButtonSize::Small,
                     .href = href,
                     .key = "figures"},
                    ui::Fit::Content)) {
        view.go(all);
    }
    column.after(ui::space::xxl);
}

}  // namespace lsl::views
