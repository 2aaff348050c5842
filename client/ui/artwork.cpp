#include "client/ui/artwork.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/layout.h"
#include "client/ui/packed.h"
#include "client/ui/paint.h"
#include "client/ui/ui.h"

namespace lsl::ui {

namespace {

constexpr std::array<Artwork, 12> drawings = {{
    {rgb(0x5B2A86), rgb(0xFF7A59), {.72f, .30f, .105f, rgb(0xFFD08A)},
     {.30f, .90f, .30f, rgb(0xFF5E7E)}},
    {rgb(0x0F3C4F), rgb(0x3FB8A0), {.20f, .20f, .17f, rgb(0x8FF0D0)},
     {.845f, .80f, .29f, rgb(0x1D6F8F)}},
    {rgb(0xB0305C), rgb(0xF2A24B), {.15f, .30f, .235f, rgb(0xF58FB0)},
     {.60f, .70f, .148f, rgb(0xFFE3A3)}},
    {rgb(0x20184D), rgb(0x7F5CE0), {.35f, .84f, .297f, rgb(0x3E2F8F)},
     {.80f, .25f, .15f, rgb(0xC9B6FF)}},
    {rgb(0x461220), rgb(0xE36B6E), {.91f, .91f, .365f, rgb(0xB23A48)},
     {.30f, .35f, .178f, rgb(0xFFB199)}},
    {rgb(0x0B2F52), rgb(0x4E9BD8), {.78f, .86f, .31f, rgb(0x1B5E9A)},
     {.34f, .34f, .13f, rgb(0xFFD9A0)}},
    {rgb(0x4A1942), rgb(0xD65DB1), {.22f, .82f, .30f, rgb(0x7A3FA0)},
     {.70f, .32f, .16f, rgb(0xFFA98A)}},
    {rgb(0x12352A), rgb(0x6FB07A), {.62f, .92f, .33f, rgb(0x2C6E4F)},
     {.24f, .30f, .13f, rgb(0xEAF4B8)}},
    {rgb(0x2D1E4F), rgb(0xF2709C), {.86f, .24f, .24f, rgb(0x7B4FC0)},
     {.36f, .72f, .17f, rgb(0xFFC6A5)}},
    {rgb(0x5A2410), rgb(0xF2994A), {.14f, .78f, .27f, rgb(0xC2511A)},
     {.66f, .36f, .19f, rgb(0xFFE0A8)}},
    {rgb(0x10243E), rgb(0x2FB5C4), {.50f, .98f, .34f, rgb(0x1B5E8C)},
     {.76f, .28f, .12f, rgb(0xB8F2E6)}},
    {rgb(0x3B1C32), rgb(0xE9724C), {.80f, .78f, .26f, rgb(0xC5283D)},
     {.26f, .40f, .20f, rgb(0xFFC857)}},
}};

struct Point {
    float x = 0, y = 0;
    float alpha = 1;
};

/// A disc's edge is this soft, as a part of its radius (at least a pixel): the look of a soft print.
constexpr float softness = 0.014f;

struct Canvas {
    Rect box;    ///< on screen
    float pixel; ///< CSS pixels per device pixel
    const Artwork& art;

