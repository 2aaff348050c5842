#pragma once

#include <array>
#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// Three figures with their captions side by side, ui::stat_tile_height high; a longer one gets the
/// wider tile.
void figure_tiles(const View& view, float x, float y, float width,
                  const std::array<std::array<std::string, 2>, 3>& content);

}  // namespace lsl::views
