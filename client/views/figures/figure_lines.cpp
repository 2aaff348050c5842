#include "client/views/figures/figure_lines.h"

#include "client/views/console/hosting.h"
#include "client/views/figures/figure_curves.h"
#include "client/views/figures/figure_meaning.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

std::string_view attendance_text(const View& view, const wire::AttendanceRow& person) {
    if (person.attendance == "live") return view.say(msg::figures_live);
    if (person.attendance == "replay") return view.say(msg::figures_later);
    return view.say(msg::figures_not_yet);
}

void name_line(const View& view, ui::Column& column, const wire::AttendanceRow& person) {
    const std::string times = view.say(msg::FiguresTimes{time_spent(view, person.live_seconds),
                                                         time_spent(view, person.replay_seconds)});
    const bool watched = person.live_seconds + person.replay_seconds > 0;
    const std::string detail =
        joined({std::string(attendance_text(view, person)), watched ? times : std::string()});
    ui::NodeScope item(view.ui, ui::Role::ListItem, person.display_name);
    column.after(ui::space::m).label(person.display_name, {.role = ui::TextRole::SmallStrong});
    column.after(0).label(detail, muted(view, ui::TextRole::Small));
}

void names(const View& view, ui::Column& column) {
    const auto& loaded = view.model.studio.attendance;
    if (loaded.failed()) {
        return ui::banner(column, ui::Tone::Danger, view.explain(*loaded.error));
    }
    if (!loaded.ready()) {
        if (column.button({.label = view.say(msg::figures_names),
                           .kind = ui::ButtonKind::Secondary,
                           .busy = loaded.loading})) {
            view.want(model::intent::ShowNames{});
        }
        return;
    }
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::figures_who));
    for (const wire::AttendanceRow& person : loaded.value->people) {
        ui::IdScope scope(view.ui, person.display_name);
        name_line(view, column, person);
    }
}

}  // namespace

void figure_line(const View& view, ui::Column& column, std::string_view name,
                 std::string_view figure, bool strong) {
    const ui::TextStyle style{.role = strong ? ui::TextRole::BodyStrong : ui::TextRole::Body,
                              .tabular = true};
    ui::Slices line = column.row(ui::line_height(style.role), ui::space::s);
    const float wide = ui::text_width(view.ui, figure, style);
    const ui::Rect end = line.right(std::min(wide, line.rest.width));
    ui::label(view.ui, line.rest, name, strong ? style : muted(view));
    ui::label(view.ui, end, figure, style, ui::Align::End);
}

void who_came(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    figure_heading(view, column, view.say(msg::figures_who), Counted::WhoCame);
    column.after(ui::space::m);
    figure_line(view, column, view.say(msg::figures_live), view.number(figures.attended));
    column.after(ui::space::s);
    figure_line(view, column, view.say(msg::figures_later), view.number(figures.later));
    if (!figures.is_live) {
        column.after(ui::space::s);
        figure_line(view, column, view.say(msg::figures_not_yet), view.number(figures.no_shows));
    }
    if (figures.first_time) {
        column.after(ui::space::s);
        figure_line(view, column, view.say(msg::figures_first_time),
                    view.number(*figures.first_time));
    }
    if (figures.enrolled == 0) return;
    column.after(ui::space::l);
    names(view, column);
}

void earned(const View& view, ui::Column& column, const wire::ClassFigures& figures) {
    if (!figures.money || figures.money->charged == 0) return;
    const wire::MoneyFigures& money = *figures.money;
    figure_heading(view, column, view.say(msg::figures_money), Counted::Money);
    column.after(ui::space::m);
    figure_line(view, column, view.say(msg::figures_charged), view.tokens(money.charged));
    if (money.refunded > 0) {
        column.after(ui::space::s);
        figure_line(view, column, view.say(msg::figures_given_back), view.tokens(money.refunded));
    }
    column.after(ui::space::s);
    figure_line(view, column, view.say(msg::figures_earned), view.tokens(money.revenue), true);
    if (money.hosting_cost <= 0) return;
    // Money beside tokens: neither is taken from the other.
    column.after(ui::space::m);
    figure_line(view, column, view.say(msg::figures_hosting), dollars(view, money.hosting_cost));
}

}  // namespace lsl::views
