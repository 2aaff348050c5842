#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// One of several things beside one another of which one is on: a link to the page that shows it.
struct Choice {
    std::string_view label, href;
    bool on = false;
};

inline constexpr float choice_height = 38;

float choice_width(Ui& ui, std::string_view label);
/// True when it was pressed.
bool choice(Ui& ui, const Rect& rect, const Choice& choice);

}  // namespace lsl::ui
