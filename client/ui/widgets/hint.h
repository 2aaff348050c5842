#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

/// A round "?" beside something: pressed, it tells more in a card. Another press, Escape, a press
/// elsewhere and the keyboard's going on close it.
struct Hint {
    std::string_view name;  ///< for screen readers, also the tooltip: "What is Peak?"
    std::string_view text;  ///< what the card says; also said to screen readers when it opens
};

/// As it is painted; what can be pressed around its middle is larger, as with all controls.
inline constexpr float hint_side = 18;

/// In the middle of `rect`.
void hint(Ui& ui, const Rect& rect, const Hint& hint);

}  // namespace lsl::ui
