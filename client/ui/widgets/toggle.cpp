#include "client/ui/widgets/toggle.h"

#include <algorithm>
#include <string>

#include "client/ui/core/scopes.h"
#include "client/ui/core/surface.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"
#include "icons.h"

namespace lsl::ui {

namespace {

constexpr float disabled_opacity = 0.45f;
constexpr float box_side = 20;
constexpr float card_padding = 18, card_gap = 14;

void draw_switch(Ui& ui, float x, float y, Id id, bool on, float hover) {
    const Theme& t = ui.theme();
    const float place = ui.motion.toward(id ^ 0x51deu, on ? 1.0f : 0.0f, duration::press);
    const Rect track{x, y, switch_width, switch_height};
    const Color off = mix(t.line, t.muted, 0.35f + 0.2f * hover);
    fill(ui, track, mix(off, t.accent, place), radius::pill);
    constexpr float knob = 10, margin = 3;
    const float from = x + margin + knob, to = x + switch_width - margin - knob;
    disc(ui, from + (to - from) * place, centre_y(track), knob, rgb(0xFFFFFF));
}

void draw_box(Ui& ui, const Rect& box, bool on, float hover) {
    const Theme& t = ui.theme();
    if (on) {
        fill(ui, box, t.accent, 6);
        check_mark(ui, inset(box, 4), t.on_accent, 2);
    } else {
        fill(ui, box, t.background, 6);
        stroke(ui, box, mix(t.field_border, t.muted, 0.5f * hover), 6, 1.5f);
    }
}

Node switch_node(Id id, std::string_view name, bool on, bool disabled, const Rect& rect) {
    return {.id = id,
            .role = Role::Switch,
            .name = std::string(name),
            .rect = rect,
            .disabled = disabled,
            .selected = on};
}

}  // namespace

bool toggle_switch(Ui& ui, float x, float y, std::string_view name, bool& on, bool disabled) {
    const Rect rect{x, y, switch_width, switch_height};
    const Id id = ui.claim(name);
    const Feel touch = feel(ui, id, rect, disabled);
    if (touch.press.clicked) on = !on;
    ui.node(switch_node(id, name, on, disabled, rect));
    OpacityScope faded(ui, disabled ? disabled_opacity : 1.0f);
    draw_switch(ui, x, y, id, on, touch.hover);
    if (touch.press.focused) focus_ring(ui, rect, switch_height / 2);
    return touch.press.clicked;
}

float switch_card_height(Ui& ui, float width, std::string_view explanation) {
    const float room = width - 2 * card_padding - switch_width - card_gap;
    return 2 * card_padding + line_height(TextRole::BodyStrong) +
           text_height(ui, explanation, {TextRole::Small}, room);
}

bool switch_card(Ui& ui, const Rect& rect, std::string_view title, std::string_view explanation,
                 bool& on, bool disabled) {
    const Id id = ui.claim(title);
    const Feel touch = feel(ui, id, rect, disabled);
    if (touch.press.clicked) on = !on;
    surface(ui, rect, radius::card);
    fill(ui, rect, ui.theme().hover.faded(0.5f * touch.hover), radius::card);
    Node node = switch_node(id, title, on, disabled, rect);
    node.description = explanation;
    ui.node(std::move(node));
    const float x = rect.x + card_padding + switch_width + card_gap;
    const float room = right(rect) - card_padding - x;
    const float y = rect.y + card_padding - 1;
    {
        OpacityScope faded(ui, disabled ? disabled_opacity : 1.0f);
        draw_switch(ui, rect.x + card_padding, centre_y(rect) - switch_height / 2, id, on,
                    touch.hover);
    }
    draw_text(ui, x, y, ellipsized(ui, title, {TextRole::BodyStrong}, room),
              {TextRole::BodyStrong});
    const TextStyle quiet{TextRole::Small, ui.theme().muted};
    float line_y = y + line_height(TextRole::BodyStrong);
    for (const std::string& line : wrapped(ui, explanation, quiet, room)) {
        draw_text(ui, x, line_y, line, quiet);
        line_y += line_height(quiet.role);
    }
    if (touch.press.focused) focus_ring(ui, rect, radius::card);
    return touch.press.clicked;
}

bool checkbox(Ui& ui, float x, float y, float width, std::string_view text, bool& on,
              bool disabled) {
    constexpr float side = box_side, gap = 10;
    const TextStyle style{TextRole::Body};
    const float text_room = width - side - gap;
    const float height = std::max(side, text_height(ui, text, style, text_room));
    const Rect rect{x, y, width, height};
    const Id id = ui.claim(text);
    const Feel touch = feel(ui, id, rect, disabled);
    if (touch.press.clicked) on = !on;
    ui.node(switch_node(id, text, on, disabled, rect));
    OpacityScope faded(ui, disabled ? disabled_opacity : 1.0f);
    const Rect box{x, y + 1, side, side};
    draw_box(ui, box, on, touch.hover);
    float line_y = y;
    for (const std::string& line : wrapped(ui, text, style, text_room)) {
        draw_text(ui, x + side + gap, line_y, line, style);
        line_y += line_height(style.role);
    }
    if (touch.press.focused) focus_ring(ui, box, 6);
    return touch.press.clicked;
}

bool check_cell(Ui& ui, const Rect& rect, std::string_view name, bool& on, bool locked,
                bool disabled) {
    const bool idle = locked || disabled;
    const Id id = ui.claim(name);
    const Feel touch = feel(ui, id, rect, idle);
    const bool flipped = touch.press.clicked && !idle;
    if (flipped) on = !on;
    ui.node(switch_node(id, name, on, idle, rect));
    const Rect box = centred(rect, box_side, box_side);
    {
        OpacityScope faded(ui, disabled ? disabled_opacity : 1.0f);
        if (locked) {
            constexpr float sign = 12;
            fill(ui, box, ui.theme().muted, 6);
            draw_icon(ui, centre_x(box) - sign / 2, centre_y(box) - sign / 2, icon::lock, sign,
                      ui.theme().surface);
        } else {
            draw_box(ui, box, on, touch.hover);
        }
    }
    if (touch.press.focused) focus_ring(ui, box, 6);
    return flipped;
}

}  // namespace lsl::ui
