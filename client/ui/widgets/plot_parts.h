#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// A named stretch of a plot's axis, such as a chapter: from a step up to another one.
struct PlotPart {
    std::size_t from = 0, to = 0;
    std::string name;
};

inline constexpr float plot_parts_height = 26;

/// One line of them below the axis, a bar each with its name where there is room for it. What a
/// step belongs to is for the crosshair to tell.
void draw_plot_parts(Ui& ui, const Rect& line, std::span<const PlotPart> parts,
                     const std::function<float(std::size_t)>& x_of);

}  // namespace lsl::ui
