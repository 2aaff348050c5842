#include "client/views/chat/emoji_row.h"

#include <algorithm>
#include <string_view>

namespace lsl::views {

namespace {

bool emoji_button(const View& view, const ui::Rect& place, std::string_view emoji) {
    ui::Ui& ui = view.ui;
    const ui::Id id = ui.claim(emoji);
    const ui::Press press = ui.control(id, place);
    ui.node({.id = id,
             .role = ui::Role::Button,
             .name = view.say(msg::ChatAddEmoji{emoji}),
             .rect = place,
             .lettering = ui::unpainted});
    if (press.hovered) ui::fill(ui, place, view.theme().hover, ui::radius::control);
    const ui::TextStyle style{.role = ui::TextRole::Section};
    ui::draw_text(ui, ui::centre_x(place) - ui::text_width(ui, emoji, style) / 2,
                  ui::centre_y(place) - ui::line_height(style.role) / 2, emoji, style);
    if (press.focused) ui::focus_ring(ui, place, ui::radius::control);
    return press.clicked;
}

}  // namespace

float emoji_row_height(const View& view) {
    return view.model.chat_emoji.empty() ? 0 : ui::size::touch + ui::space::xs;
}

void emoji_row(const View& view, const ui::Rect& place, std::string& text) {
    std::string_view rest = view.model.chat_emoji;
    if (rest.empty()) return;
    ui::Slices line(ui::Rect{place.x, place.y, place.width, ui::size::touch});
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::chat_recent_emoji), line.rest);
    while (!rest.empty() && line.rest.width >= ui::size::touch) {
        const std::string_view emoji = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(emoji.size() + 1, rest.size()));
        if (emoji.empty()) continue;
        if (emoji_button(view, line.left(ui::size::touch), emoji)) text += emoji;
    }
}

}  // namespace lsl::views
