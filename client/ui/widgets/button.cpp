#include "client/ui/widgets/button.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"
#include "client/ui/widgets/progress.h"

namespace lsl::ui {

namespace {

constexpr float disabled_opacity = 0.45f;
constexpr float icon_gap = 8;

struct Colors {
    Color fill, text, border;
};

Colors colors_of(const Theme& t, ButtonKind kind, float hover) {
    constexpr Color none{0, 0, 0, 0};
    const Color veil = t.hover.faded(hover);
    switch (kind) {
        case ButtonKind::Accent:
            return {mix(t.accent, t.dark() ? rgb(0xFFFFFF) : rgb(0x000000), hover * 0.10f),
                    t.on_accent, none};
        case ButtonKind::Danger:
            return {mix(t.danger_fill, t.dark() ? rgb(0xFFFFFF) : rgb(0x000000), hover * 0.10f),
                    t.on_danger, none};
        case ButtonKind::Secondary:
            return {blend(t.surface2, veil), t.text, t.lined() ? t.line : none};
        case ButtonKind::Outline: return {veil, t.text, t.line};
        case ButtonKind::Ghost: return {veil, t.text, none};
    }
    return {};
}

TextRole role_of(ButtonSize size) {
    return size == ButtonSize::Small ? TextRole::ButtonSmall : TextRole::BodyStrong;
}

float padding_of(ButtonSize size) { return size == ButtonSize::Small ? 14.0f : 18.0f; }

void draw_face(Ui& ui, const Rect& rect, const Button& button, Color color) {
    const TextStyle style{role_of(button.size), color};
    const float symbol = size::icon - 2;
    const bool leading = button.icon != 0 || button.busy;
    const float room = rect.width - 2 * space::s - (leading ? symbol + icon_gap : 0);
    const bool only_spinner = button.busy && text_width(ui, button.label, style) > room;
    const std::string shown =
        only_spinner ? std::string() : ellipsized(ui, button.label, style, std::max(room, 0.0f));
    const float text = text_width(ui, shown, style);
    float x = centre_x(rect) -
              (text + (leading ? symbol : 0) + (leading && !shown.empty() ? icon_gap : 0)) / 2;
    if (button.busy) {
        spinner(ui, x + symbol / 2, centre_y(rect), symbol, color);
    } else if (button.icon) {
        draw_icon(ui, x, centre_y(rect) - symbol / 2, button.icon, symbol, color);
    }
    if (leading) x += symbol + icon_gap;
    draw_text(ui, x, centre_y(rect) - line_height(style.role) / 2, shown, style);
}

/// The browser centres the text of a button by itself, not that of a link.
Lettering face_lettering(const Rect& rect, const Button& button) {
    if (!button.name.empty() && button.name != button.label) return unpainted;
    const TextStyle style{role_of(button.size)};
    const float top = button.href.empty() ? 0 : (rect.height - line_height(style.role)) / 2;
    const bool leading = button.icon != 0 || button.busy;
    Lettering face = lettering(style, leading ? size::icon - 2 + icon_gap : 0, top);
    face.centred = true;
    return face;
}

}  // namespace

float height_of(ButtonSize size) {
    return size == ButtonSize::Small    ? size::button_small
           : size == ButtonSize::Normal ? size::button
                                        : size::button_large;
}

float button_width(Ui& ui, const Button& button) {
    const float icon = button.icon ? size::icon - 2 + icon_gap : 0;
    return text_width(ui, button.label, {role_of(button.size)}) + icon +
           2 * padding_of(button.size);
}

bool button(Ui& ui, const Rect& rect, const Button& button) {
    const Id id = ui.claim(button.key.empty() ? button.label : button.key);
    const bool idle = button.disabled || button.busy;
    const Feel touch = feel(ui, id, rect, idle);
    Node node =
        control_node(id, button.name.empty() ? button.label : button.name, button.href, rect);
    node.description = button.description;
    node.disabled = button.disabled;
    node.busy = button.busy;
    node.submits = button.submits;
    node.lettering = face_lettering(rect, button);
    ui.node(std::move(node));
    if (!ui.visible(rect)) return touch.press.clicked && !idle;

    const Colors colors = colors_of(ui.theme(), button.kind, touch.hover);
    {
        TransformScope pressed(ui, rect, touch.scale);
        OpacityScope faded(ui, button.disabled ? disabled_opacity : 1.0f);
        fill(ui, rect, colors.fill, radius::control);
        stroke(ui, rect, colors.border, radius::control);
        draw_face(ui, rect, button, colors.text);
    }
    if (touch.press.focused) focus_ring(ui, rect, radius::control);
    return touch.press.clicked && !idle;
}

bool icon_button(Ui& ui, const Rect& rect, const IconButton& button) {
    const Id id = ui.claim(button.key.empty() ? button.name : button.key);
    const bool idle = button.disabled || button.busy;
    const Feel touch = feel(ui, id, rect, idle);
    Node node = control_node(id, button.name, button.href, rect);
    node.disabled = button.disabled;
    node.busy = button.busy;
    node.selected = button.toggle && button.selected;
    node.has_popup = button.has_popup;
    node.expanded = button.expanded;
    node.lettering = unpainted;
    ui.node(std::move(node));
    if (touch.press.hovered && !touch.press.held && !button.expanded) ui.tooltip(rect, button.name);
    if (!ui.visible(rect)) return touch.press.clicked && !idle;

    const Theme& t = ui.theme();
    const bool on_picture = button.kind == IconButtonKind::OnPicture;
    const Color white = rgb(0xFFFFFF);
    const Color veil = (on_picture ? white.faded(0.18f) : t.hover).faded(touch.hover);
    const Color base = button.kind == IconButtonKind::Secondary ? t.surface2 : Color{0, 0, 0, 0};
    const Color ink = on_picture ? white : button.selected && !button.toggle ? t.accent : t.text;
    {
        TransformScope pressed(ui, rect, touch.scale);
        OpacityScope faded(ui, button.disabled ? disabled_opacity : 1.0f);
        fill(ui, rect, base, button.radius);
        fill(ui, rect, veil, button.radius);
        if (t.lined() && base.a > 0) stroke(ui, rect, t.line, button.radius);
        const Rect face = centred(rect, button.icon_size, button.icon_size);
        if (button.busy) {
            spinner(ui, centre_x(rect), centre_y(rect), button.icon_size, ink);
        } else {
            draw_icon(ui, face.x, face.y, button.icon, button.icon_size, ink);
        }
    }
    if (touch.press.focused) focus_ring(ui, rect, button.radius);
    return touch.press.clicked && !idle;
}

bool link(Ui& ui, float x, float y, std::string_view text, std::string_view href, bool quiet) {
    const TextStyle style{TextRole::BodyStrong, quiet ? ui.theme().muted : ui.theme().accent};
    const Rect rect{x, y, text_width(ui, text, style), line_height(style.role)};
    const Id id = ui.claim(text);
    const Feel touch = feel(ui, id, rect);
    Node node = control_node(id, text, href, rect);
    node.lettering = lettering(style);
    ui.node(std::move(node));
    draw_text(ui, x, y, text, style);
    fill(ui, {x, y + rect.height - 3, rect.width, 1}, style.color.faded(touch.hover));
    if (touch.press.focused) focus_ring(ui, rect, radius::badge);
    return touch.press.clicked;
}

AreaLink area_link(Ui& ui, const Rect& rect, std::string_view name, std::string_view href,
                   float radius, const Lettering& painted) {
    const Id id = ui.claim(name);
    const Press press = ui.control(id, rect);
    Node node = control_node(id, name, href, rect);
    node.lettering = painted;
    ui.node(std::move(node));
    if (press.focused) focus_ring(ui, rect, radius);
    return {press.clicked, ui.interaction.over(ui.on_screen(rect), ui.layer()), press.held};
}

}  // namespace lsl::ui
