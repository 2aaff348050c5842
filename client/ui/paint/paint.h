#pragma once

#include <span>

#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"
#include "client/ui/paint/color.h"
#include "client/ui/paint/images.h"

namespace lsl::ui {

class Ui;

// Shapes in the layer's coordinates, with the scope's opacity; nothing is painted off screen.
void fill(Ui& ui, const Rect& rect, Color color, float radius = 0);
void stroke(Ui& ui, const Rect& rect, Color color, float radius = 0, float thickness = 1);
void fill_top(Ui& ui, const Rect& rect, Color color, float radius);  ///< upper corners round
void vertical_gradient(Ui& ui, const Rect& rect, Color top, Color bottom);
void diagonal_gradient(Ui& ui, const Rect& rect, Color from, Color to, float radius);
void disc(Ui& ui, float x, float y, float radius, Color color);
void ring(Ui& ui, float x, float y, float radius, Color color, float thickness);
/// From `from` to `to` turns, clockwise, 0 = top.
void arc(Ui& ui, float x, float y, float radius, float from, float to, Color color,
         float thickness);
void line(Ui& ui, float x1, float y1, float x2, float y2, Color color, float thickness = 1);
struct CurvePoint {
    float x = 0, y = 0;
};
/// Through all points, which lie within `bounds`; corners are round.
void polyline(Ui& ui, const Rect& bounds, std::span<const CurvePoint> points, Color color,
              float thickness);
/// What lies between the points, which go from one side to the other, and the lower edge of
/// `bounds`.
void area_below(Ui& ui, const Rect& bounds, std::span<const CurvePoint> points, Color color);
/// A tick, bolder than the icon.
void check_mark(Ui& ui, const Rect& rect, Color color, float thickness);
void shadow(Ui& ui, const Rect& rect, float radius, const Shadow& shadow);
/// Black 0 → 70 % from the middle to the bottom, lower corners round: under controls on pictures.
void scrim(Ui& ui, const Rect& rect, float radius);
/// Fills the rectangle, keeping proportions (as object-fit: cover).
void draw_image(Ui& ui, const Rect& rect, const Image& image, float radius, float opacity = 1);
/// 2 px, 2 px outside the control.
void focus_ring(Ui& ui, const Rect& rect, float radius);

}  // namespace lsl::ui
