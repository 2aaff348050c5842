#pragma once

#include "client/views/watch/curtain.h"

namespace lsl::views {

/// The player of what is watched in `rect`: the video (shown through the canvas), what stands
/// over it while there is no picture, and the controls, which hide themselves while it plays.
void player_surface(const View& view, const ui::Rect& rect, float radius, const Poster& poster);

}  // namespace lsl::views
