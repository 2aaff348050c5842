#include "client/views/pages.h"

#include "client/views/figures/figure_curves.h"
#include "client/views/figures/figure_meaning.h"
#include "client/views/figures/studio_period.h"
#include "client/views/figures/table_order.h"
#include "client/views/studio/figure_tiles.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::views {

namespace {

constexpr float class_line_height = 60, class_lines_waited_for = 360, earned_height = 136;
constexpr std::chrono::hours half_a_day{12};
constexpr std::string_view by_class = "class", by_week = "week", by_month = "month";

void all_head(const View& view, ui::Column& column) {
    const ui::Button csv{.label = view.say(msg::figures_csv),
                         .kind = ui::ButtonKind::Outline,
                         .icon = icon::download,
                         .key = "csv"};
    const ui::TextStyle title{.role = ui::TextRole::Display};
    ui::Slices line = column.row(ui::size::button, ui::space::l);
    const float wide = ui::button_width(view.ui, csv);
    if (ui::button(view.ui, line.right(wide), csv)) view.want(model::intent::DownloadFigures{});
    ui::heading(view.ui, line.rest.x, line.rest.y, line.rest.width, view.say(msg::figures_title), 1,
                title, 1);
    column.after(ui::space::s);
}

void sums(const View& view, ui::Column& column, const api::GetStudioFigures::Response& figures) {
    const wire::FiguresRow& total = figures.total;
    figure_tiles(view, column,
                 {{{view.tokens(total.money.revenue), std::string(view.say(msg::figures_earned)),
                    Counted::Earned},
                   {view.number(total.people), view.say(msg::FiguresPeopleCame{total.people}),
                    Counted::PeopleWhoCame},
                   {time_spent(view, total.watch_seconds),
                    std::string(view.say(msg::figures_watched)), Counted::WatchTime}}});
    const std::string change = compared_with_before(view, figures);
    if (!change.empty()) column.after(ui::space::s).paragraph(change, muted(view));
    column.after(ui::space::xl);
}

/// A class by its title, a week or a month by its first day. Those begin at midnight in UTC: noon
/// is the same day for nearly everybody.
std::string title_of_row(const View& view, const wire::FiguresRow& row, std::string_view by) {
    if (row.stream_id) return row.title;
    const std::string first =
        view.model.words->time(row.begins + half_a_day, model::TimeStyle::Date);
    return by == by_month ? view.say(msg::FiguresMonthFrom{first})
                          : view.say(msg::FiguresWeekFrom{first});
}

std::string class_words(const View& view, const wire::FiguresRow& row, std::string_view by) {
    const std::string title = title_of_row(view, row, by);
    const std::string when = row.stream_id
                                 ? view.model.words->time(row.begins, model::TimeStyle::Day)
                                 : view.say(msg::FiguresClasses{row.classes});
    return view.say(msg::FiguresClassRow{title, when, row.attended, row.enrolled, row.peak});
}

/// What the figures are added up by.
void sum_choice(const View& view, ui::Column& column, std::string_view by) {
    struct Sum {
        std::string_view by;
        msg::Plain text;
    };
    constexpr std::array<Sum, 3> all = {{{by_class, msg::figures_by_class},
                                         {by_week, msg::figures_by_week},
                                         {by_month, msg::figures_by_month}}};
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::figures_by));
    ui::Slices line = column.row(ui::size::button, ui::space::s);
    const auto count = static_cast<float>(all.size());
    const float most = (line.rest.width - ui::space::s * (count - 1)) / count;
    for (const Sum& sum : all) {
        const ui::ToggleButton button{
            .label = view.say(sum.text), .on = by == sum.by, .key = sum.by};
        const float width = std::min(ui::toggle_button_width(view.ui, button), most);
        if (ui::toggle_button(view.ui, line.left(width), button)) {
            view.want(model::intent::SumFigures{sum.by});
        }
    }
    column.after(ui::space::l);
}

/// What each class earned, the newest last. Not where nothing was to be earned.
void earned_bars(const View& view, ui::Column& column,
                 const api::GetStudioFigures::Response& figures) {
    const auto& rows = figures.rows;
    if (figures.total.money.revenue <= 0 || rows.size() < 2) return;
    std::vector<double> values;
    std::vector<std::string> table;
    const std::vector<double> before = earned_before(view, figures);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        values.push_back(static_cast<double>(row->money.revenue));
        table.push_back(class_words(view, *row, figures.by));
    }
    const auto before_words = [&](std::size_t step) {
        return view.say(msg::FiguresBefore{view.tokens(static_cast<std::int64_t>(before[step]))});
    };
    for (std::size_t i = 0; i < before.size(); ++i) table[i] = joined({table[i], before_words(i)});
    ui::Plot plot;
    plot.title = view.say(msg::figures_earned);
    plot.kind = ui::PlotKind::Bars;
    plot.values = values;
    plot.before = before;
    plot.color = view.theme().accent;
    plot.height = earned_height;
    const std::array plots = {plot};
    const auto day = [&](const wire::FiguresRow& row) {
        return view.model.words->time(row.begins, model::TimeStyle::Weekday);
    };
    const std::array marks = {ui::PlotMark{0, day(rows.back())},
                              ui::PlotMark{rows.size() - 1, day(rows.front())}};
    const std::string summary =
        joined({std::string(plot.title), view.tokens(figures.total.money.revenue)});
    const ui::PlotStack stack{
        .name = plot.title,
        .summary = summary,
        .table_name = view.say(msg::figures_table),
        .plots = plots,
        .marks = marks,
        .steps = rows.size(),
        .told =
            [&](std::size_t step) {
                const wire::FiguresRow& row = rows[rows.size() - 1 - step];
                std::vector<std::string> lines{title_of_row(view, row, figures.by), day(row),
                                               view.tokens(row.money.revenue)};
                if (!before.empty()) lines.push_back(before_words(step));
                return lines;
            },
        .beside_title = [&](std::size_t,
                            const ui::Rect& place) { figure_hint(view, place, Counted::Earned); },
        .table = table,
        .empty_text = {}};
    column.panel("earned", [&](ui::Column& inside) {
        ui::plot_stack(view.ui, inside.take(ui::plot_stack_height(stack)), stack);
    });
}

