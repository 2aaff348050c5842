#include "client/ui/core/identity.h"

#include <array>
#include <cstdint>

#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/text/utf8.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float mark_size = 28, brand_gap = 10;
constexpr std::string_view product = "LeanSporty";

}  // namespace

void brand_mark(Ui& ui, float x, float y, float size) {
    const Rect box{x, y, size, size};
    diagonal_gradient(ui, box, rgb(0xFF6B7A), rgb(0xFF9E5E), size * 8 / 28);
    ring(ui, centre_x(box), centre_y(box), size * 8.5f / 28, rgb(0x2A0610), size * 3.5f / 28);
}

float brand_width(Ui& ui, bool studio) {
    const float name = mark_size + brand_gap + text_width(ui, product, {TextRole::Brand});
    return studio ? name + brand_gap + text_width(ui, ui.texts().studio, {TextRole::BrandLight})
                  : name;
}

bool brand(Ui& ui, float x, float y, float height, std::string_view href, bool studio) {
    const Rect rect{x, y, brand_width(ui, studio), height};
    const Id id = ui.claim("brand");
    const Feel touch = feel(ui, id, rect);
    const std::string full = std::string(product) + " " + std::string(ui.texts().studio);
    const float text_y = centre_y(rect) - line_height(TextRole::Brand) / 2 - 0.5f;
    Node node = control_node(id, studio ? full : std::string(product), href, rect);
    node.lettering = lettering({TextRole::Brand}, mark_size + brand_gap, text_y - y);
    ui.node(std::move(node));
    TransformScope pressed(ui, rect, touch.scale);
    brand_mark(ui, x, centre_y(rect) - mark_size / 2, mark_size);
    float at = x + mark_size + brand_gap;
    at += draw_text(ui, at, text_y, product, {TextRole::Brand});
    if (studio) {
        draw_text(ui, at + brand_gap, text_y, ui.texts().studio,
                  {TextRole::BrandLight, ui.theme().muted});
    }
    if (touch.press.focused) focus_ring(ui, inset(rect, 0, (height - 36) / 2), radius::control);
    return touch.press.clicked;
}

std::string initials(std::string_view name) {
    std::string out;
    bool at_start = true;
    int count = 0;
    for (std::size_t at = 0; at < name.size() && count < 2;) {
        const std::string_view cluster = next_cluster(name, at);
        std::size_t inner = 0;
        const char32_t c = next_code_point(cluster, inner);
        if (is_space(c)) {
            at_start = true;
        } else if (at_start) {
            const bool lower = c >= 'a' && c <= 'z';
            out += lower ? std::string(1, static_cast<char>(c - 32)) : std::string(cluster);
            at_start = false;
            ++count;
        }
    }
    return out;
}

Color avatar_color(std::string_view name) {
    static constexpr std::array palette = {
        rgb(0x7656F0), rgb(0xC02B5E), rgb(0x1F7A5C), rgb(0x2B6CB8),
        rgb(0xA8481F), rgb(0x8A3FA8), rgb(0x5B6B1E), rgb(0x146F83),
    };
    std::uint32_t hash = 2166136261u;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return palette[(hash >> 8) % palette.size()];
}

void avatar(Ui& ui, float x, float y, float diameter, std::string_view name) {
    disc(ui, x, y, diameter / 2, avatar_color(name));
    const TextStyle style{TextRole::Initials, rgb(0xFFFFFF)};
    const std::string letters = initials(name);
    draw_text(ui, x - text_width(ui, letters, style) / 2, y - line_height(style.role) / 2, letters,
              style);
}

bool avatar_button(Ui& ui, float x, float y, float diameter, std::string_view name,
                   std::string_view accessible_name, bool expanded) {
    const Rect rect{x - diameter / 2, y - diameter / 2, diameter, diameter};
    const Id id = ui.claim("avatar");
    const Feel touch = feel(ui, id, rect);
    Node node = control_node(id, accessible_name, {}, touch_target(rect));
    node.has_popup = true;
    node.expanded = expanded;
    ui.node(std::move(node));
    {
        TransformScope pressed(ui, rect, touch.scale);
        avatar(ui, x, y, diameter, name);
        disc(ui, x, y, diameter / 2, rgb(0xFFFFFF).faded(0.12f * touch.hover));
    }
    if (touch.press.focused) focus_ring(ui, rect, diameter / 2);
    return touch.press.clicked;
}

}  // namespace lsl::ui
