#include "client/ui/paint/paint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/core/packed.h"
#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/shadows.h"
#include "client/ui/text/glyphs.h"

namespace lsl::ui {

namespace {

struct Box {
    ImVec2 low, high;
};

/// On screen, edges on whole device pixels, so that they are sharp.
Box snapped_on_screen(const Ui& ui, const Rect& r) {
    const float density = ui.frame().density;
    const auto snap = [density](float v) { return std::round(v * density) / density; };
    return {{snap(r.x), snap(r.y)}, {snap(right(r)), snap(bottom(r))}};
}

Box snapped(const Ui& ui, const Rect& rect) { return snapped_on_screen(ui, ui.on_screen(rect)); }

float fitting(const Rect& rect, float radius) {
    return std::max(0.0f, std::min(radius, std::min(rect.width, rect.height) / 2));
}

constexpr float quarter = std::numbers::pi_v<float> / 2;

}  // namespace

void fill(Ui& ui, const Rect& rect, Color color, float radius) {
    if (color.a == 0 || !ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    ui.draw_list()->AddRectFilled(box.low, box.high, packed(ui, color), fitting(rect, radius));
}

void fill_top(Ui& ui, const Rect& rect, Color color, float radius) {
    if (!ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    ui.draw_list()->AddRectFilled(box.low, box.high, packed(ui, color), fitting(rect, radius),
                                  ImDrawFlags_RoundCornersTop);
}

void stroke(Ui& ui, const Rect& rect, Color color, float radius, float thickness) {
    if (color.a == 0 || !ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    const ImVec2 half(thickness / 2, thickness / 2);
    ImDrawList* list = ui.draw_list();
    list->PathRect(box.low + half, box.high - half,
                   std::max(0.0f, fitting(rect, radius) - thickness / 2));
    list->PathStroke(packed(ui, color), ImDrawFlags_Closed, thickness);
}

void vertical_gradient(Ui& ui, const Rect& rect, Color top, Color bottom_color) {
    if (!ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    const ImU32 upper = packed(ui, top), lower = packed(ui, bottom_color);
    ui.draw_list()->AddRectFilledMultiColor(box.low, box.high, upper, upper, lower, lower);
}

namespace {

/// Recolours what was drawn since `first_vertex` along a line; keeps the alpha of the edges.
void shade(ImDrawList* list, int first_vertex, const ImVec2& from, const ImVec2& to, ImU32 a,
           ImU32 b) {
    const ImVec2 along = to - from;
    const float length = along.x * along.x + along.y * along.y;
    const ImVec4 first = ImGui::ColorConvertU32ToFloat4(a);
    const ImVec4 last = ImGui::ColorConvertU32ToFloat4(b);
    for (int i = first_vertex; i < list->VtxBuffer.Size; ++i) {
        ImDrawVert& vertex = list->VtxBuffer[i];
        const ImVec2 d = vertex.pos - from;
        const float t = std::clamp((d.x * along.x + d.y * along.y) / length, 0.0f, 1.0f);
        const float edge = static_cast<float>(vertex.col >> IM_COL32_A_SHIFT) / 255.0f;
        const auto blend_channel = [t](float x, float y) { return x + (y - x) * t; };
        vertex.col = ImGui::ColorConvertFloat4ToU32(
            {blend_channel(first.x, last.x), blend_channel(first.y, last.y),
             blend_channel(first.z, last.z), edge * blend_channel(first.w, last.w)});
    }
}

}  // namespace

void diagonal_gradient(Ui& ui, const Rect& rect, Color from, Color to, float radius) {
    if (!ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    ImDrawList* list = ui.draw_list();
    const int first = list->VtxBuffer.Size;
    list->AddRectFilled(box.low, box.high, IM_COL32_WHITE, fitting(rect, radius));
    shade(list, first, box.low, box.high, packed(ui, from), packed(ui, to));
}

void scrim(Ui& ui, const Rect& rect, float radius) {
    if (!ui.visible(rect)) return;
    const Box box = snapped(ui, rect);
    ImDrawList* list = ui.draw_list();
    const int first = list->VtxBuffer.Size;
    list->AddRectFilled(box.low, box.high, IM_COL32_WHITE, fitting(rect, radius),
                        ImDrawFlags_RoundCornersBottom);
    const Color black{0, 0, 0, 255};
    shade(list, first, box.low, {box.low.x, box.high.y}, packed(ui, black.faded(0)),
          packed(ui, black.faded(0.7f)));
}

void disc(Ui& ui, float x, float y, float radius, Color color) {
    const Rect bounds{x - radius, y - radius, 2 * radius, 2 * radius};
    if (color.a == 0 || !ui.visible(bounds)) return;
    const Rect r = ui.on_screen(bounds);
    ui.draw_list()->AddCircleFilled({centre_x(r), centre_y(r)}, radius, packed(ui, color));
}

void ring(Ui& ui, float x, float y, float radius, Color color, float thickness) {
    const Rect bounds{x - radius, y - radius, 2 * radius, 2 * radius};
    if (color.a == 0 || !ui.visible(bounds)) return;
    const Rect r = ui.on_screen(bounds);
    ui.draw_list()->AddCircle({centre_x(r), centre_y(r)}, radius - thickness / 2, packed(ui, color),
                              0, thickness);
}

void arc(Ui& ui, float x, float y, float radius, float from, float to, Color color,
         float thickness) {
    const Rect bounds{x - radius, y - radius, 2 * radius, 2 * radius};
    if (!ui.visible(bounds) || to <= from) return;
    const Rect r = ui.on_screen(bounds);
    const ImVec2 middle(centre_x(r), centre_y(r));
    const float start = (from * 4 - 1) * quarter, end = (to * 4 - 1) * quarter;
    const float inner = radius - thickness / 2;
    ImDrawList* list = ui.draw_list();
    list->PathArcTo(middle, inner, start, end);
    list->PathStroke(packed(ui, color), 0, thickness);
    for (const float angle : {start, end}) {
        list->AddCircleFilled(middle + ImVec2(std::cos(angle), std::sin(angle)) * inner,
                              thickness / 2, packed(ui, color));
    }
}

void line(Ui& ui, float x1, float y1, float x2, float y2, Color color, float thickness) {
    if (x1 == x2) {
        fill(ui, {x1, std::min(y1, y2), thickness, std::abs(y2 - y1)}, color);
        return;
    }
    if (y1 == y2) {
        fill(ui, {std::min(x1, x2), y1, std::abs(x2 - x1), thickness}, color);
        return;
    }
    const Rect bounds = united({x1, y1, 1, 1}, {x2, y2, 1, 1});
    if (!ui.visible(bounds)) return;
    const Rect a = ui.on_screen({x1, y1, 0, 0}), b = ui.on_screen({x2, y2, 0, 0});
    ui.draw_list()->AddLine({a.x, a.y}, {b.x, b.y}, packed(ui, color), thickness);
}

void polyline(Ui& ui, const Rect& bounds, std::span<const CurvePoint> points, Color color,
              float thickness) {
    if (color.a == 0 || points.size() < 2 || !ui.visible(bounds)) return;
    ImDrawList* list = ui.draw_list();
    for (const CurvePoint& point : points) {
        const Rect at = ui.on_screen({point.x, point.y, 0, 0});
        list->PathLineTo({at.x, at.y});
    }
    list->PathStroke(packed(ui, color), 0, thickness);
}

void area_below(Ui& ui, const Rect& bounds, std::span<const CurvePoint> points, Color color) {
    if (color.a == 0 || points.size() < 2 || !ui.visible(bounds)) return;
    ImDrawList* list = ui.draw_list();
    const float floor = ui.on_screen({0, bottom(bounds), 0, 0}).y;
    // Smooth edges between the pieces would show as lines.
    const ImDrawListFlags before = list->Flags;
    list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Rect a = ui.on_screen({points[i - 1].x, points[i - 1].y, 0, 0});
        const Rect b = ui.on_screen({points[i].x, points[i].y, 0, 0});
        list->AddQuadFilled({a.x, a.y}, {b.x, b.y}, {b.x, floor}, {a.x, floor}, packed(ui, color));
    }
    list->Flags = before;
}

void check_mark(Ui& ui, const Rect& rect, Color color, float thickness) {
    if (!ui.visible(rect)) return;
    PhysicalScope physical(ui);
    const Rect r = ui.physical(ui.on_screen(rect));
    const auto at = [&r](float x, float y) {
        return ImVec2(r.x + r.width * x, r.y + r.height * y);
    };
    const ImVec2 start = at(0.14f, 0.54f), corner = at(0.40f, 0.78f), end = at(0.86f, 0.26f);
    ImDrawList* list = ui.draw_list();
    for (const ImVec2& point : {start, corner, end}) list->PathLineTo(point);
    list->PathStroke(packed(ui, color), 0, thickness);
}

void shadow(Ui& ui, const Rect& rect, float radius, const Shadow& style) {
    const Rect box = moved(rect, 0, style.y);
    if (style.color.a == 0 || !ui.visible(inset(box, -style.blur))) return;
    ui.shadows().draw(ui.draw_list(), ui.glyphs().atlas(), ui.on_screen(box), radius, style.blur,
                      packed(ui, style.color));
}

void draw_image(Ui& ui, const Rect& rect, const Image& image, float radius, float opacity) {
    if (image.state != ImageState::Loaded || image.width <= 0 || image.height <= 0) return;
    if (!ui.visible(rect)) return;
    const float scale = std::max(rect.width / image.width, rect.height / image.height);
    const ImVec2 half(rect.width / scale / image.width / 2, rect.height / scale / image.height / 2);
    PhysicalScope physical(ui);
    const Box box = snapped_on_screen(ui, ui.physical(ui.on_screen(rect)));
    ui.draw_list()->AddImageRounded(ImTextureRef(image.texture), box.low, box.high,
                                    {0.5f - half.x, 0.5f - half.y}, {0.5f + half.x, 0.5f + half.y},
                                    packed(ui, Color{255, 255, 255, 255}.faded(opacity)),
                                    fitting(rect, radius));
}

void focus_ring(Ui& ui, const Rect& rect, float radius) {
    const float offset = 2, thickness = ui.theme().lined() ? 3 : 2;
    stroke(ui, inset(rect, -(offset + thickness)), ui.theme().focus, radius + offset + thickness,
           thickness);
}

}  // namespace lsl::ui
