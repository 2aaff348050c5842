#include "client/views/studio/figure_tiles.h"

#include <algorithm>

namespace lsl::views {

void figure_tiles(const View& view, ui::Column& column, const std::array<Figure, 3>& figures) {
    constexpr float gap = ui::space::s;
    constexpr float least_share = 0.29f;  ///< of the row, for a tile with little in it
    const float room = column.width() - 2 * gap;
    std::array<float, 3> wishes{};
    float all = 0;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const float figure = ui::text_width(view.ui, figures[i].figure,
                                            {.role = ui::TextRole::Stat, .tabular = true});
        const float caption =
            ui::text_width(view.ui, figures[i].caption, {.role = ui::TextRole::Caption});
        wishes[i] = std::max(std::max(figure, caption) + 2 * ui::space::m, room * least_share);
        all += wishes[i];
    }
    ui::Slices row = column.row(ui::stat_tile_height, gap);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        ui::stat_tile(view.ui, row.left(wishes[i] / all * room), figures[i].figure,
                      figures[i].caption);
    }
}

}  // namespace lsl::views
