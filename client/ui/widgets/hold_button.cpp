#include "client/ui/widgets/hold_button.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"
#include "client/ui/widgets/progress.h"

namespace lsl::ui {

namespace {

constexpr double hold_seconds = 2;
constexpr float symbol_size = 24, symbol_gap = 14, border = 2;
constexpr float filled_opacity = 0.28f;
constexpr std::uint32_t done_salt = 0xd09eu;

/// Symbol, label and hint in the middle; the hint stands beside the label where both fit.
void draw_face(Ui& ui, const Rect& rect, const HoldButton& button, Color ink) {
    const TextStyle label{.role = TextRole::CardTitle, .color = ink};
    const TextStyle hint{.role = TextRole::Small, .color = ui.theme().muted};
    const float label_width = text_width(ui, button.label, label);
    const float hint_width = text_width(ui, button.hint, hint);
    const float room = rect.width - 2 * space::l - symbol_size - symbol_gap;
    const bool beside = label_width + space::m + hint_width <= room;
    const float text = beside ? label_width + space::m + hint_width
                              : std::min(std::max(label_width, hint_width), room);
    float x = centre_x(rect) - (symbol_size + symbol_gap + text) / 2;
    const float middle = centre_y(rect);
    if (button.busy) {
        spinner(ui, x + symbol_size / 2, middle, symbol_size, ink);
    } else {
        draw_icon(ui, x, middle - symbol_size / 2, button.icon, symbol_size, ink);
    }
    x += symbol_size + symbol_gap;
    if (beside) {
        draw_text(ui, x, middle - line_height(label.role) / 2, button.label, label);
        draw_text(ui, x + label_width + space::m, middle - line_height(hint.role) / 2, button.hint,
                  hint);
        return;
    }
    const float top = middle - (line_height(label.role) + line_height(hint.role)) / 2;
    draw_text(ui, x, top, ellipsized(ui, button.label, label, room), label);
    draw_text(ui, x, top + line_height(label.role), ellipsized(ui, button.hint, hint, room), hint);
}

}  // namespace

Hold hold_button(Ui& ui, const Rect& rect, const HoldButton& button) {
    const Id id = ui.claim(button.key.empty() ? button.label : button.key);
    const Feel touch = feel(ui, id, rect, button.busy);
    Node node = control_node(id, button.name.empty() ? button.label : button.name, {}, rect);
    node.busy = button.busy;
    ui.node(std::move(node));

    Hold result = Hold::None;
    float& done = ui.kept(id ^ done_salt, 0);
    float run = 0;
    if (touch.press.held && !button.busy) {
        run = static_cast<float>(std::min(ui.interaction.held_for(ui.now()) / hold_seconds, 1.0));
        if (done > 0) run = 1;
        if (run >= 1 && done == 0) {
            done = 1;
            result = Hold::Done;
        }
        if (run < 1) ui.motion.keep_painting();
    } else {
        if (touch.press.clicked && done == 0 && !button.busy) result = Hold::Pressed;
        done = 0;
    }
    if (!ui.visible(rect)) return result;

    const Color ink = ui.theme().danger;
    fill(ui, rect, blend(ui.theme().background, ui.theme().hover.faded(touch.hover)),
         radius::control);
    if (run > 0) {
        ClipScope part(ui, {rect.x, rect.y, rect.width * run, rect.height});
        fill(ui, rect, ink.faded(filled_opacity), radius::control);
    }
    stroke(ui, rect, ink, radius::control, border);
    draw_face(ui, rect, button, ink);
    if (touch.press.focused) focus_ring(ui, rect, radius::control);
    return result;
}

}  // namespace lsl::ui
