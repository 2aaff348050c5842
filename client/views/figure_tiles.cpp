#include "client/views/figure_tiles.h"

#include <algorithm>

namespace lsl::views {

void figure_tiles(const View& view, float x, float y, float width,
                  const std::array<std::array<std::string, 2>, 3>& content) {
    std::array<float, 3> wishes{};
    float all = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const float figure =
            ui::text_width(view.ui, content[i][0], {.role = ui::TextRole::Stat, .tabular = true});
        const float caption =
            ui::text_width(view.ui, content[i][1], {.role = ui::TextRole::Caption});
        wishes[i] = std::max(std::max(figure, caption) + 24, (width - 20) * 0.29f);
        all += wishes[i];
    }
    const float factor = (width - 20) / all;
    for (std::size_t i = 0; i < 3; ++i) {
        const float wide = wishes[i] * factor;
        ui::stat_tile(view.ui, {x, y, wide, ui::stat_tile_height}, content[i][0], content[i][1]);
        x += wide + 10;
    }
}

}  // namespace lsl::views
