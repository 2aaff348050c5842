#include "client/views/classes/day_sections.h"

#include "client/views/classes/class_card.h"
#include "client/views/classes/class_row.h"
#include "client/views/classes/days.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

constexpr float top_title_height = 44;

void list_of_rows(const View& view, ui::Column& column, const model::Classes::List& rows) {
    ui::NodeScope list(view.ui, ui::Role::List, "");
    const int count = static_cast<int>(rows.size());
    const float step = class_row_height + ui::space::m;
    const float top = column.next();
    const auto [first, last] = ui::lines_in_reach(view.ui, top, step, count);
    for (int i = first; i < std::min(last, count); ++i) {
        class_row(
            view,
            {column.x(), top + static_cast<float>(i) * step, column.width(), class_row_height},
            *rows[static_cast<std::size_t>(i)]);
    }
    column.until(top + static_cast<float>(count) * step - ui::space::m);
}

/// At the end of the first line of days, or above it where a day has its title there.
void zone_remark(const View& view, ui::Column& column, bool above) {
    const std::string_view text = view.say(msg::common_your_zone);
    const ui::TextStyle style = muted(view, ui::TextRole::Remark);
    if (above) {
        column.label(text, style, ui::Align::End);
        column.after(ui::space::s);
        return;
    }
    const float width = ui::text_width(view.ui, text, style);
    const float line = ui::line_height(style.role);
    const float under = column.next() + ui::line_height(ui::TextRole::Section);
    ui::label(view.ui, {column.right() - width, under - line, width, line}, text, style);
}

/// Of a day with so many classes, its title included.
float section_height(const View& view, const ui::Column& column, std::size_t rows) {
    const float title = ui::line_height(ui::TextRole::Section) + ui::space::l;
    const auto count = static_cast<float>(rows);
    if (view.ui.phone()) return title + count * (class_row_height + ui::space::m) - ui::space::m;
    const int columns = view.ui.columns();
    const ui::Grid grid(column.x(), column.next(), column.width(), columns, ui::space::grid_gap);
    const float card = class_card_height(grid.cell_width());
    const auto lines = static_cast<float>((static_cast<int>(rows) + columns - 1) / columns);
    return title + lines * (card + ui::space::grid_gap) - ui::space::grid_gap;
}

struct TopTitle {
    float x = 0;
    std::string text;
};

/// The names of days stay under the top bar while their classes pass there. They are painted only:
/// the sections' own headings are what is read.
void stay_on_top(const View& view, const ui::Column& column, float top,
                 std::span<const TopTitle> titles) {
    ui::Ui& ui = view.ui;
    const ui::TextStyle style{.role = ui::TextRole::Section};
    const float inset = (top_title_height - ui::line_height(style.role)) / 2;
    const float scrolled = ui.frame().scroll_y, edge = ui.page_top();
    const float end = column.bottom() - scrolled;
    if (top - scrolled >= edge + inset || end <= edge) return;
    ui::LayerScope layer(ui, ui::Layer::Bar);
    const float y = std::min(edge, end - top_title_height);  // the next line pushes it away
    const ui::Rect strip{0, edge, ui.width(), y + top_title_height - edge};
    layer.block(strip);
    ui::ClipScope clip(ui, strip);
    ui::fill(ui, strip, view.theme().background);
    for (const TopTitle& title : titles) ui::draw_text(ui, title.x, y + inset, title.text, style);
}

void section(const View& view, ui::Column& column, std::string_view title, std::string_view remark,
             const model::Classes::List& rows, TimeBadge badge, int columns) {
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    section_title(view, column, title, remark);
    if (view.ui.phone() && badge == TimeBadge::Clock) {
        list_of_rows(view, column, rows);
    } else {
        class_grid(view, column, rows, badge, columns);
    }
}

struct Day {
    UtcTime start;
    std::span<const wire::PublicStream* const> rows;
};

std::size_t classes_of(std::span<const Day> days) {
    return std::accumulate(days.begin(), days.end(), std::size_t{0},
                           [](std::size_t sum, const Day& day) { return sum + day.rows.size(); });
}

/// The first of the days, and those after it whose classes have room beside its own: days with a
/// class or two would leave most of a wide screen empty.
std::span<const Day> first_line(const View& view, std::span<const Day> days) {
    if (view.ui.phone()) return days.first(1);
    const auto room = static_cast<std::size_t>(view.ui.columns());
    std::size_t count = 1;
    while (count < days.size() && classes_of(days.first(count + 1)) <= room) ++count;
    return days.first(count);
}

/// Each day as wide as its classes; one that is alone has the whole width.
void line_of_days(const View& view, ui::Column& column, std::span<const Day> days) {
    ui::Ui& ui = view.ui;
    const float height = section_height(view, column, classes_of(days));
    if (!in_reach(view, column, height)) {
        column.take(height);
        column.after(ui::space::section);
        return;
    }
    const float top = column.next();
    const ui::Grid grid(column.x(), top, column.width(), ui.columns(), ui::space::grid_gap);
    const float step = grid.cell_width() + ui::space::grid_gap;
    std::vector<TopTitle> titles;
    float x = column.x(), bottom = top;
    for (const Day& day : days) {
        const int columns = days.size() == 1 ? ui.columns() : static_cast<int>(day.rows.size());
        const float width = static_cast<float>(columns) * step - ui::space::grid_gap;
        ui::Column part(ui, x, top, width);
        titles.push_back({x, view.model.words->time(day.start, model::TimeStyle::DayName)});
        const std::string& name = titles.back().text;
        ui::IdScope scope(ui, name);
        section(view, part, name, view.model.words->time(day.start, model::TimeStyle::Weekday),
                {day.rows.begin(), day.rows.end()}, TimeBadge::Clock, columns);
        bottom = std::max(bottom, part.bottom());
        x += width + ui::space::grid_gap;
    }
    column.until(bottom);
    stay_on_top(view, column, top, titles);
    column.after(ui::space::section);
}

}  // namespace

void day_sections(const View& view, ui::Column& column, const model::Classes::List& upcoming) {
    const auto late = std::find_if(upcoming.begin(), upcoming.end(), [&](const auto* row) {
        return model::is_overdue(row->stream, view.model.now);
    });
    const std::span<const wire::PublicStream* const> on_time(upcoming.begin(), late);
    std::vector<Day> all;
    each_day<wire::PublicStream>(view, on_time, model::start_of_row, [&](UtcTime start, auto rows) {
        all.push_back({start, rows});
    });
    for (std::span<const Day> days = all; !days.empty();) {
        const std::span<const Day> line = first_line(view, days);
        if (days.size() == all.size() && column.width() >= ui::from::wide_hero) {
            const auto columns = static_cast<std::size_t>(view.ui.columns());
            zone_remark(view, column, line.size() > 1 && classes_of(line) == columns);
        }
        line_of_days(view, column, line);
        days = days.subspan(line.size());
    }
    if (late == upcoming.end()) return;
    const float top = column.next();
    const TopTitle title{column.x(), std::string(view.say(msg::browse_late))};
    section(view, column, title.text, {}, {late, upcoming.end()}, TimeBadge::Day,
            view.ui.columns());
    stay_on_top(view, column, top, {&title, 1});
    column.after(ui::space::section);
}

}  // namespace lsl::views
