#include "client/ui/widgets/states.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/core/surface.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/button.h"
#include "icons.h"

namespace lsl::ui {

namespace {

constexpr float circle = 64, text_width_max = 420;

StateResult draw(Ui& ui, float x, float y, float width, const EmptyState& state, Color ink,
                 ButtonKind kind) {
    const float top = y + space::xxxl;
    const float room = std::min(width - 2 * space::l, text_width_max);
    const float left = x + (width - room) / 2;
    disc(ui, x + width / 2, top + circle / 2, circle / 2,
         blend(ui.theme().surface2, ink.faded(0.10f)));
    draw_icon(ui, x + width / 2 - 14, top + circle / 2 - 14, state.icon, 28, ink);
    float at = top + circle + space::l;
    at += heading(ui, left, at, room, state.title, 2, {TextRole::Section}, 2, Align::Centre);
    if (!state.text.empty()) {
        at += space::xs + 2;
        at += paragraph(ui, left, at, room, state.text, {TextRole::Body, ui.theme().muted}, 0,
                        Align::Centre);
    }
    StateResult result;
    if (!state.action.empty()) {
        at += space::xl;
        const Button act{.label = state.action, .kind = kind, .href = state.href};
        const float wide = button_width(ui, act);
        result.action = button(ui, {x + (width - wide) / 2, at, wide, size::button}, act);
        at += size::button;
    }
    result.height = at + space::xxxl - y;
    return result;
}

}  // namespace

StateResult empty_state(Ui& ui, float x, float y, float width, const EmptyState& state) {
    return draw(ui, x, y, width, state, ui.theme().muted, ButtonKind::Accent);
}

StateResult error_state(Ui& ui, float x, float y, float width, std::string_view title,
                        std::string_view text, std::string_view action) {
    NodeScope alert(ui, Role::Alert, title);
    return draw(ui, x, y, width,
                {.icon = icon::circle_alert,
                 .title = title,
                 .text = text,
                 .action = action.empty() ? ui.texts().try_again : action},
                ui.theme().danger, ButtonKind::Secondary);
}

}  // namespace lsl::ui
