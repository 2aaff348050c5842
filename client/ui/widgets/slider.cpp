#include "client/ui/widgets/slider.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/widgets/pressable.h"

namespace lsl::ui {

namespace {

constexpr float track_height = 4, track_height_held = 6, thumb_radius = 7;

float fraction_of(const Slider& s, double value) {
    const double range = s.maximum - s.minimum;
    return range > 0 ? static_cast<float>(std::clamp((value - s.minimum) / range, 0.0, 1.0)) : 0;
}

/// From left to right in every language, as time lines of players are.
double value_at(const Ui& ui, const Slider& s, const Rect& track, float x) {
    if (ui.mirrored()) x = 2 * track.x + track.width - x;
    const double t = std::clamp((x - track.x) / std::max(track.width, 1.0f), 0.0f, 1.0f);
    return s.minimum + t * (s.maximum - s.minimum);
}

void draw_track(Ui& ui, const Rect& track, const Slider& s, float at, float lit) {
    const Theme& t = ui.theme();
    const Color white = rgb(0xFFFFFF);
    const Color rail = s.on_picture ? white.faded(0.35f) : mix(t.line, t.muted, 0.25f);
    const Color ahead = s.on_picture ? white.faded(0.35f) : t.muted.faded(0.45f);
    fill(ui, track, rail, radius::pill);
    const float loaded = fraction_of(s, s.buffered);
    if (loaded > at)
        fill(ui, {track.x, track.y, track.width * loaded, track.height}, ahead, radius::pill);
    const Rect played{track.x, track.y, std::max(track.width * at, track.height), track.height};
    const Color accent = s.on_picture ? theme(ThemeKind::Dark).accent : t.accent;
    if (at > 0) fill(ui, played, accent, radius::pill);
    const float knob = thumb_radius * lit;
    if (knob > 0.5f) {
        disc(ui, track.x + track.width * at, centre_y(track), knob + 1.5f,
             Color{0, 0, 0, 255}.faded(0.18f * lit));
        disc(ui, track.x + track.width * at, centre_y(track), knob, s.on_picture ? white : accent);
    }
}

}  // namespace

SliderResult slider(Ui& ui, const Rect& rect, const Slider& s, double& value) {
    SliderResult result;
    const Id id = ui.claim(s.name);
    const Press press = ui.control(id, rect, s.disabled);
    const Interaction::Pointer& pointer = ui.interaction.pointer();
    const bool held = !s.disabled && ui.interaction.held() == id;
    float& was_held = ui.kept(id, 0);
    const Rect track_line{rect.x, centre_y(rect) - track_height / 2, rect.width, track_height};

    if (held) {
        const double moved_to = value_at(ui, s, track_line, pointer.x);
        result.changed = moved_to != value;
        result.dragging = true;
        value = moved_to;
    } else if (was_held > 0 && pointer.released) {
        result.finished = true;
    }
    was_held = held ? 1.0f : 0.0f;
    if (const auto stepped = ui.interaction.take_value(id); stepped && !s.disabled) {
        value = std::clamp(*stepped, s.minimum, s.maximum);
        result.changed = result.finished = true;
    }
    if (press.hovered) result.hovered = value_at(ui, s, track_line, pointer.x);

    ui.node({.id = id,
             .role = Role::Slider,
             .name = std::string(s.name),
             .value = std::string(s.value_text),
             .rect = rect,
             .disabled = s.disabled,
             .minimum = s.minimum,
             .maximum = s.maximum,
             .now = value,
             .step = s.step});
    if (!ui.visible(rect)) return result;
    const bool show = press.hovered || held || press.focused;
    const float lit = ui.motion.toward(id ^ 0x4015u, show ? 1.0f : 0.0f, duration::press);
    const float thick = track_height + (track_height_held - track_height) * lit;
    const Rect track{rect.x, centre_y(rect) - thick / 2, rect.width, thick};
    {
        PhysicalScope physical(ui);
        draw_track(ui, ui.physical(track), s, fraction_of(s, value), lit);
    }
    if (press.focused) focus_ring(ui, inset(rect, -4, (rect.height - 20) / 2), 10);
    return result;
}

}  // namespace lsl::ui
