#include "client/ui/widgets/hint.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float hint_card_width = 320, hint_padding = 14, hint_gap = 6;
constexpr float hint_ring = 1.5f;
constexpr TextStyle hint_style{.role = TextRole::Small};

/// Below the sign, or above it where the screen ends; within the screen's sides.
Rect hint_card(Ui& ui, const Rect& from, std::string_view text) {
    const float width = std::min(hint_card_width, ui.width() - 2 * space::s);
    const float high =
        text_height(ui, text, hint_style, width - 2 * hint_padding) + 2 * hint_padding;
    const float most_x = std::max(ui.width() - width - space::s, space::s);
    const float x = std::clamp(centre_x(from) - width / 2, space::s, most_x);
    const bool below = bottom(from) + hint_gap + high <= ui.height() - ui.frame().keyboard;
    const float y = below ? bottom(from) + hint_gap : from.y - hint_gap - high;
    const float lowest = std::max(ui.height() - high - space::s, space::s);
    return {x, std::clamp(y, space::s, lowest), width, high};
}

/// Who goes on by the keyboard would have the card over what the focus is on then.
bool went_on(const Ui& ui, Id sign) {
    return ui.interaction.focus_visible() && ui.interaction.focus() != sign;
}

bool closes_hint(Ui& ui, const Rect& card, const Rect& from, Id sign) {
    const bool elsewhere = ui.interaction.pressed_outside(card, Layer::Overlay) &&
                           ui.interaction.pressed_outside(touch_target(from), Layer::Overlay);
    return elsewhere || went_on(ui, sign) || ui.interaction.take_escape();
}

void draw_hint_sign(Ui& ui, const Rect& rect, bool open, const Feel& touch) {
    const Theme& t = ui.theme();
    const Color ink = open ? t.text : mix(t.muted, t.text, touch.hover);
    const float x = centre_x(rect), y = centre_y(rect);
    ring(ui, x, y, (hint_side - hint_ring) / 2, ink, hint_ring);
    // Languages from the right have a mark of their own.
    const std::string_view mark = ui.mirrored() ? "\u061F" : "?";
    const TextStyle style{.role = TextRole::Badge, .color = ink};
    draw_text(ui, x - text_width(ui, mark, style) / 2, y - line_height(style.role) / 2, mark,
              style);
}

void draw_hint_card(Ui& ui, const Rect& card, const Hint& hint) {
    LayerScope layer(ui, Layer::Overlay);
    IdScope scope(ui, hint.name);
    layer.block(card);
    OpacityScope fade(ui, ui.motion.appear(ui.id("appear"), duration::quick));
    NodeScope group(ui, Role::Group, hint.name, card);
    const Theme& t = ui.theme();
    shadow(ui, card, radius::picture, t.overlay_shadow);
    fill(ui, card, t.surface, radius::picture);
    if (t.dark() || t.lined()) stroke(ui, card, t.line, radius::picture);
    paragraph(ui, card.x + hint_padding, card.y + hint_padding, card.width - 2 * hint_padding,
              hint.text, hint_style);
}

}  // namespace

void hint(Ui& ui, const Rect& rect, const Hint& hint) {
    const Rect sign = centred(rect, hint_side, hint_side);
    const Id id = ui.claim(hint.name);
    const Feel touch = feel(ui, id, sign);
    float& open = ui.kept(id, 0);
    if (touch.press.clicked) {
        open = open > 0 ? 0.0f : 1.0f;
        if (open > 0) ui.announce(hint.text);
    }
    const Rect from = ui.on_screen(sign);
    const Rect card = open > 0 ? hint_card(ui, from, hint.text) : Rect{};
    if (open > 0 && closes_hint(ui, card, from, id)) open = 0;
    Node node = control_node(id, hint.name, {}, sign);
    node.has_popup = true;
    node.expanded = open > 0;
    node.lettering = unpainted;
    ui.node(std::move(node));
    if (touch.press.hovered && !touch.press.held && open == 0) ui.tooltip(sign, hint.name);
    if (ui.visible(sign)) {
        draw_hint_sign(ui, sign, open > 0, touch);
        if (touch.press.focused) focus_ring(ui, sign, radius::pill);
    }
    if (open > 0) draw_hint_card(ui, card, hint);
}

}  // namespace lsl::ui
