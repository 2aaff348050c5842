#pragma once

#include <optional>
#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

struct Slider {
    std::string_view name;
    std::string_view value_text;  ///< "3 minutes of 58"
    double minimum = 0, maximum = 1, step = 0.05;
    double buffered = 0;      ///< how far data is there; drawn fainter
    bool on_picture = false;  ///< white track, over a scrim
    bool disabled = false;
};

struct SliderResult {
    bool changed = false;   ///< `value` has a new value (also while dragging)
    bool finished = false;  ///< the person let go, or stepped by keyboard
    bool dragging = false;
    std::optional<double> hovered;  ///< value under the pointer, for a preview
};

/// A horizontal slider for seeking and volume; `rect` is the row (44 high takes touch well).
/// Pointer drags; keyboard and assistive technology step through the DOM (Interaction::set_value).
SliderResult slider(Ui& ui, const Rect& rect, const Slider& slider, double& value);

}  // namespace lsl::ui
