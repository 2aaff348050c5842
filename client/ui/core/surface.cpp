#include "client/ui/core/surface.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/button.h"
#include "icons.h"

namespace lsl::ui {

Color tone_color(Ui& ui, Tone tone) {
    const Theme& t = ui.theme();
    switch (tone) {
        case Tone::Success: return t.success;
        case Tone::Warning: return t.warning;
        case Tone::Danger: return t.danger;
        case Tone::Accent: return t.accent;
        case Tone::Neutral: break;
    }
    return t.muted;
}

void surface(Ui& ui, const Rect& rect, float radius, float lift) {
    const Theme& t = ui.theme();
    Shadow style = t.card_shadow;
    style.y += 4 * lift;
    style.color = style.color.faded(1 + 0.4f * lift);
    shadow(ui, rect, radius, style);
    fill(ui, rect, t.surface, radius);
    if (lift > 0) fill(ui, rect, t.hover.faded(0.5f * lift), radius);
    if (t.lined()) stroke(ui, rect, t.line, radius);
}

void panel(Ui& ui, const Rect& rect, float radius) {
    fill(ui, rect, ui.theme().surface2, radius);
    if (ui.theme().lined()) stroke(ui, rect, ui.theme().line, radius);
}

BannerResult banner(Ui& ui, float x, float y, float width, Tone tone, std::string_view text,
                    std::string_view action, bool closable) {
    constexpr float padding = 14, icon_room = 32, control = size::button_small;
    const Theme& t = ui.theme();
    const TextStyle style{TextRole::Body};
    const Button act{.label = action, .kind = ButtonKind::Outline, .size = ButtonSize::Small};
    const float act_width = action.empty() ? 0 : button_width(ui, act) + space::m;
    const float close_width = closable ? control + space::s : 0;
    const bool below = !action.empty() && width < 480;
    const float text_room = width - 2 * padding - icon_room - close_width - (below ? 0 : act_width);
    const float text_high = text_height(ui, text, style, text_room);
    const float row = std::max(text_high, below || action.empty() ? 22.0f : control);
    BannerResult result;
    result.height = row + 2 * padding + (below ? control + space::m : 0);

    const Rect box{x, y, width, result.height};
    const Color color = tone_color(ui, tone);
    NodeScope node(ui, tone == Tone::Danger ? Role::Alert : Role::Status, text, box);
    const bool neutral = tone == Tone::Neutral;
    fill(ui, box, neutral ? t.surface2 : blend(t.surface, color.faded(t.dark() ? 0.14f : 0.10f)),
         radius::picture);
    stroke(ui, box, neutral ? t.line : color.faded(0.35f), radius::picture);
    const char32_t symbol = tone == Tone::Success   ? icon::circle_check
                            : tone == Tone::Danger  ? icon::circle_alert
                            : tone == Tone::Warning ? icon::triangle_alert
                                                    : icon::info;
    const float middle = y + padding + row / 2;
    draw_icon(ui, x + padding, middle - 10, symbol, 20, color);
    paragraph(ui, x + padding + icon_room, middle - text_high / 2, text_room, text, style);
    if (!action.empty()) {
        const float at_x = below ? x + padding + icon_room
                                 : x + width - padding - close_width - act_width + space::m;
        const float at_y = below ? y + padding + row + space::m : middle - control / 2;
        result.action = button(ui, {at_x, at_y, act_width - space::m, control}, act);
    }
    if (closable) {
        result.closed = icon_button(
            ui, {x + width - padding - control + 6, middle - control / 2, control, control},
            {.icon = icon::x, .name = ui.texts().close, .icon_size = 18});
    }
    return result;
}

void stat_tile(Ui& ui, const Rect& rect, std::string_view figure, std::string_view caption,
               float beside) {
    panel(ui, rect);
    const std::string both = std::string(figure) + " " + std::string(caption);
    ui.node({.id = ui.claim(caption), .role = Role::Text, .name = both, .rect = rect});
    const TextStyle number{.role = TextRole::Stat, .tabular = true};
    const TextStyle word{TextRole::Caption, ui.theme().muted};
    const float room = rect.width - 2 * space::m;
    const float number_room = beside > 0 ? rect.width - space::m - space::xs - beside : room;
    draw_text(ui, rect.x + space::m, rect.y + 11, ellipsized(ui, figure, number, number_room),
              number);
    draw_text(ui, rect.x + space::m, rect.y + 37, ellipsized(ui, caption, word, room), word);
}

void divider(Ui& ui, float x, float y, float width) { fill(ui, {x, y, width, 1}, ui.theme().line); }

}  // namespace lsl::ui
