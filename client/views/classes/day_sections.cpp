#include "client/views/classes/day_sections.h"

#include "client/views/classes/class_card.h"
#include "client/views/classes/class_row.h"
#include "client/views/classes/days.h"

#include <algorithm>
#include <span>
#include <string>

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

/// At the end of the first day's title.
void zone_remark(const View& view, const ui::Column& column) {
    const std::string_view text = view.say(msg::common_your_zone);
    const ui::TextStyle style = muted(view, ui::TextRole::Remark);
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

/// The name of a day stays under the top bar while its classes pass there. It is painted only: the
/// section's own heading is what is read.
void stays_on_top(const View& view, const ui::Column& column, float top, std::string_view title) {
    ui::Ui& ui = view.ui;
    const ui::TextStyle style{.role = ui::TextRole::Section};
    const float inset = (top_title_height - ui::line_height(style.role)) / 2;
    const float scrolled = ui.frame().scroll_y, edge = ui.page_top();
    const float end = column.bottom() - scrolled;
    if (top - scrolled >= edge + inset || end <= edge) return;
    ui::LayerScope layer(ui, ui::Layer::Bar);
    const float y = std::min(edge, end - top_title_height);  // the next day pushes it away
    const ui::Rect strip{0, edge, ui.width(), y + top_title_height - edge};
    layer.block(strip);
    ui::ClipScope clip(ui, strip);
    ui::fill(ui, strip, view.theme().background);
    ui::draw_text(ui, column.x(), y + inset, title, style);
}

void section(const View& view, ui::Column& column, std::string_view title, std::string_view remark,
             const model::Classes::List& rows, TimeBadge badge) {
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    const float top = column.next();
    section_title(view, column, title, remark);
    if (view.ui.phone() && badge == TimeBadge::Clock) {
        list_of_rows(view, column, rows);
    } else {
        class_grid(view, column, rows, badge);
    }
    stays_on_top(view, column, top, title);
    column.after(ui::space::section);
}

}  // namespace

void day_sections(const View& view, ui::Column& column, const model::Classes::List& upcoming) {
    const auto late = std::find_if(upcoming.begin(), upcoming.end(), [&](const auto* row) {
        return model::is_overdue(row->stream, view.model.now);
    });
    if (late != upcoming.begin() && column.width() >= ui::from::wide_hero) {
        zone_remark(view, column);
    }
    const std::span<const wire::PublicStream* const> on_time(upcoming.begin(), late);
    each_day<wire::PublicStream>(
        view, on_time, model::start_of_row,
        [&](UtcTime day, std::span<const wire::PublicStream* const> rows) {
            const float height = section_height(view, column, rows.size());
            if (!in_reach(view, column, height)) {
                column.take(height);
                column.after(ui::space::section);
                return;
            }
            const std::string name = view.model.words->time(day, model::TimeStyle::DayName);
            ui::IdScope scope(view.ui, name);
            section(view, column, name, view.model.words->time(day, model::TimeStyle::Weekday),
                    {rows.begin(), rows.end()}, TimeBadge::Clock);
        });
    if (late == upcoming.end()) return;
    section(view, column, view.say(msg::browse_late), {}, {late, upcoming.end()}, TimeBadge::Day);
}

}  // namespace lsl::views
