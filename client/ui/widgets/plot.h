#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/core/semantics.h"
#include "client/ui/paint/color.h"
#include "client/ui/widgets/plot_parts.h"

namespace lsl::ui {

class Ui;

enum class PlotKind : std::uint8_t {
    Line,
    Area,       ///< a line with the ground below it tinted
    Bars,       ///< from the foot up
    TwoWayBars  ///< up from the middle, and `hanging` down from it
};

/// One plot of a stack: a value for each step of the common axis.
struct Plot {
    std::string_view title;
    PlotKind kind = PlotKind::Area;
    std::span<const double> values;
    std::span<const double> hanging;  ///< of TwoWayBars
    Color color, hanging_color;
    float height = 135;
    double top = 0;                   ///< of its scale; 0: a round number that has room for all
    bool percent = false;             ///< its scale is told in percent: a value of 1 is 100
    bool has_scale = true;            ///< numbers and lines across
    std::optional<std::size_t> peak;  ///< a ring there
    std::string_view peak_text;       ///< beside the ring
    /// Of Bars: what was before, as pale bars behind those of `values`; as many of them, or none.
    std::span<const double> before = {};
};

/// A word under the axis.
struct PlotMark {
    std::size_t step = 0;
    std::string text;
};

/// Plots under one another over one axis, with one crosshair through all of them.
struct PlotStack {
    std::string_view name;     ///< for screen readers
    std::string_view summary;  ///< what the plots say, in a sentence; read before anything else
    std::string_view table_name;
    std::span<const Plot> plots;
    std::span<const PlotMark> marks;
    std::size_t steps = 0;
    /// What the crosshair tells of a step; the first line is when it was.
    std::function<std::vector<std::string>(std::size_t)> told;
    /// What stands behind the title of a plot, by its number, in a square of that place.
    std::function<void(std::size_t, const Rect&)> beside_title;
    /// The same as a table in words, for who sees no picture: a row each.
    std::span<const std::string> table;
    std::string_view empty_text;  ///< in the middle where no value is above zero
    /// In one line below all of them, by where they begin; each ends where the next one begins.
    std::span<const PlotPart> parts = {};
};

struct PlotResult {
    std::optional<std::size_t> at;       ///< where the crosshair stands
    std::optional<std::size_t> pressed;  ///< a step was pressed
};

/// Height that plot_stack() takes.
float plot_stack_height(const PlotStack& stack);
/// Time runs from left to right in every language. The pointer moves the crosshair, so do the
/// arrow keys, Page up and down, Home and End: to assistive technology it is a slider that says the
/// values. Nothing is drawn for no steps but the empty text.
PlotResult plot_stack(Ui& ui, const Rect& rect, const PlotStack& stack);

/// The round number at the top of a scale that has room for `most`: 1, 2, 4, 6, 8, 10, 20, 40 …
double round_top(double most);

}  // namespace lsl::ui
