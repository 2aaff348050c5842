#include "client/ui/layout/layout.h"

#include <algorithm>
#include <cmath>

#include "client/ui/core/ui.h"

namespace lsl::ui {

Rect intersection(const Rect& a, const Rect& b) {
    const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    return {x, y, std::max(0.0f, std::min(right(a), right(b)) - x),
            std::max(0.0f, std::min(bottom(a), bottom(b)) - y)};
}

Rect united(const Rect& a, const Rect& b) {
    const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(right(a), right(b)) - x, std::max(bottom(a), bottom(b)) - y};
}

Rect centred(const Rect& outer, float width, float height) {
    return {centre_x(outer) - width / 2, centre_y(outer) - height / 2, width, height};
}

Rect Slices::left(float width) {
    const Rect taken{rest.x, rest.y, width, rest.height};
    rest = {rest.x + width + gap_, rest.y, rest.width - width - gap_, rest.height};
    return taken;
}

Rect Slices::right(float width) {
    const Rect taken{rest.x + rest.width - width, rest.y, width, rest.height};
    rest.width -= width + gap_;
    return taken;
}

Rect Slices::top(float height) {
    const Rect taken{rest.x, rest.y, rest.width, height};
    rest = {rest.x, rest.y + height + gap_, rest.width, rest.height - height - gap_};
    return taken;
}

Rect Slices::bottom(float height) {
    const Rect taken{rest.x, rest.y + rest.height - height, rest.width, height};
    rest.height -= height + gap_;
    return taken;
}

Rect Stack::take(float height) {
    const Rect taken{x, y, width, height};
    y += height + gap_;
    any_ = true;
    return taken;
}

Rect Row::take(float width, float own_height) {
    const Rect taken{x, y + (height - own_height) / 2, width, own_height};
    x += width + gap_;
    return taken;
}

Grid::Grid(float x, float y, float width, int columns, float gap)
    : x_(x), y_(y), gap_(gap), row_bottom_(y), columns_(std::max(columns, 1)) {
    const auto count = static_cast<float>(columns_);
    cell_ = (width - gap * (count - 1)) / count;
}

Rect Grid::cell(float height) {
    if (next_ == columns_) {
        next_ = 0;
        y_ = row_bottom_ + gap_;
    }
    const Rect taken{x_ + static_cast<float>(next_) * (cell_ + gap_), y_, cell_, height};
    row_bottom_ = std::max(row_bottom_, y_ + height);
    ++next_;
    return taken;
}

Rect Grid::cell_at(int number, float height) const {
    const auto column = static_cast<float>(number % columns_);
    const auto row = static_cast<float>(number / columns_);
    return {x_ + column * (cell_ + gap_), y_ + row * (height + gap_), cell_, height};
}

Lines lines_in_reach(const Ui& ui, float top, float step, int count) {
    constexpr int at_a_time = 4;
    const float screen = ui.height();
    const float scrolled = top - ui.frame().scroll_y;  // where the column begins on the screen
    const auto line_at = [&](float y) {
        return static_cast<int>(std::floor((y - scrolled) / step));
    };
    const auto whole = [](int line) { return line - (line % at_a_time + at_a_time) % at_a_time; };
    return {std::clamp(whole(line_at(-screen / 2)), 0, count),
            std::clamp(whole(line_at(screen * 1.5f)) + at_a_time, 0, count)};
}

bool side_by_side(const Ui& ui, float width) {
    constexpr float least_tablet = 520;  // the short side of a phone is below that
    const bool lies = ui.width() > ui.height() && ui.height() >= least_tablet;
    return width >= (lies ? from::side_panel_lying : from::side_panel);
}

std::vector<Rect> columns(const Rect& area, int parts, float gap) {
    Grid grid(area.x, area.y, area.width, parts, gap);
    std::vector<Rect> result;
    for (int i = 0; i < parts; ++i) result.push_back(grid.cell(area.height));
    return result;
}

}  // namespace lsl::ui
