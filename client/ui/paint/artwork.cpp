#include "client/ui/paint/artwork.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/core/packed.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"

namespace lsl::ui {

namespace {

constexpr std::array<Artwork, 12> drawings = {{
    {rgb(0x5B2A86),
     rgb(0xFF7A59),
     {.72f, .30f, .105f, rgb(0xFFD08A)},
     {.30f, .90f, .30f, rgb(0xFF5E7E)}},
    {rgb(0x0F3C4F),
     rgb(0x3FB8A0),
     {.20f, .20f, .17f, rgb(0x8FF0D0)},
     {.845f, .80f, .29f, rgb(0x1D6F8F)}},
    {rgb(0xB0305C),
     rgb(0xF2A24B),
     {.15f, .30f, .235f, rgb(0xF58FB0)},
     {.60f, .70f, .148f, rgb(0xFFE3A3)}},
    {rgb(0x20184D),
     rgb(0x7F5CE0),
     {.35f, .84f, .297f, rgb(0x3E2F8F)},
     {.80f, .25f, .15f, rgb(0xC9B6FF)}},
    {rgb(0x461220),
     rgb(0xE36B6E),
     {.91f, .91f, .365f, rgb(0xB23A48)},
     {.30f, .35f, .178f, rgb(0xFFB199)}},
    {rgb(0x0B2F52),
     rgb(0x4E9BD8),
     {.78f, .86f, .31f, rgb(0x1B5E9A)},
     {.34f, .34f, .13f, rgb(0xFFD9A0)}},
    {rgb(0x4A1942),
     rgb(0xD65DB1),
     {.22f, .82f, .30f, rgb(0x7A3FA0)},
     {.70f, .32f, .16f, rgb(0xFFA98A)}},
    {rgb(0x12352A),
     rgb(0x6FB07A),
     {.62f, .92f, .33f, rgb(0x2C6E4F)},
     {.24f, .30f, .13f, rgb(0xEAF4B8)}},
    {rgb(0x2D1E4F),
     rgb(0xF2709C),
     {.86f, .24f, .24f, rgb(0x7B4FC0)},
     {.36f, .72f, .17f, rgb(0xFFC6A5)}},
    {rgb(0x5A2410),
     rgb(0xF2994A),
     {.14f, .78f, .27f, rgb(0xC2511A)},
     {.66f, .36f, .19f, rgb(0xFFE0A8)}},
    {rgb(0x10243E),
     rgb(0x2FB5C4),
     {.50f, .98f, .34f, rgb(0x1B5E8C)},
     {.76f, .28f, .12f, rgb(0xB8F2E6)}},
    {rgb(0x3B1C32),
     rgb(0xE9724C),
     {.80f, .78f, .26f, rgb(0xC5283D)},
     {.26f, .40f, .20f, rgb(0xFFC857)}},
}};

struct Point {
    float x = 0, y = 0;
    float alpha = 1;
};

/// A disc's edge is this soft, as a part of its radius (at least a pixel): the look of a soft
/// print.
constexpr float softness = 0.014f;

struct Canvas {
    Rect box;     ///< on screen
    float pixel;  ///< CSS pixels per device pixel
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
    Point inner, outer;  ///< where the picture is whole, where it has faded away
};

/// The rounded rectangle's outline, clockwise. `box` lies on whole pixels, so that its straight
/// sides need no smoothing; the corners fade over one pixel.
std::vector<BorderPoint> outline(const Rect& box, float radius, float pixel) {
    constexpr int corner_steps = 12;
    constexpr float quarter = std::numbers::pi_v<float> / 2;
    const std::array<Point, 4> centres = {{{right(box) - radius, box.y + radius},
                                           {right(box) - radius, bottom(box) - radius},
                                           {box.x + radius, bottom(box) - radius},
                                           {box.x + radius, box.y + radius}}};
    std::vector<BorderPoint> points;
    for (std::size_t corner = 0; corner < 4; ++corner) {
        for (int i = 0; i <= corner_steps; ++i) {
            const float angle =
                (static_cast<float>(corner) - 1 + static_cast<float>(i) / corner_steps) * quarter;
            const float x = std::cos(angle), y = std::sin(angle);
            const float half = pixel / 2 * std::min(1.0f, 4 * std::abs(x * y));
            const Point& c = centres[corner];
            points.push_back({{c.x + x * (radius - half), c.y + y * (radius - half)},
                              {c.x + x * (radius + half), c.y + y * (radius + half)}});
            if (radius == 0) break;
        }
    }
    return points;
}

ImU32 color_of(const Ui& ui, Color color, float alpha) { return packed(ui, color.faded(alpha)); }

void add_polygon(Ui& ui, std::span<const Point> polygon, Color color) {
    if (polygon.size() < 3) return;
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(polygon.size());
    list->PrimReserve((count - 2) * 3, count);
    const unsigned first = list->_VtxCurrentIdx;
    const ImU32 whole = color_of(ui, color, 1), none = color_of(ui, color, 0);
    for (const Point& p : polygon) {
        const ImU32 shade = p.alpha >= 1   ? whole
                            : p.alpha <= 0 ? none
                                           : color_of(ui, color, p.alpha);
        list->PrimWriteVtx({p.x, p.y}, white, shade);
    }
    for (unsigned i = 2; i < static_cast<unsigned>(count); ++i) {
        list->PrimWriteIdx(first);
        list->PrimWriteIdx(first + i - 1);
        list->PrimWriteIdx(first + i);
    }
}

/// Cuts polygons to the rounded rectangle. Most pieces lie inside, some cross a straight side; only
/// what reaches into a corner is cut along the round.
class Cutter {
  public:
    Cutter(const Rect& box, float radius, std::span<const Point> border)
        : box_(box), radius_(radius), border_(border) {}