    float soft(const Artwork::Disc& disc) const {
        return std::max(disc.radius * box.width * softness, pixel);
    }
    float coverage(const Artwork::Disc& disc, float x, float y) const {
        const float dx = x - box.x - disc.x * box.width, dy = y - box.y - disc.y * box.height;
        const float inside = disc.radius * box.width - std::sqrt(dx * dx + dy * dy);
        return std::clamp(inside / soft(disc) + 0.5f, 0.0f, 1.0f);
    }
    Color gradient(float x, float y) const {  // CSS: 135 degrees
        return mix(art.from, art.to, (x - box.x + y - box.y) / (box.width + box.height));
    }
    Color color(float x, float y) const {
        const Color first = mix(gradient(x, y), art.first.color, coverage(art.first, x, y));
        return mix(first, art.second.color, coverage(art.second, x, y));
    }
};

struct BorderPoint {
    Point at;
    float normal_x = 0, normal_y = 0;
};

/// The rounded rectangle's outline, clockwise, with points along the straight sides as well.
std::vector<BorderPoint> outline(const Rect& box, float radius, float side_step) {
    constexpr int corner_steps = 10;
    constexpr float quarter = std::numbers::pi_v<float> / 2;
    const float r = std::max(radius, 0.0f);
    const std::array<Point, 4> centres = {{{right(box) - r, box.y + r},
                                           {right(box) - r, bottom(box) - r},
                                           {box.x + r, bottom(box) - r},
                                           {box.x + r, box.y + r}}};
    std::vector<BorderPoint> points;
    const auto add = [&](const Point& centre, float angle) {
        const float x = std::cos(angle), y = std::sin(angle);
        points.push_back({{centre.x + x * r, centre.y + y * r}, x, y});
    };
    for (std::size_t corner = 0; corner < 4; ++corner) {
        const float start = (static_cast<float>(corner) - 1) * quarter;
        for (int i = 0; i <= corner_steps; ++i) {
            add(centres[corner], start + quarter * static_cast<float>(i) / corner_steps);
            if (r == 0) break;
        }
        const Point& here = centres[corner];
        const Point& next = centres[(corner + 1) % 4];
        const float length = std::hypot(next.x - here.x, next.y - here.y);
        const int parts = static_cast<int>(length / side_step) + 1;
        for (int i = 1; i < parts; ++i) {
            const float t = static_cast<float>(i) / static_cast<float>(parts);
            add({here.x + (next.x - here.x) * t, here.y + (next.y - here.y) * t}, start + quarter);
        }
    }
    return points;
}

std::vector<Point> positions(const std::vector<BorderPoint>& border) {
    std::vector<Point> points;
    for (const BorderPoint& p : border) points.push_back(p.at);
    return points;
}

ImU32 color_of(const Ui& ui, Color color, float alpha) {
    return packed(ui, color.faded(alpha));
}

void add_polygon(Ui& ui, std::span<const Point> polygon, Color color) {
    if (polygon.size() < 3) return;
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(polygon.size());
    list->PrimReserve((count - 2) * 3, count);
    const unsigned first = list->_VtxCurrentIdx;
    for (const Point& p : polygon) list->PrimWriteVtx({p.x, p.y}, white, color_of(ui, color, p.alpha));
    for (unsigned i = 2; i < static_cast<unsigned>(count); ++i) {
        list->PrimWriteIdx(first);
        list->PrimWriteIdx(first + i - 1);
        list->PrimWriteIdx(first + i);
    }
}

/// Sutherland and Hodgman: what of `polygon` lies on the right hand of every edge of `clip` (clockwise,
/// y down). Alpha is interpolated.
std::vector<Point> clipped(std::vector<Point> polygon, std::span<const Point> clip) {
    std::vector<Point> out;
    for (std::size_t i = 0; i < clip.size() && polygon.size() >= 3; ++i) {
        const Point& a = clip[i];
        const Point& b = clip[(i + 1) % clip.size()];
        const auto side = [&](const Point& p) {
            return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        };
        out.clear();
        for (std::size_t j = 0; j < polygon.size(); ++j) {
            const Point& p = polygon[j];
            const Point& q = polygon[(j + 1) % polygon.size()];
            const float sp = side(p), sq = side(q);
            if (sp >= 0) out.push_back(p);
            if ((sp >= 0) != (sq >= 0)) {
                const float t = sp / (sp - sq);
                out.push_back({p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t,
                               p.alpha + (q.alpha - p.alpha) * t});
            }
        }
        polygon.swap(out);
    }
    return polygon;
}

/// The disc as a polygon and a soft ring around it, both cut to the outline.
void add_disc(Ui& ui, const Canvas& canvas, const Artwork::Disc& disc,
              std::span<const Point> border, const Rect& safe) {
    const float x = canvas.box.x + disc.x * canvas.box.width;
    const float y = canvas.box.y + disc.y * canvas.box.height;
    const float edge = canvas.soft(disc) / 2;
    const float inner = disc.radius * canvas.box.width - edge, outer = inner + 2 * edge;
    const int steps = std::clamp(static_cast<int>(outer * 0.9f), 24, 96);
    const auto at = [&](int i, float radius, float alpha) {
        const float angle = static_cast<float>(i) * 2 * std::numbers::pi_v<float> /
                            static_cast<float>(steps);
        return Point{x + std::cos(angle) * radius, y + std::sin(angle) * radius, alpha};
    };
    std::vector<Point> body;
    for (int i = 0; i < steps; ++i) body.push_back(at(i, inner, 1));
    add_polygon(ui, clipped(std::move(body), border), disc.color);
    for (int i = 0; i < steps; ++i) {
        std::vector<Point> piece = {at(i, inner, 1), at(i, outer, 0), at(i + 1, outer, 0),
                                    at(i + 1, inner, 1)};
        const bool inside = std::all_of(piece.begin(), piece.end(), [&](const Point& p) {
            return contains(safe, p.x, p.y);
        });
        add_polygon(ui, inside ? piece : clipped(std::move(piece), border), disc.color);
    }
}

/// A ring one device pixel wide around the outline, from the picture's own colour to nothing.
void add_fringe(Ui& ui, const Canvas& canvas, const std::vector<BorderPoint>& border) {
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(border.size());
    list->PrimReserve(count * 6, count * 2);
    const unsigned first = list->_VtxCurrentIdx;
    for (const BorderPoint& p : border) {
        const Color color = canvas.color(p.at.x, p.at.y);
        const ImVec2 outer(p.at.x + p.normal_x * canvas.pixel, p.at.y + p.normal_y * canvas.pixel);
        list->PrimWriteVtx({p.at.x, p.at.y}, white, color_of(ui, color, 1));
        list->PrimWriteVtx(outer, white, color_of(ui, color, 0));
    }
    const auto n = static_cast<unsigned>(count);
    for (unsigned i = 0; i < n; ++i) {
        const unsigned a = first + i * 2, b = first + (i + 1) % n * 2;
        for (const unsigned index : {a, a + 1, b + 1, a, b + 1, b}) list->PrimWriteIdx(index);
    }
}

/// The starting value of the hash: picked so that the first classes people see differ in colour.
constexpr std::uint32_t hash_start = 2535816;

}  // namespace

Artwork artwork(std::string_view title) {
    std::uint32_t hash = hash_start;
    for (const char c : title) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash ^= hash >> 15;
    hash *= 0x2c1b3c6du;
    hash ^= hash >> 13;
    Artwork art = drawings[(hash >> 4) % drawings.size()];
    if (hash & 1) {
        art.first.x = 1 - art.first.x;
        art.second.x = 1 - art.second.x;
    }
    return art;
}

void draw_artwork(Ui& ui, const Rect& rect, std::string_view title, float radius) {
    if (!ui.visible(rect) || rect.width < 2 || rect.height < 2) return;
    const Artwork art = artwork(title);
    const float pixel = 1 / ui.frame().density;
    Rect box = ui.on_screen(rect);
    const auto snap = [pixel](float v) { return std::round(v / pixel) * pixel; };
    box = {snap(box.x), snap(box.y), snap(right(box)) - snap(box.x),
           snap(bottom(box)) - snap(box.y)};
    const float r = std::min(radius, std::min(box.width, box.height) / 2);
    const Canvas canvas{box, pixel, art};

    const float half = r > 0 ? pixel / 2 : 0;
    constexpr float side_step = 10, no_steps = 1e6f;
    const std::vector<BorderPoint> edge = outline(inset(box, half), r - half, side_step);
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(edge.size());
    list->PrimReserve((count - 2) * 3, count);
    const unsigned first = list->_VtxCurrentIdx;
    for (const BorderPoint& p : edge) {
        list->PrimWriteVtx({p.at.x, p.at.y}, white,
                           color_of(ui, canvas.gradient(p.at.x, p.at.y), 1));
    }
    for (unsigned i = 2; i < static_cast<unsigned>(count); ++i) {
        for (const unsigned index : {first, first + i - 1, first + i}) list->PrimWriteIdx(index);
    }
    const std::vector<Point> border = positions(outline(inset(box, half), r - half, no_steps));
    const Rect safe = inset(box, r * 0.3f + 1);
    add_disc(ui, canvas, art.first, border, safe);
    add_disc(ui, canvas, art.second, border, safe);
    if (r > 0) add_fringe(ui, canvas, edge);
}

void picture(Ui& ui, const Rect& rect, std::string_view url, std::string_view title, float radius,
             std::string_view name) {
    if (!name.empty()) {
        ui.node({.id = ui.claim(name), .role = Role::Image, .name = std::string(name),
                 .rect = rect});
    }
    if (!ui.visible(rect)) return;
    float shown = 0;
    Image image;
    if (!url.empty()) {
        image = ui.images().image(url);
        const bool there = image.state == ImageState::Loaded;
        shown = ui.motion.toward(ui.id(url), there ? 1.0f : 0.0f, duration::quick);
    }
    if (shown < 1) draw_artwork(ui, rect, title, radius);
    if (shown > 0) draw_image(ui, rect, image, radius, shown);
}

}  // namespace lsl::ui
