#pragma once

#include <span>
#include <string_view>

#include "client/ui/core/semantics.h"
#include "client/ui/core/ui.h"

namespace lsl::ui {

/// One place of the top bar; width by text. Returns clicked.
bool nav_link(Ui& ui, float x, float y, float height, std::string_view text, std::string_view href,
              bool current);
float nav_link_width(Ui& ui, std::string_view text);

/// One place of the phone's tab bar: icon over label. Returns clicked.
bool tab_bar_item(Ui& ui, const Rect& rect, char32_t icon, std::string_view text,
                  std::string_view href, bool current);

/// Tabs with an underline that slides; returns the index to show (changed when pressed).
int tabs(Ui& ui, float x, float y, float width, std::span<const std::string_view> names,
         int selected);
inline constexpr float tabs_height = 44;

/// A segmented choice of two or three, as radio-like tabs: "Viewer | Instructor".
int segments(Ui& ui, const Rect& rect, std::span<const std::string_view> names, int selected);

}  // namespace lsl::ui
