#include "client/ui/widgets/stereo_meter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float lowest = -48;  ///< decibels of full scale at the foot
constexpr std::array<float, 4> zone_ends = {0, -3, -12, lowest};
constexpr std::array<std::string_view, 5> marks = {"0", "\u22123", "\u221212", "\u221224",
                                                   "\u221248"};
constexpr std::array<float, 5> mark_levels = {0, -3, -12, -24, lowest};
constexpr float widest_bar = 34, bar_gap = 10, lying_gap = 4;
constexpr float lamp_height = 16, lamp_gap = 10, name_height = 26;
constexpr float scale_width = 34, zone_gap = 3, peak_thickness = 3, roundness = 3;
constexpr float lying_lamp = 22;
constexpr float unlit = 0.18f;

float decibels(float level) {
    return level <= 0 ? lowest : std::max(20 * std::log10(level), lowest);
}

/// 0 at the foot, 1 at full scale.
float share(float db) { return 1 - db / lowest; }

Color zone_color(const Theme& t, std::size_t zone) {
    return zone == 0 ? t.danger : zone == 1 ? t.warning : t.success;
}

/// Lays out within a rectangle so that left stays left where layouts run from the right.
class Unmirrored {
  public:
    Unmirrored(const Ui& ui, const Rect& within) : mirrored_(ui.mirrored()), within_(within) {}
    Rect operator()(const Rect& r) const {
        if (!mirrored_) return r;
        return {2 * within_.x + within_.width - r.x - r.width, r.y, r.width, r.height};
    }

  private:
    bool mirrored_;
    Rect within_;
};

/// The piece of a bar between two shares of its length.
Rect piece(const Rect& bar, bool upright, float from, float to) {
    if (upright) {
        return {bar.x, bottom(bar) - to * bar.height, bar.width, (to - from) * bar.height};
    }
    return {bar.x + from * bar.width, bar.y, (to - from) * bar.width, bar.height};
}

void draw_bar(Ui& ui, const Unmirrored& place, const Rect& bar, bool upright,
              const MeterSide& side) {
    const Theme& t = ui.theme();
    const float lit = share(decibels(side.level));
    const float length = upright ? bar.height : bar.width;
    for (std::size_t zone = 0; zone + 1 < zone_ends.size(); ++zone) {
        const float from = share(zone_ends[zone + 1]);
        const float to = share(zone_ends[zone]) - (zone > 0 ? zone_gap / length : 0);
        const Color color = zone_color(t, zone);
        fill(ui, place(piece(bar, upright, from, to)), color.faded(unlit), roundness);
        if (lit <= from) continue;
        fill(ui, place(piece(bar, upright, from, std::min(lit, to))), color, roundness);
    }
    const float held = share(decibels(side.held));
    if (held <= 0) return;
    const float half = peak_thickness / length / 2;
    fill(ui, place(piece(bar, upright, std::max(held - half, 0.0f), std::min(held + half, 1.0f))),
         t.text);
}

void draw_text_at(Ui& ui, const Unmirrored& place, float x, float y, std::string_view text,
                  const TextStyle& style) {
    const Rect box{x, y, text_width(ui, text, style), line_height(style.role)};
    draw_text(ui, place(box).x, y, text, style);
}

void draw_scale(Ui& ui, const Unmirrored& place, const Rect& bars, std::string_view clip,
                float lamp_top) {
    const TextStyle style{.role = TextRole::Caption, .color = ui.theme().muted, .tabular = true};
    const float half = line_height(style.role) / 2;
    draw_text_at(ui, place, bars.x, lamp_top + lamp_height / 2 - half, clip, style);
    float last = lamp_top + lamp_height / 2;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const float y = bottom(bars) - share(mark_levels[i]) * bars.height;
        const float at = i + 1 == marks.size() ? y - half : y;
        if (at - last < 2 * half) continue;  // there is no room for it
        draw_text_at(ui, place, bars.x, at - half, marks[i], style);
        last = at;
    }
}

void draw_lamp(Ui& ui, const Rect& lamp, bool lit) {
    const Theme& t = ui.theme();
    fill(ui, lamp, lit ? t.danger : t.surface2, roundness);
    if (t.lined()) stroke(ui, lamp, t.line, roundness);
}

/// The two lamps as one control while they are lit.
bool lamps(Ui& ui, const Rect& first, const Rect& second, const StereoMeter& meter) {
    const bool lit = !meter.clip_count.empty();
    draw_lamp(ui, first, lit);
    draw_lamp(ui, second, lit);
    if (!lit) return false;
    const Rect both = united(first, second);
    const Id id = ui.claim("clip-lamps");
    const Feel touch = feel(ui, id, both);
    ui.node(control_node(id, meter.clip_count, {}, both));
    if (touch.press.hovered) ui.tooltip(both, meter.clip_count);
    if (touch.press.focused) focus_ring(ui, both, roundness);
    return touch.press.clicked;
}

bool standing(Ui& ui, const Rect& rect, const StereoMeter& meter) {
    const Unmirrored place(ui, rect);
    const float room = rect.width - bar_gap - space::s - scale_width;
    const float width = std::min(room / 2, widest_bar);
    Slices column(rect);
    const Rect lamp_row = column.top(lamp_height);
    column.top(lamp_gap);
    const Rect names = column.bottom(name_height);
    const Rect area = column.rest;
    const float second = rect.x + width + bar_gap;
    const TextStyle style{.role = TextRole::CardTitle};
    const auto side = [&](const MeterSide& shown, float x) {
        draw_bar(ui, place, {x, area.y, width, area.height}, true, shown);
        draw_text_at(ui, place, x + (width - text_width(ui, shown.name, style)) / 2,
                     bottom(names) - line_height(style.role), shown.name, style);
    };
    side(meter.left, rect.x);
    side(meter.right, second);
    draw_scale(ui, place, {second + width + space::s, area.y, scale_width, area.height}, meter.clip,
               lamp_row.y);
    return lamps(ui, place({rect.x, lamp_row.y, width, lamp_height}),
                 place({second, lamp_row.y, width, lamp_height}), meter);
}

bool lying(Ui& ui, const Rect& rect, const StereoMeter& meter) {
    const Unmirrored place(ui, rect);
    const float height = (rect.height - lying_gap) / 2;
    const float length = rect.width - lying_lamp - lying_gap;
    const float second = rect.y + height + lying_gap;
    draw_bar(ui, place, {rect.x, rect.y, length, height}, false, meter.left);
    draw_bar(ui, place, {rect.x, second, length, height}, false, meter.right);
    const float lamp = rect.x + length + lying_gap;
    return lamps(ui, place({lamp, rect.y, lying_lamp, height}),
                 place({lamp, second, lying_lamp, height}), meter);
}

}  // namespace

bool stereo_meter(Ui& ui, const Rect& rect, const StereoMeter& meter) {
    ui.node({.id = ui.claim("stereo-meter"),
             .role = Role::Image,
             .name = std::string(meter.name),
             .rect = rect});
    return rect.height > rect.width ? standing(ui, rect, meter) : lying(ui, rect, meter);
}

}  // namespace lsl::ui
