#pragma once

#include "client/views/view.h"

// Controls over the lower edge of a picture, white on a dark gradient: the player's and the
// preview's.

namespace lsl::views {

inline constexpr ui::Color on_picture = ui::rgb(0xFFFFFF), under_picture = ui::rgb(0x000000);
inline constexpr float control_side = 40;

/// Where they stand.
ui::Rect picture_bar(const ui::Rect& picture);
/// The gradient beneath them; returns their row, for taking them from both ends.
ui::Slices picture_controls(const View& view, const ui::Rect& picture, float gap = 0);
ui::IconButton picture_control_spec(char32_t symbol, std::string_view name, std::string_view key);
/// One of them; true when it was pressed.
bool picture_control(const View& view, const ui::Rect& place, char32_t symbol,
                     std::string_view name, std::string_view key);

}  // namespace lsl::views
