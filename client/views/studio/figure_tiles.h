#pragma once

#include <array>
#include <string>
#include <utility>

#include "client/views/figures/figure_meaning.h"
#include "client/views/view.h"

namespace lsl::views {

/// A figure, its caption and what its "?" explains.
struct Figure {
    Figure(std::string figure_text, std::string caption_text, Counted what)
        : figure(std::move(figure_text)), caption(std::move(caption_text)), counted(what) {}

    std::string figure, caption;
    Counted counted;
};

/// Three figures side by side, ui::stat_tile_height high; a longer one gets the wider tile. Where
/// they do not fit beside one another, the next one begins a line of its own.
void figure_tiles(const View& view, ui::Column& column, const std::array<Figure, 3>& figures);

}  // namespace lsl::views
