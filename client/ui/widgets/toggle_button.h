#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// A button that stays pressed: on = the text's colour as fill, the background's as text.
struct ToggleButton {
    std::string_view label;
    char32_t icon = 0;  ///< before the label
    bool on = false;
    bool disabled = false;
    std::string_view name;  ///< for screen readers when the label alone is not enough
    std::string_view key;   ///< identity when the label changes; else the label
};

/// The natural width.
float toggle_button_width(Ui& ui, const ToggleButton& button);
/// True when it was pressed.
bool toggle_button(Ui& ui, const Rect& rect, const ToggleButton& button);

}  // namespace lsl::ui