    /// The part of `polygon` inside; valid until the next call. Alpha is interpolated.
    std::span<const Point> cut(std::span<const Point> polygon) {
        Rect bounds{polygon[0].x, polygon[0].y, 0, 0};
        for (const Point& p : polygon) bounds = united(bounds, {p.x, p.y, 0, 0});
        const bool crosses_x = bounds.x < box_.x || right(bounds) > right(box_);
        const bool crosses_y = bounds.y < box_.y || bottom(bounds) > bottom(box_);
        if (in_corner(bounds)) return along(polygon, border_);
        if (!crosses_x && !crosses_y) return polygon;
        const std::array<Point, 4> sides = {{{box_.x, box_.y},
                                             {right(box_), box_.y},
                                             {right(box_), bottom(box_)},
                                             {box_.x, bottom(box_)}}};
        return along(polygon, sides);
    }

  private:
    bool in_corner(const Rect& bounds) const {
        const bool side = bounds.x < box_.x + radius_ || right(bounds) > right(box_) - radius_;
        const bool end = bounds.y < box_.y + radius_ || bottom(bounds) > bottom(box_) - radius_;
        return side && end;
    }

    /// Sutherland and Hodgman; `clip` runs clockwise, y down.
    std::span<const Point> along(std::span<const Point> polygon, std::span<const Point> clip) {
        here_.assign(polygon.begin(), polygon.end());
        for (std::size_t i = 0; i < clip.size() && here_.size() >= 3; ++i) {
            const Point& a = clip[i];
            const Point& b = clip[(i + 1) % clip.size()];
            const auto side = [&](const Point& p) {
                return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            };
            next_.clear();
            float sp = side(here_[0]);
            for (std::size_t j = 0; j < here_.size(); ++j) {
                const Point& p = here_[j];
                const Point& q = here_[j + 1 == here_.size() ? 0 : j + 1];
                const float sq = side(q);
                if (sp >= 0) next_.push_back(p);
                if ((sp >= 0) != (sq >= 0)) {
                    const float t = sp / (sp - sq);
                    next_.push_back({p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t,
                                     p.alpha + (q.alpha - p.alpha) * t});
                }
                sp = sq;
            }
            here_.swap(next_);
        }
        return here_;
    }

    Rect box_;
    float radius_;
    std::span<const Point> border_;
    std::vector<Point> here_, next_;
};

/// The disc as a polygon and a soft ring around it, both cut to the outline.
void add_disc(Ui& ui, const Canvas& canvas, const Artwork::Disc& disc, Cutter& cutter) {
    const float x = canvas.box.x + disc.x * canvas.box.width;
    const float y = canvas.box.y + disc.y * canvas.box.height;
    const float edge = canvas.soft(disc) / 2;
    const float inner = disc.radius * canvas.box.width - edge, outer = inner + 2 * edge;
    // As many sides as keep every side within a tenth of a device pixel of the round.
    const float sides = std::numbers::pi_v<float> * std::sqrt(outer / canvas.pixel * 5);
    const int steps = std::clamp(static_cast<int>(sides), 24, 160);
    std::vector<Point> body, rim;
    for (int i = 0; i < steps; ++i) {
        const float angle =
            static_cast<float>(i) * 2 * std::numbers::pi_v<float> / static_cast<float>(steps);
        const float dx = std::cos(angle), dy = std::sin(angle);
        body.push_back({x + dx * inner, y + dy * inner, 1});
        rim.push_back({x + dx * outer, y + dy * outer, 0});
    }
    add_polygon(ui, cutter.cut(body), disc.color);
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::size_t next = i + 1 == body.size() ? 0 : i + 1;
        const std::array<Point, 4> piece = {{body[i], rim[i], rim[next], body[next]}};
        add_polygon(ui, cutter.cut(piece), disc.color);
    }
}

/// The fading corners, in the picture's own colours.
void add_fringe(Ui& ui, const Canvas& canvas, const std::vector<BorderPoint>& border) {
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(border.size());
    list->PrimReserve(count * 6, count * 2);
    const unsigned first = list->_VtxCurrentIdx;
    for (const BorderPoint& p : border) {
        const Color color = canvas.color(p.inner.x, p.inner.y);
        list->PrimWriteVtx({p.inner.x, p.inner.y}, white, color_of(ui, color, 1));
        list->PrimWriteVtx({p.outer.x, p.outer.y}, white, color_of(ui, color, 0));
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

    const std::vector<BorderPoint> edge = outline(box, r, pixel);
    std::vector<Point> border;
    for (const BorderPoint& p : edge) border.push_back(p.inner);
    ImDrawList* list = ui.draw_list();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const int count = static_cast<int>(border.size());
    list->PrimReserve((count - 2) * 3, count);
    const unsigned first = list->_VtxCurrentIdx;
    for (const Point& p : border) {
        list->PrimWriteVtx({p.x, p.y}, white, color_of(ui, canvas.gradient(p.x, p.y), 1));
    }
    for (unsigned i = 2; i < static_cast<unsigned>(count); ++i) {
        for (const unsigned index : {first, first + i - 1, first + i}) list->PrimWriteIdx(index);
    }
    Cutter cutter(box, r, border);
    add_disc(ui, canvas, art.first, cutter);
    add_disc(ui, canvas, art.second, cutter);
    if (r > 0) add_fringe(ui, canvas, edge);
}

void picture(Ui& ui, const Rect& rect, std::string_view url, std::string_view title, float radius,
             std::string_view name) {
    if (!name.empty()) {
        ui.node(
            {.id = ui.claim(name), .role = Role::Image, .name = std::string(name), .rect = rect});
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
