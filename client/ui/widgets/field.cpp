#include "client/ui/widgets/field.h"

#include <algorithm>

#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/pressable.h"
#include "icons.h"

namespace lsl::ui {

namespace {

constexpr float label_gap = 7, message_gap = 6, padding = 14;
constexpr float prefix_gap = 6, icon_size = 18;
constexpr TextStyle label_style{.role = TextRole::SmallStrong};

std::string_view message_of(const TextField& spec) {
    return spec.field.error.empty() ? spec.hint : std::string_view(spec.field.error);
}

float box_height(const TextField& spec) {
    return spec.multiline ? spec.multiline_height : size::field;
}

float label_height(const TextField& spec) {
    return spec.label_hidden || spec.label.empty() ? 0 : line_height(label_style.role) + label_gap;
}

float message_height(Ui& ui, float width, const TextField& spec) {
    const float lines = text_height(ui, message_of(spec), {TextRole::Small}, width);
    return lines > 0 ? lines + message_gap : 0;
}

/// Label above, message below, the frame between; returns the frame.
Rect draw_surround(Ui& ui, float x, float y, float width, const TextField& spec) {
    if (!spec.label_hidden) {
        draw_text(ui, x, y, ellipsized(ui, spec.label, label_style, width), label_style);
    }
    const Rect box = field_box(x, y, width, spec);
    const Theme& t = ui.theme();
    const bool wrong = !spec.field.error.empty();
    const TextStyle style{TextRole::Small, wrong ? t.danger : t.muted};
    float line_y = bottom(box) + message_gap;
    for (const std::string& line : wrapped(ui, message_of(spec), style, width)) {
        draw_text(ui, x, line_y, line, style);
        line_y += line_height(style.role);
    }
    return box;
}

void draw_frame(Ui& ui, const Rect& box, const TextField& spec, float hover, bool focused) {
    const Theme& t = ui.theme();
    const bool wrong = !spec.field.error.empty();
    fill(ui, box, spec.disabled ? t.surface2 : t.background, radius::control);
    if (focused) {
        stroke(ui, inset(box, -2), t.focus, radius::control + 2, 2);
    } else {
        stroke(ui, box, wrong ? t.danger : mix(t.field_border, t.muted, 0.6f * hover),
               radius::control);
    }
}

/// Icon, prefix and suffix inside the frame; returns what is left for the text.
Rect draw_inside(Ui& ui, const Rect& box, const TextField& spec) {
    const Theme& t = ui.theme();
    const TextStyle strong{TextRole::Body}, quiet{TextRole::Body, t.muted};
    const float text_y = box.y + (size::field - line_height(TextRole::Body)) / 2;
    Rect room = box;
    room.width -= spec.reserve_end;
    if (spec.icon) {
        draw_icon(ui, box.x + padding, box.y + (size::field - icon_size) / 2, spec.icon, icon_size,
                  t.muted);
        room.x += icon_size + space::s;
        room.width -= icon_size + space::s;
    }
    if (!spec.prefix.empty()) {
        const float width = draw_text(ui, room.x + padding, text_y, spec.prefix, strong);
        room.x += width + prefix_gap;
        room.width -= width + prefix_gap;
    }
    if (!spec.suffix.empty()) {
        const float width = text_width(ui, spec.suffix, quiet);
        draw_text(ui, right(room) - padding - width, text_y, spec.suffix, quiet);
        room.width -= width + space::s;
    }
    return room;
}

FieldResult real_field(Ui& ui, float x, float y, float width, const TextField& spec,
                       std::string& value, Role role) {
    const Rect box = draw_surround(ui, x, y, width, spec);
    FieldResult result;
    result.id = ui.claim(spec.field.name.empty() ? spec.label : std::string_view(spec.field.name));
    result.box = box;
    result.height = bottom(box) - y + message_height(ui, width, spec);
    result.focused = ui.interaction.focus() == result.id;
    if (auto edited = ui.interaction.take_edit(result.id); edited && !spec.disabled) {
        result.changed = *edited != value;
        value = std::move(*edited);
    }
    const Press press = ui.control(result.id, box, spec.disabled, Cursor::Text);
    const float hover =
        ui.motion.toward(result.id ^ 0x4015u, press.hovered ? 1.0f : 0.0f, duration::press);
    draw_frame(ui, box, spec, hover, result.focused);
    Node node{.id = result.id, .role = role, .name = std::string(spec.label), .value = value};
    if (spec.field.error.empty()) node.description = std::string(spec.hint);
    node.rect = draw_inside(ui, box, spec);
    node.disabled = spec.disabled;
    node.field = spec.field;
    ui.node(std::move(node));
    return result;
}

}  // namespace

Rect field_box(float x, float y, float width, const TextField& spec) {
    return {x, y + label_height(spec), width, box_height(spec)};
}

float text_field_height(Ui& ui, float width, const TextField& spec) {
    return label_height(spec) + box_height(spec) + message_height(ui, width, spec);
}

FieldResult text_field(Ui& ui, float x, float y, float width, const TextField& spec,
                       std::string& value) {
    const Role role = spec.multiline ? Role::TextArea : Role::TextField;
    return real_field(ui, x, y, width, spec, value, role);
}

FieldResult select_field(Ui& ui, float x, float y, float width, const TextField& spec,
                         std::string& value) {
    constexpr float arrow = 16;
    FieldResult result = real_field(ui, x, y, width, spec, value, Role::Select);
    draw_icon(ui, right(result.box) - padding - arrow, centre_y(result.box) - arrow / 2,
              icon::chevron_down, arrow, ui.theme().muted);
    return result;
}

bool file_field(Ui& ui, float x, float y, float width, const TextField& spec,
                std::string_view chosen) {
    const Rect box = draw_surround(ui, x, y, width, spec);
    const Id id = ui.claim(spec.label);
    const Feel touch = feel(ui, id, box, spec.disabled);
    draw_frame(ui, box, spec, touch.hover, false);
    TextField inside = spec;
    if (!inside.icon) inside.icon = icon::image;
    const Rect room = draw_inside(ui, box, inside);
    const bool empty = chosen.empty();
    const TextStyle style{TextRole::Body, empty ? ui.theme().muted : ui.theme().text};
    const std::string shown =
        ellipsized(ui, empty ? std::string_view(spec.field.placeholder) : chosen, style,
                   room.width - 2 * padding);
    draw_text(ui, room.x + padding, centre_y(box) - line_height(style.role) / 2, shown, style);
    Node node = control_node(id, std::string(spec.label) + ": " + shown, {}, box);
    node.description = message_of(spec);
    node.disabled = spec.disabled;
    ui.node(std::move(node));
    if (touch.press.focused) focus_ring(ui, box, radius::control);
    return touch.press.clicked;
}

CopyResult copy_field(Ui& ui, float x, float y, float width, std::string_view name,
                      std::string_view value, bool secret, bool& revealed, bool copied) {
    constexpr float side = 36;
    const Theme& t = ui.theme();
    IdScope scope(ui, name);
    label(ui, {x, y, width, line_height(label_style.role)}, name, label_style);
    const Rect box{x, y + line_height(label_style.role) + label_gap, width, size::field};
    fill(ui, box, t.surface2, radius::control);

    Slices inside(inset(box, 4), 4);
    const Button copy{.label = copied ? ui.texts().copied : ui.texts().copy,
                      .kind = ButtonKind::Ghost,
                      .size = ButtonSize::Small,
                      .icon = copied ? icon::check : icon::copy,
                      .key = "copy"};
    const float copy_width = std::max(
        button_width(ui, copy),
        button_width(ui,
                     {.label = ui.texts().copied, .size = ButtonSize::Small, .icon = icon::check}));
    CopyResult result;
    const Rect copy_box = inside.right(copy_width);
    const Rect eye_box = secret ? inside.right(side) : Rect{};
    const bool hidden = secret && !revealed;
    const TextStyle style{TextRole::Body, hidden ? t.muted : t.text};
    constexpr float copy_inset = 10;
    const float room = inside.rest.width - copy_inset;
    const std::string dots = "••••••••••••••••";
    const std::string shown = ellipsized(ui, hidden ? std::string_view(dots) : value, style, room);
    ui.node({.id = ui.claim("value"),
             .role = Role::Text,
             .name = std::string(hidden ? ui.texts().hidden : value),
             .rect = inside.rest,
             .lettering = hidden ? unpainted
                                 : lettering(style, copy_inset,
                                             (inside.rest.height - line_height(style.role)) / 2)});
    draw_text(ui, inside.rest.x + copy_inset, centre_y(box) - line_height(style.role) / 2, shown,
              style);
    if (secret && icon_button(ui, eye_box,
                              {.icon = hidden ? icon::eye : icon::eye_off,
                               .name = hidden ? ui.texts().show : ui.texts().hide,
                               .icon_size = 18,
                               .radius = radius::control - 3,
                               .key = "reveal"})) {
        revealed = !revealed;
    }
    result.copy = button(ui, copy_box, copy);
    result.height = bottom(box) - y;
    return result;
}

}  // namespace lsl::ui
