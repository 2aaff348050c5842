#include "client/ui/widgets/progress.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "client/ui/core/motion.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "icons.h"

namespace lsl::ui {

namespace {

constexpr double spin_period = 0.9;

Node progress_node(Ui& ui, std::string_view name, double fraction, const Rect& rect) {
    return {.id = ui.claim(name),
            .role = Role::Progress,
            .name = std::string(name),
            .rect = rect,
            .minimum = 0,
            .maximum = 1,
            .now = fraction};
}

}  // namespace

void spinner(Ui& ui, float x, float y, float diameter, Color color) {
    const float radius = diameter / 2;
    if (!ui.visible({x - radius, y - radius, diameter, diameter})) return;
    if (ui.motion.reduced()) {
        const float dot = std::max(diameter / 10, 1.5f);
        for (int i = -1; i <= 1; ++i) {
            disc(ui, x + static_cast<float>(i) * dot * 3.2f, y, dot, color);
        }
        return;
    }
    const float turn = ui.motion.cycle(spin_period, Motion::Pace::Smooth);
    const float thickness = std::max(diameter / 9, 2.0f);
    ring(ui, x, y, radius, color.faded(0.2f), thickness);
    arc(ui, x, y, radius, turn, turn + 0.28f, color, thickness);
}

void spinner(Ui& ui, const Rect& rect, std::string_view name) {
    ui.node({.id = ui.claim(name),
             .role = Role::Status,
             .name = std::string(name),
             .rect = rect,
             .busy = true});
    spinner(ui, centre_x(rect), centre_y(rect), std::min({rect.width, rect.height, 40.0f}),
            ui.theme().muted);
}

void progress_bar(Ui& ui, const Rect& rect, std::string_view name, double fraction) {
    const double clamped = std::clamp(fraction, 0.0, 1.0);
    Node node = progress_node(ui, name, clamped, rect);
    const float shown = ui.motion.toward(node.id, static_cast<float>(clamped), duration::quick);
    ui.node(std::move(node));
    const Theme& t = ui.theme();
    fill(ui, rect, t.surface2, radius::pill);
    if (shown > 0) {
        fill(ui, {rect.x, rect.y, std::max(rect.width * shown, rect.height), rect.height}, t.accent,
             radius::pill);
    }
}

void progress_ring(Ui& ui, const Rect& rect, std::string_view name, double fraction) {
    const double clamped = std::clamp(fraction, 0.0, 1.0);
    Node node = progress_node(ui, name, clamped, rect);
    const float shown = ui.motion.toward(node.id, static_cast<float>(clamped), duration::quick);
    ui.node(std::move(node));
    const float radius = std::min(rect.width, rect.height) / 2, thickness = radius / 5;
    ring(ui, centre_x(rect), centre_y(rect), radius, ui.theme().surface2, thickness);
    arc(ui, centre_x(rect), centre_y(rect), radius, 0, shown, ui.theme().accent, thickness);
}

void skeleton(Ui& ui, const Rect& rect, float radius) {
    if (!ui.visible(rect)) return;
    float strength = 0.8f;
    if (!ui.motion.reduced()) {
        // One wave over the whole screen, so that neighbouring blocks breathe together.
        const float t = ui.motion.cycle(duration::pulse, Motion::Pace::Calm);
        const float phase = t - (rect.x + rect.width / 2) / std::max(ui.width(), 1.0f) * 0.35f;
        strength = 0.78f + 0.22f * std::sin(phase * 2 * std::numbers::pi_v<float>);
    }
    fill(ui, rect, ui.theme().placeholder.faded(strength), radius);
}

void level_meter(Ui& ui, const Rect& rect, std::string_view name, double level, double peak) {
    constexpr float pitch = 16.25f, gap = 3.25f;
    const int count = std::max(4, static_cast<int>((rect.width + gap) / pitch + 0.5f));
    const float step = (rect.width + gap) / static_cast<float>(count);
    const auto segments_of = [count](double value) {
        return static_cast<int>(std::clamp(value, 0.0, 1.0) * count + 0.5);
    };
    // Whole segments only: a screen reader needs no more, and the mirror stays still in silence.
    const int lit = segments_of(level), held = segments_of(peak);
    Node node = progress_node(ui, name, static_cast<double>(lit) / count, rect);
    ui.node(std::move(node));
    const Theme& t = ui.theme();
    for (int i = 0; i < count; ++i) {
        const float at = static_cast<float>(i) / static_cast<float>(count);
        const Color on = at < 0.625f ? t.success : at < 0.875f ? t.warning : t.danger;
        const bool shines = i < lit || i == held - 1;
        fill(ui, {rect.x + static_cast<float>(i) * step, rect.y, step - gap, rect.height},
             shines ? on : t.line, 2.5f);
    }
}

float step_list(Ui& ui, float x, float y, float width, std::span<const Step> steps) {
    constexpr float pitch = 34, diameter = 22, text_x = 32;
    const Theme& t = ui.theme();
    float top = y;
    for (std::size_t i = 0; i < steps.size(); ++i, top += pitch) {
        const Step& step = steps[i];
        const float middle_x = x + diameter / 2, middle_y = top + diameter / 2;
        const bool current = step.state == StepState::Current;
        const bool later = step.state == StepState::Later;
        const bool failed = step.state == StepState::Failed;
        if (failed || step.state == StepState::Done) {
            disc(ui, middle_x, middle_y, diameter / 2, failed ? t.danger_fill : t.success);
            if (failed) {
                draw_icon(ui, middle_x - 7, middle_y - 7, icon::x, 14, t.on_danger);
            } else {
                check_mark(ui, {middle_x - 6, middle_y - 6, 12, 12}, t.surface, 2);
            }
        } else {
            ring(ui, middle_x, middle_y, diameter / 2, current ? t.accent : t.line, 2);
            const std::string number = std::to_string(i + 1);
            const TextStyle style{TextRole::Badge, current ? t.accent : t.muted};
            draw_text(ui, middle_x - text_width(ui, number, style) / 2 + 0.4f,
                      middle_y - line_height(style.role) / 2, number, style);
        }
        const TextStyle style{current ? TextRole::BodyStrong : TextRole::Body,
                              later ? t.muted : t.text};
        const Rect line{x + text_x, top, width - text_x, diameter};
        Node node{.id = ui.claim(step.text),
                  .role = Role::Text,
                  .name = std::string(step.text),
                  .rect = line};
        node.description = step.state == StepState::Done     ? ui.texts().step_done
                           : step.state == StepState::Failed ? ui.texts().step_failed
                           : current                         ? ui.texts().step_next
                                                             : std::string_view();
        ui.node(std::move(node));
        draw_text(ui, line.x, middle_y - line_height(style.role) / 2,
                  ellipsized(ui, step.text, style, line.width), style);
    }
    return steps.empty() ? 0 : top - y - (pitch - diameter);
}

}  // namespace lsl::ui
