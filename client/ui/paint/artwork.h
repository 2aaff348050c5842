#pragma once

#include <cstdint>
#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/paint/color.h"

namespace lsl::ui {

class Ui;

/// The picture of a class that has none, decided by its title alone: a diagonal gradient and two
/// discs. Measures are fractions of the picture's width and height (radii: of the width).
struct Artwork {
    struct Disc {
        float x, y, radius;
        Color color;
    };
    Color from, to;
    Disc first, second;  ///< second over first
};

Artwork artwork(std::string_view title);

/// Paints it, clipped to the rounded rectangle with clean edges.
void draw_artwork(Ui& ui, const Rect& rect, std::string_view title, float radius);

/// The picture at `url` (cover), faded in over the title's artwork; the artwork alone while there
/// is none or it failed. Adds an Image node when `name` is given.
void picture(Ui& ui, const Rect& rect, std::string_view url, std::string_view title, float radius,
             std::string_view name = {});

}  // namespace lsl::ui
