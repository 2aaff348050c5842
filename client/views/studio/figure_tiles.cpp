#include "client/views/studio/figure_tiles.h"

#include <algorithm>
#include <cstddef>

namespace lsl::views {

namespace {

constexpr float tile_gap = ui::space::s;
constexpr float least_share = 0.29f;  ///< of the row, for a tile with little in it
constexpr float most_cut = 1.1f;      ///< beyond it captions would be three dots and little else
constexpr float sign_corner = 16;     ///< from a tile's corner to the middle of its "?"
constexpr float sign_room = sign_corner + ui::hint_side / 2;

/// What a tile needs for its texts, with the "?" beside the figure.
float wish_of(const View& view, const Figure& figure, float least) {
    const float number =
        ui::text_width(view.ui, figure.figure, {.role = ui::TextRole::Stat, .tabular = true});
    const float caption = ui::text_width(view.ui, figure.caption, {.role = ui::TextRole::Caption});
    return std::max(
        {number + ui::space::m + ui::space::xs + sign_room, caption + 2 * ui::space::m, least});
}

void tile(const View& view, const ui::Rect& place, const Figure& figure) {
    ui::stat_tile(view.ui, place, figure.figure, figure.caption, sign_room);
    const float side = ui::hint_side;
    const ui::Rect sign{ui::right(place) - sign_corner - side / 2, place.y + sign_corner - side / 2,
                        side, side};
    figure_hint(view, sign, figure.counted);
}

}  // namespace

void figure_tiles(const View& view, ui::Column& column, const std::array<Figure, 3>& figures) {
    const float least = (column.width() - 2 * tile_gap) * least_share;
    std::array<float, 3> wishes{};
    for (std::size_t i = 0; i < figures.size(); ++i) wishes[i] = wish_of(view, figures[i], least);
    for (std::size_t first = 0; first < figures.size();) {
        float all = wishes[first];
        std::size_t end = first + 1;
        const auto room = [&] {
            return column.width() - tile_gap * static_cast<float>(end - 1 - first);
        };
        while (end < figures.size() && all + wishes[end] <= (room() - tile_gap) * most_cut) {
            all += wishes[end++];
        }
        ui::Slices row = column.row(ui::stat_tile_height, tile_gap);
        const float shared = room();
        for (std::size_t i = first; i < end; ++i) {
            tile(view, row.left(wishes[i] / all * shared), figures[i]);
        }
        first = end;
        if (first < figures.size()) column.after(tile_gap);
    }
}

}  // namespace lsl::views
