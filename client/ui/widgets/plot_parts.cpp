#include "client/ui/widgets/plot_parts.h"

#include <algorithm>

#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"

namespace lsl::ui {

namespace {

constexpr float part_bar = 3, between_parts = 3, name_above = 6;
constexpr float least_named = 28;  ///< narrower parts have no name: three dots say nothing

}  // namespace

void draw_plot_parts(Ui& ui, const Rect& line, std::span<const PlotPart> parts,
                     const std::function<float(std::size_t)>& x_of) {
    const TextStyle style{.role = TextRole::Caption, .color = ui.theme().muted};
    for (const PlotPart& part : parts) {
        const float from = x_of(part.from), to = x_of(part.to);
        const float left = std::min(from, to);
        const float width = std::max(std::max(from, to) - left - between_parts, 1.0f);
        fill(ui, {left, line.y, width, part_bar}, ui.theme().muted, part_bar / 2);
        if (width < least_named) continue;
        const std::string name = ellipsized(ui, part.name, style, width);
        const float name_width = text_width(ui, name, style);
        const float x = ui.mirrored() ? left + width - name_width : left;
        draw_text(ui, x, line.y + name_above, name, style);
    }
}

}  // namespace lsl::ui
