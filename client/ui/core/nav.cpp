#include "client/ui/core/nav.h"

#include <string>

#include "client/ui/core/scopes.h"
#include "client/ui/core/surface.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float nav_padding = 14;

void tab_node(Ui& ui, Id id, std::string_view name, bool selected, const Rect& rect) {
    ui.node({.id = id,
             .role = Role::Tab,
             .name = std::string(name),
             .rect = rect,
             .selected = selected});
}

}  // namespace

float nav_link_width(Ui& ui, std::string_view text) {
    return text_width(ui, text, {TextRole::BodyStrong}) + 2 * nav_padding;
}

bool nav_link(Ui& ui, float x, float y, float height, std::string_view text, std::string_view href,
              bool current) {
    const Rect rect{x, y, nav_link_width(ui, text), height};
    const Id id = ui.claim(text);
    const Feel touch = feel(ui, id, rect);
    Node node = control_node(id, text, href, rect);
    node.selected = current;
    const Theme& t = ui.theme();
    const TextStyle style{current ? TextRole::BodyStrong : TextRole::Nav,
                          current ? t.text : mix(t.muted, t.text, touch.hover)};
    node.lettering = lettering(style, 0, (height - line_height(style.role)) / 2);
    node.lettering.centred = true;
    ui.node(std::move(node));
    const Rect face = inset(rect, 0, (height - 36) / 2);
    if (touch.hover > 0 && !current) {
        fill(ui, face, t.hover.faded(0.7f * touch.hover), radius::control);
    }
    draw_text(ui, centre_x(rect) - text_width(ui, text, style) / 2,
              centre_y(rect) - line_height(style.role) / 2, text, style);
    if (touch.press.focused) focus_ring(ui, face, radius::control);
    return touch.press.clicked;
}

bool tab_bar_item(Ui& ui, const Rect& rect, char32_t icon, std::string_view text,
                  std::string_view href, bool current) {
    const Id id = ui.claim(text);
    const Feel touch = feel(ui, id, rect);
    Node node = control_node(id, text, href, rect);
    node.selected = current;
    const Theme& t = ui.theme();
    const Color color = current ? t.accent : t.muted;
    constexpr float symbol = 24, gap = 5;
    const TextStyle style{TextRole::Tab, color};
    const float height = symbol + gap + line_height(style.role);
    const float top = centre_y(rect) - height / 2;
    node.lettering = lettering(style, 0, top + symbol + gap - rect.y);
    node.lettering.centred = true;
    ui.node(std::move(node));
    TransformScope pressed(ui, rect, touch.scale);
    draw_icon(ui, centre_x(rect) - symbol / 2, top, icon, symbol, color);
    const std::string shown = ellipsized(ui, text, style, rect.width - 4);
    draw_text(ui, centre_x(rect) - text_width(ui, shown, style) / 2, top + symbol + gap, shown,
              style);
    if (touch.press.focused) focus_ring(ui, inset(rect, 8), radius::control);
    return touch.press.clicked;
}

int tabs(Ui& ui, float x, float y, float width, std::span<const std::string_view> names,
         int selected) {
    const Theme& t = ui.theme();
    int chosen = selected;
    fill(ui, {x, y + tabs_height - 1, width, 1}, t.line);
    NodeScope group(ui, Role::Group, ui.texts().tabs, {x, y, width, tabs_height});
    float at = x;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool current = static_cast<int>(i) == selected;
        const Rect rect{at, y, text_width(ui, names[i], {TextRole::BodyStrong}) + 2 * space::m,
                        tabs_height};
        const Id id = ui.claim(names[i]);
        const Feel touch = feel(ui, id, rect);
        tab_node(ui, id, names[i], current, rect);
        const TextStyle style{TextRole::BodyStrong,
                              current ? t.text : mix(t.muted, t.text, touch.hover)};
        draw_text(ui, at + space::m, centre_y(rect) - line_height(style.role) / 2, names[i], style);
        if (touch.press.focused) focus_ring(ui, inset(rect, 2, 6), radius::badge);
        if (touch.press.clicked) chosen = static_cast<int>(i);
        if (current) {
            const Id line_id = ui.id("underline");
            const float line_x = ui.motion.toward(line_id, at - x, duration::quick);
            const float line_width = ui.motion.toward(line_id ^ 1, rect.width, duration::quick);
            fill(ui, {x + line_x + space::m, y + tabs_height - 2, line_width - 2 * space::m, 2},
                 t.accent, 1);
        }
        at += rect.width;
    }
    return chosen;
}

int segments(Ui& ui, const Rect& rect, std::span<const std::string_view> names, int selected) {
    const Theme& t = ui.theme();
    panel(ui, rect, radius::control);
    NodeScope group(ui, Role::Group, ui.texts().choice, rect);
    const Rect inner = inset(rect, 4);
    const float part = inner.width / static_cast<float>(names.size());
    const float thumb =
        ui.motion.toward(ui.id("thumb"), static_cast<float>(selected), duration::quick);
    const Rect knob{inner.x + thumb * part, inner.y, part, inner.height};
    fill(ui, knob, t.dark() ? mix(t.surface2, t.text, 0.14f) : t.surface, radius::control - 3);
    int chosen = selected;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Rect cell{inner.x + static_cast<float>(i) * part, inner.y, part, inner.height};
        const bool current = static_cast<int>(i) == selected;
        const Id id = ui.claim(names[i]);
        const Feel touch = feel(ui, id, cell);
        tab_node(ui, id, names[i], current, cell);
        const TextStyle style{TextRole::ButtonSmall,
                              current ? t.text : mix(t.muted, t.text, touch.hover)};
        const std::string shown = ellipsized(ui, names[i], style, cell.width - 8);
        draw_text(ui, centre_x(cell) - text_width(ui, shown, style) / 2,
                  centre_y(cell) - line_height(style.role) / 2, shown, style);
        if (touch.press.focused) focus_ring(ui, cell, radius::control - 3);
        if (touch.press.clicked) chosen = static_cast<int>(i);
    }
    return chosen;
}

}  // namespace lsl::ui
