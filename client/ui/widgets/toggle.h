#pragma once

#include <string_view>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

inline constexpr float switch_width = 44, switch_height = 26;

/// Returns true when it was flipped; `on` has the new state.
bool toggle_switch(Ui& ui, float x, float y, std::string_view name, bool& on,
                   bool disabled = false);

/// A card with a switch, a title and an explanation, all of it pressable.
bool switch_card(Ui& ui, const Rect& rect, std::string_view title, std::string_view explanation,
                 bool& on, bool disabled = false);
float switch_card_height(Ui& ui, float width, std::string_view explanation);

/// A box with a tick before its text; returns true when flipped.
bool checkbox(Ui& ui, float x, float y, float width, std::string_view text, bool& on,
              bool disabled = false);

/// The same within a table: the whole cell is pressable, and its name is said, not painted. Locked:
/// it is on and stays so.
bool check_cell(Ui& ui, const Rect& rect, std::string_view name, bool& on, bool locked,
                bool disabled);

}  // namespace lsl::ui
