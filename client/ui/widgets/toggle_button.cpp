#include "client/ui/widgets/toggle_button.h"

#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

#include <string>

namespace lsl::ui {

namespace {

constexpr float toggle_padding = 14, toggle_gap = 6;
constexpr float toggle_disabled = 0.45f;

}  // namespace

float toggle_button_width(Ui& ui, const ToggleButton& button) {
    const float symbol = button.icon ? size::icon_inside + toggle_gap : 0;
    return text_width(ui, button.label, {TextRole::ButtonSmall}) + symbol + 2 * toggle_padding;
}

bool toggle_button(Ui& ui, const Rect& rect, const ToggleButton& button) {
    const Id id = ui.claim(button.key.empty() ? button.label : button.key);
    const Feel touch = feel(ui, id, rect, button.disabled);
    Node node = control_node(id, button.name.empty() ? button.label : button.name, {}, rect);
    node.selected = button.on;
    node.disabled = button.disabled;
    ui.node(std::move(node));
    if (!ui.visible(rect)) return touch.press.clicked && !button.disabled;
    const Theme& t = ui.theme();
    const TextStyle style{TextRole::ButtonSmall, button.on ? t.background : t.text, true};
    {
        TransformScope pressed(ui, rect, touch.scale);
        OpacityScope faded(ui, button.disabled ? toggle_disabled : 1.0f);
        fill(ui, rect, button.on ? t.text : t.surface2, radius::control);
        if (!button.on) fill(ui, rect, t.hover.faded(touch.hover), radius::control);
        if (t.lined()) stroke(ui, rect, t.line, radius::control);
        const float symbol = button.icon ? size::icon_inside + toggle_gap : 0;
        const std::string shown = ellipsized(ui, button.label, style, rect.width - symbol);
        const float wide = text_width(ui, shown, style) + symbol;
        float x = centre_x(rect) - wide / 2;
        if (button.icon) {
            draw_icon(ui, x, centre_y(rect) - size::icon_inside / 2, button.icon, size::icon_inside,
                      style.color);
            x += symbol;
        }
        draw_text(ui, x, centre_y(rect) - line_height(style.role) / 2, shown, style);
    }
    if (touch.press.focused) focus_ring(ui, rect, radius::control);
    return touch.press.clicked && !button.disabled;
}

}  // namespace lsl::ui
