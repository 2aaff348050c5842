#pragma once

#include "client/views/watch/curtain.h"

namespace lsl::views {

/// Where what is watched is shown, at `x`, `y` of the page and as wide as `width`: never higher
/// than the screen has room, and on phones all of that room for an upright picture.
ui::Rect picture_place(const View& view, float x, float y, float width);

/// The player of what is watched in `rect`: the video (shown through the canvas), what stands
/// over it while there is no picture, and the controls, which hide themselves while it plays.
void player_surface(const View& view, const ui::Rect& rect, float radius, const Poster& poster);

}  // namespace lsl::views
