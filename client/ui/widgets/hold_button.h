#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// A button for what must not happen by a slip of the finger: it is held while its border fills.
struct HoldButton {
    std::string_view label;
    std::string_view hint;  ///< below or beside the label: how long to hold
    char32_t icon = 0;
    bool busy = false;
    std::string_view name;  ///< for screen readers, of what a press leads to
    std::string_view key;
};

enum class Hold : std::uint8_t {
    None,
    Pressed,  ///< by keyboard or assistive technology, or let go too early: ask
    Done,     ///< held to the end; told once
};

Hold hold_button(Ui& ui, const Rect& rect, const HoldButton& button);

}  // namespace lsl::ui
