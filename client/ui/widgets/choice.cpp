#include "client/ui/widgets/choice.h"

#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {
constexpr float choice_padding = 14;
}

float choice_width(Ui& ui, std::string_view label) {
    return text_width(ui, label, {TextRole::ButtonSmall}) + 2 * choice_padding;
}

bool choice(Ui& ui, const Rect& rect, const Choice& choice) {
    const Id id = ui.claim(choice.href);
    const Feel touch = feel(ui, id, rect);
    Node node = control_node(id, choice.label, choice.href, rect);
    node.selected = choice.on;
    const Theme& t = ui.theme();
    const TextStyle style{TextRole::ButtonSmall, choice.on ? t.background : t.text};
    node.lettering = lettering(style, 0, (rect.height - line_height(style.role)) / 2);
    node.lettering.centred = true;
    ui.node(std::move(node));
    {
        TransformScope pressed(ui, rect, touch.scale);
        fill(ui, rect, choice.on ? t.text : t.hover.faded(touch.hover), radius::pill);
        if (!choice.on) stroke(ui, rect, t.line, rect.height / 2);
        const float x = centre_x(rect) - text_width(ui, choice.label, style) / 2;
        draw_text(ui, x, centre_y(rect) - line_height(style.role) / 2, choice.label, style);
    }
    if (touch.press.focused) focus_ring(ui, rect, rect.height / 2);
    return touch.press.clicked;
}

}  // namespace lsl::ui
