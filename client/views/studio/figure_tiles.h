#pragma once

#include <array>
#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// A figure and its caption.
struct Figure {
    std::string figure, caption;
};

/// Three figures side by side, ui::stat_tile_height high; a longer one gets the wider tile.
void figure_tiles(const View& view, ui::Column& column, const std::array<Figure, 3>& figures);

}  // namespace lsl::views
