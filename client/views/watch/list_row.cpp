#include "client/views/watch/list_row.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float row_padding = 12, symbol_gap = 10;

}  // namespace

bool list_row(const View& view, const ui::Rect& rect, const ListRow& row) {
    ui::Ui& ui = view.ui;
    const ui::Theme& theme = view.theme();
    const ui::Id id = ui.claim(row.key);
    const ui::Press press = ui.control(id, rect);
    const ui::TextStyle style{.role = row.here ? ui::TextRole::BodyStrong : ui::TextRole::Body};
    const float top = (rect.height - ui::line_height(style.role)) / 2;
    const float start = row_padding + (row.icon ? ui::size::icon + symbol_gap : 0);
    const bool says_more = !row.name.empty() && row.name != row.label;
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = std::string(says_more ? row.name : row.label),
             .rect = rect,
             .lettering = says_more ? ui::unpainted : ui::lettering(style, start, top)});
    const bool lit = press.hovered || press.held;
    if (row.here) ui::fill(ui, rect, theme.surface2, ui::radius::control);
    if (lit) ui::fill(ui, rect, theme.hover, ui::radius::control);
    if (row.here && theme.lined()) ui::stroke(ui, rect, theme.line, ui::radius::control);
    if (row.icon) {
        ui::draw_icon(ui, rect.x + row_padding, ui::centre_y(rect) - ui::size::icon / 2, row.icon,
                      ui::size::icon, row.here ? theme.accent : theme.muted);
    }
    const ui::TextStyle quiet{.role = ui::TextRole::Small, .color = theme.muted, .tabular = true};
    const float figure = row.figure.empty() ? 0 : ui::text_width(ui, row.figure, quiet);
    const float gap = row.figure.empty() ? 0 : ui::space::s;
    const float room = std::max(rect.width - start - row_padding - figure - gap, 0.0f);
    ui::draw_text(ui, rect.x + start, rect.y + top, ui::ellipsized(ui, row.label, style, room),
                  style);
    if (!row.figure.empty()) {
        ui::draw_text(ui, ui::right(rect) - row_padding - figure,
                      ui::centre_y(rect) - ui::line_height(quiet.role) / 2, row.figure, quiet);
    }
    if (press.focused) ui::focus_ring(ui, rect, ui::radius::control);
    return press.clicked;
}

}  // namespace lsl::views
