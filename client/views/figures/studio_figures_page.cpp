#include "client/views/pages.h"

#include "client/views/figures/figure_curves.h"
#include "client/views/studio/figure_tiles.h"
#include "client/views/wording.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::views {

namespace {

constexpr float class_line_height = 60, class_lines_waited_for = 360, earned_height = 136;

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

void sums(const View& view, ui::Column& column, const wire::FiguresRow& total) {
    figure_tiles(
        view, column,
        {{{view.tokens(total.money.revenue), std::string(view.say(msg::figures_earned))},
          {view.number(total.people), view.say(msg::FiguresPeopleCame{total.people})},
          {time_spent(view, total.watch_seconds), std::string(view.say(msg::figures_watched))}}});
    column.after(ui::space::xl);
}

std::string class_words(const View& view, const wire::FiguresRow& row) {
    const std::string when = view.model.words->time(row.begins, model::TimeStyle::Day);
    return view.say(msg::FiguresClassRow{row.title, when, row.attended, row.enrolled, row.peak});
}

/// What each class earned, the newest last. Not where nothing was to be earned.
void earned_bars(const View& view, ui::Column& column,
                 const api::GetStudioFigures::Response& figures) {
    const auto& rows = figures.rows;
    if (figures.total.money.revenue <= 0 || rows.size() < 2) return;
    std::vector<double> values;
    std::vector<std::string> table;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        values.push_back(static_cast<double>(row->money.revenue));
        table.push_back(class_words(view, *row));
    }
    ui::Plot plot;
    plot.title = view.say(msg::figures_earned);
    plot.kind = ui::PlotKind::Bars;
    plot.values = values;
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
    const ui::PlotStack stack{.name = plot.title,
                              .summary = summary,
                              .table_name = view.say(msg::figures_table),
                              .plots = plots,
                              .marks = marks,
                              .steps = rows.size(),
                              .told =
                                  [&](std::size_t step) {
                                      const wire::FiguresRow& row = rows[rows.size() - 1 - step];
                                      return std::vector<std::string>{
                                          row.title, day(row), view.tokens(row.money.revenue)};
                                  },
                              .table = table,
                              .empty_text = {}};
    column.panel("earned", [&](ui::Column& inside) {
        ui::plot_stack(view.ui, inside.take(ui::plot_stack_height(stack)), stack);
    });
    column.after(ui::space::l);
}

/// A class in the table: the whole row opens its page.
void class_line(const View& view, ui::Column& column, const wire::FiguresRow& row, bool last) {
    ui::Ui& ui = view.ui;
    const StreamId id = row.stream_id.value_or(StreamId{});
    const std::string when = view.model.words->time(row.begins, model::TimeStyle::Day);
    const std::string said = class_words(view, row);
    const ui::Rect rect = column.after(0).take(class_line_height);
    ui::IdScope scope(ui, id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, row.title, rect);
    const model::Route to = model::figures_page(id);
    if (ui::area_link(ui, rect, said, model::url_of(to), ui::radius::inside).clicked) view.go(to);
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong, .tabular = true};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const std::string came =
        view.number(row.attended) + " " + view.say(msg::FiguresCame{row.enrolled});
    const std::string earned_text = row.money.charged > 0 ? view.tokens(row.money.revenue) : came;
    ui::Slices line(rect, ui::space::m);
    const ui::Rect end = line.right(ui::text_width(ui, earned_text, strong));
    const float high = ui::line_height(strong.role) + ui::line_height(quiet.role);
    ui::Column words(ui, line.rest.x, ui::centre_y(rect) - high / 2, line.rest.width, 0);
    words.label(row.title, strong);
    words.label(row.money.charged > 0 ? joined({when, came}) : when, quiet);
    ui::label(ui, end, earned_text, strong, ui::Align::End);
    if (!last) ui::divider(ui, rect.x, ui::bottom(rect) - 1, rect.width);
}

void all_figures(const View& view, ui::Column& column,
                 const api::GetStudioFigures::Response& figures) {
    if (figures.rows.empty()) {
        ui::empty_state(column, {.icon = icon::signal,
                                 .title = view.say(msg::figures_no_classes),
                                 .text = view.say(msg::figures_no_classes_text)});
        return;
    }
    column.paragraph(view.say(msg::FiguresLastDays{figures.from, figures.to}), muted(view));
    column.after(ui::space::l);
    sums(view, column, figures.total);
    earned_bars(view, column, figures);
    column.panel("classes", [&](ui::Column& inside) {
        ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::common_your_classes));
        std::size_t left = figures.rows.size();
        for (const wire::FiguresRow& row : figures.rows) {
            class_line(view, inside, row, --left == 0);
        }
    });
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
