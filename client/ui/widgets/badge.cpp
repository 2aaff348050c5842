#include "client/ui/widgets/badge.h"

#include <cmath>
#include <numbers>
#include <string>

#include "client/ui/core/motion.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float badge_padding = 10;
constexpr float live_text_x = 23;
constexpr TextStyle live_text{.role = TextRole::Badge, .color = rgb(0xFFFFFF)};
constexpr TextStyle picture_text{.role = TextRole::BadgeTime, .color = rgb(0xFFFFFF)};
constexpr float pill_height = status_pill_height;

/// A dot whose halo swells and fades once a period.
void pulsing_dot(Ui& ui, float x, float y, float dot, float halo, Color color, bool on) {
    const bool seen = ui.visible({x - halo, y - halo, 2 * halo, 2 * halo});
    const bool moves = on && seen && !ui.motion.reduced();
    if (!moves) {
        disc(ui, x, y, halo, color.faded(0.35f));
    } else {
        const float t = ui.motion.cycle(duration::pulse, Motion::Pace::Calm);
        const float swell = ease_out(t);
        disc(ui, x, y, dot + (halo - dot) * swell, color.faded(0.55f * (1 - t) + 0.05f));
        disc(ui, x, y, halo, color.faded(0.14f));
    }
    disc(ui, x, y, dot, color);
}

void text_node(Ui& ui, std::string_view text, const Rect& rect) {
    ui.node({.id = ui.claim(text), .role = Role::Text, .name = std::string(text), .rect = rect});
}

void centre_line(Ui& ui, float x, const Rect& box, std::string_view text, const TextStyle& style) {
    const float y = std::floor(centre_y(box) - line_height(style.role) / 2);
    draw_text(ui, x, y, text, style);
}

}  // namespace

float live_badge_width(Ui& ui) {
    return live_text_x + text_width(ui, ui.texts().live, live_text) + badge_padding - 1;
}

float live_badge(Ui& ui, float x, float y, LiveDot dot) {
    const Rect box{x, y, live_badge_width(ui), badge_height};
    text_node(ui, ui.texts().live, box);
    fill(ui, box, ui.theme().live, radius::badge);
    pulsing_dot(ui, x + 13, centre_y(box), 3.5f, 7.5f, ui.theme().on_live, dot == LiveDot::Pulsing);
    centre_line(ui, x + live_text_x, box, ui.texts().live, live_text);
    return box.width;
}

float picture_badge_width(Ui& ui, std::string_view text) {
    return text_width(ui, text, picture_text) + 2 * badge_padding;
}

float picture_badge(Ui& ui, float x, float y, std::string_view text) {
    const Rect box{x, y, picture_badge_width(ui, text), badge_height};
    text_node(ui, text, box);
    fill(ui, box, ui.theme().badge, radius::badge);
    centre_line(ui, x + badge_padding, box, text, picture_text);
    return box.width;
}

float status_pill_width(Ui& ui, std::string_view text) {
    return 29 + text_width(ui, text, {TextRole::ButtonSmall}) + 14;
}

float status_pill(Ui& ui, float x, float y, std::string_view text, Tone tone, bool pulsing) {
    const Rect box{x, y, status_pill_width(ui, text), pill_height};
    ui.node(
        {.id = ui.claim("status"), .role = Role::Status, .name = std::string(text), .rect = box});
    panel(ui, box, radius::pill);
    const Color color = tone_color(ui, tone);
    if (pulsing) {
        pulsing_dot(ui, x + 19, centre_y(box), 4, 8, color, true);
    } else {
        disc(ui, x + 19, centre_y(box), 5.5f, color);
    }
    centre_line(ui, x + 29, box, text, {TextRole::ButtonSmall, color});
    return box.width;
}

float chip(Ui& ui, float x, float y, std::string_view text, Tone tone) {
    const Theme& t = ui.theme();
    const TextStyle style{TextRole::BadgeTime,
                          tone == Tone::Neutral ? t.text : tone_color(ui, tone)};
    const Rect box{x, y, text_width(ui, text, style) + 2 * badge_padding, badge_height};
    text_node(ui, text, box);
    panel(ui, box, radius::badge);
    centre_line(ui, x + badge_padding, box, text, style);
    return box.width;
}

namespace {

constexpr float token_padding = 13, token_gap = 6;
constexpr std::string_view token_sign = "◆";

}  // namespace

float token_pill_width(Ui& ui, std::string_view shown) {
    const TextStyle style{.role = TextRole::ButtonSmall, .tabular = true};
    return 2 * token_padding + text_width(ui, token_sign, style) + token_gap +
           text_width(ui, shown, style);
}

AreaLink token_pill(Ui& ui, const Rect& rect, std::string_view shown, std::string_view said,
                    std::string_view href) {
    const Id id = ui.claim("tokens");
    const Feel touch = feel(ui, id, rect);
    const Theme& t = ui.theme();
    Node node = control_node(id, said, href, touch_target(rect));
    node.lettering = unpainted;
    ui.node(std::move(node));
    fill(ui, rect, blend(t.surface2, t.hover.faded(touch.hover)), radius::pill);
    if (t.lined()) stroke(ui, rect, t.line, rect.height / 2);
    const TextStyle style{.role = TextRole::ButtonSmall, .tabular = true};
    float x = rect.x + token_padding;
    centre_line(ui, x, rect, token_sign, {TextRole::ButtonSmall, t.accent});
    x += text_width(ui, token_sign, style) + token_gap;
    centre_line(ui, x, rect, shown, style);
    if (touch.press.focused) focus_ring(ui, rect, rect.height / 2);
    return {touch.press.clicked, touch.press.hovered, touch.press.held};
}

float price(Ui& ui, float x, float y, std::string_view amount, std::string_view said) {
    const TextStyle number{.role = TextRole::BodyStrong, .tabular = true};
    const float sign = text_width(ui, token_sign, number);
    const float width = sign + 5 + text_width(ui, amount, number);
    text_node(ui, said, {x, y, width, line_height(number.role)});
    draw_text(ui, x, y, token_sign, {TextRole::BodyStrong, ui.theme().accent});
    draw_text(ui, x + sign + 5, y, amount, number);
    return width;
}

float checked_text(Ui& ui, float x, float y, std::string_view text) {
    const TextStyle style{TextRole::BodyStrong, ui.theme().success};
    constexpr float tick = 13, gap = 4;
    const float width = tick + gap + text_width(ui, text, style);
    const float height = line_height(style.role);
    text_node(ui, text, {x, y, width, height});
    check_mark(ui, {x, y + (height - tick) / 2, tick, tick}, style.color, 2);
    draw_text(ui, x + tick + gap, y, text, style);
    return width;
}

}  // namespace lsl::ui
