#include "client/views/watch/picture_controls.h"

#include <algorithm>

namespace lsl::views {

namespace {

constexpr float symbol_size = 22;
constexpr float gradient_height = 78, darkest = 0.7f;

}  // namespace

ui::Rect picture_bar(const ui::Rect& picture) {
    return {picture.x, ui::bottom(picture) - control_side - ui::space::s, picture.width,
            control_side};
}

ui::Slices picture_controls(const View& view, const ui::Rect& picture, float gap) {
    const float depth = std::min(gradient_height, picture.height / 2);
    ui::vertical_gradient(view.ui, {picture.x, ui::bottom(picture) - depth, picture.width, depth},
                          under_picture.faded(0), under_picture.faded(darkest));
    return ui::Slices(ui::inset(picture_bar(picture), ui::space::s, 0), gap);
}

ui::IconButton picture_control_spec(char32_t symbol, std::string_view name, std::string_view key) {
    return {.icon = symbol,
            .name = name,
            .kind = ui::IconButtonKind::OnPicture,
            .icon_size = symbol_size,
            .key = key};
}

bool picture_control(const View& view, const ui::Rect& place, char32_t symbol,
                     std::string_view name, std::string_view key) {
    return ui::icon_button(view.ui, place, picture_control_spec(symbol, name, key));
}

}  // namespace lsl::views