/// A class in the table: the whole row opens its page. A week or a month is a line of text.
void class_line(const View& view, ui::Column& column, const wire::FiguresRow& row,
                std::string_view by, bool last) {
    ui::Ui& ui = view.ui;
    const std::string title = title_of_row(view, row, by);
    const std::string when = row.stream_id
                                 ? view.model.words->time(row.begins, model::TimeStyle::Day)
                                 : view.say(msg::FiguresClasses{row.classes});
    const std::string said = class_words(view, row, by);
    const ui::Rect rect = column.after(0).take(class_line_height);
    const std::string id = row.stream_id ? row.stream_id->to_string() : title;
    ui::IdScope scope(ui, id);
    ui::NodeScope item(ui, ui::Role::ListItem, title, rect);
    if (row.stream_id) {
        const model::Route to = model::figures_page(*row.stream_id);
        const std::string href = model::url_of(to);
        if (ui::area_link(ui, rect, said, href, ui::radius::inside).clicked) view.go(to);
    } else {
        ui.node({.id = ui.claim("words"), .role = ui::Role::Text, .name = said, .rect = rect});
    }
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong, .tabular = true};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const std::string came =
        view.number(row.attended) + " " + view.say(msg::FiguresCame{row.enrolled});
    const std::string earned_text = row.money.charged > 0 ? view.tokens(row.money.revenue) : came;
    ui::Slices line(rect, ui::space::m);
    const ui::Rect end = line.right(ui::text_width(ui, earned_text, strong));
    const float high = ui::line_height(strong.role) + ui::line_height(quiet.role);
    ui::Column words(ui, line.rest.x, ui::centre_y(rect) - high / 2, line.rest.width, 0);
    words.label(title, strong);
    words.label(row.money.charged > 0 ? joined({when, came}) : when, quiet);
    ui::label(ui, end, earned_text, strong, ui::Align::End);
    if (!last) ui::divider(ui, rect.x, ui::bottom(rect) - 1, rect.width);
}

void class_table(const View& view, ui::Column& column,
                 const api::GetStudioFigures::Response& figures) {
    column.panel("classes", [&](ui::Column& inside) {
        TableOrder order;
        const bool paid = figures.total.money.charged > 0;
        if (figures.rows.size() > 1) order = table_heads(view, inside, paid);
        ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::common_your_classes));
        std::size_t left = figures.rows.size();
        for (const wire::FiguresRow* row : in_order(figures.rows, order)) {
            class_line(view, inside, *row, figures.by, --left == 0);
        }
    });
}

/// What was earned, and by which classes: beside one another where there is room.
void all_figures(const View& view, ui::Column& column,
                 const api::GetStudioFigures::Response& figures) {
    period_choice(view, column);
    if (figures.rows.empty()) {
        ui::empty_state(column, {.icon = icon::signal,
                                 .title = view.say(msg::figures_no_classes),
                                 .text = view.say(msg::figures_no_classes_text)});
        return;
    }
    column.paragraph(view.say(msg::FiguresLastDays{figures.from, figures.to}), muted(view));
    column.after(ui::space::l);
    sum_choice(view, column, view.model.studio.figures_by);
    if (!ui::side_by_side(view.ui, column.width())) {
        sums(view, column, figures);
        earned_bars(view, column, figures);
        return class_table(view, column.after(ui::space::l), figures);
    }
    std::vector<ui::Column> parts = column.split({1, 1});
    sums(view, parts.front(), figures);
    earned_bars(view, parts.front(), figures);
    class_table(view, parts.back(), figures);
    column.join(parts);
}

}  // namespace

void studio_figures_page(const View& view) {
    ui::Page page(view.ui);
    all_head(view, page);
    const auto& loaded = view.model.studio.all_figures;
    if (loaded.failed()) {
        failed_list(view, page, view.say(msg::figures_unshown), *loaded.error);
    } else if (loaded.ready()) {
        all_figures(view, page, *loaded.value);
    } else {
        ui::skeleton(page, page.width(), class_lines_waited_for, ui::radius::card);
    }
    page.end();
}

}  // namespace lsl::views
