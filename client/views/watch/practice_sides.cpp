#include "client/views/watch/practice_sides.h"

#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_time.h"

#include <string>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr float side_width = 64, side_height = 60, side_gap = 8;
constexpr float lying_height = 480, least_width = 560;
constexpr float rest_darkness = 0.72f;
constexpr float symbol_top = 9, words_bottom = 8;
constexpr int in_column = 3;

struct Side {
    char32_t icon = 0;   ///< or the words above the label
    std::string figure;  ///< in place of the icon
    std::string_view label;
    std::string_view key;
    bool on = false;
};

/// Its face over the picture: on = white with black, as toggles are.
bool side_button(const View& view, const ui::Rect& rect, const Side& side) {
    ui::Ui& ui = view.ui;
    const bool pressed = ui::icon_button(ui, rect,
                                         {.icon = ' ',
                                          .name = side.label,
                                          .kind = ui::IconButtonKind::OnPicture,
                                          .selected = side.on,
                                          .toggle = true,
                                          .key = side.key});
    const ui::Color ink = side.on ? under_picture : on_picture;
    ui::fill(ui, rect, side.on ? on_picture : under_picture.faded(rest_darkness),
             ui::radius::control);
    if (side.icon) {
        ui::draw_icon(ui, ui::centre_x(rect) - ui::size::icon / 2, rect.y + symbol_top, side.icon,
                      ui::size::icon, ink);
    } else {
        const ui::TextStyle style{.role = ui::TextRole::CardTitle, .color = ink, .tabular = true};
        ui::draw_text(ui, ui::centre_x(rect) - ui::text_width(ui, side.figure, style) / 2,
                      rect.y + symbol_top, side.figure, style);
    }
    const ui::TextStyle style{.role = ui::TextRole::Tab, .color = ink};
    const std::string words = ui::ellipsized(ui, side.label, style, rect.width);
    ui::draw_text(ui, ui::centre_x(rect) - ui::text_width(ui, words, style) / 2,
                  ui::bottom(rect) - words_bottom - ui::line_height(style.role), words, style);
    return pressed;
}

ui::Rect place_of(const ui::Rect& picture, bool at_end, int number) {
    const float all = in_column * side_height + (in_column - 1) * side_gap;
    const float top = picture.y + (picture.height - control_side - ui::space::s - all) / 2;
    const float x =
        at_end ? ui::right(picture) - side_width - ui::space::s : picture.x + ui::space::s;
    return {x, top + static_cast<float>(number) * (side_height + side_gap), side_width,
            side_height};
}

void speed_button(const View& view, const ui::Rect& place) {
    const double now = model::speed_of_round(view.model.practice, view.model.player.rounds);
    bool& open = view.drafts.practice.speeds_open;
    const std::string figure = speed_text(view, now);
    const Side side{.figure = figure, .label = view.say(msg::practice_speeds), .key = "side-speed"};
    if (side_button(view, place, side)) open = !open;
    if (!open) return;
    std::vector<std::string> texts;
    for (const double speed : model::speed_ladder) texts.push_back(speed_text(view, speed));
    std::vector<ui::MenuItem> items;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        items.push_back({.text = texts[i], .selected = texts[i] == figure});
    }
    if (const auto picked =
            ui::menu(view.ui, "side-speeds", place, items, open, ui::MenuSide::Above)) {
        view.want(intent::SetSpeed{model::speed_ladder[*picked]});
    }
}

}  // namespace

bool has_practice_sides(const View& view, const ui::Rect& picture) {
    return view.model.coarse_pointer && practises(view) && picture.height < lying_height &&
           picture.width >= least_width;
}

void practice_sides(const View& view, const ui::Rect& picture) {
    const model::Practice& practice = view.model.practice;
    ui::IdScope scope(view.ui, "sides");
    ui::NodeScope region(view.ui, ui::Role::Group, view.say(msg::practice_title));
    if (side_button(view, place_of(picture, false, 0),
                    {.icon = icon::flip_vertical_2,
                     .label = view.say(msg::practice_mirror),
                     .key = "side-mirror",
                     .on = practice.mirrored})) {
        view.want(intent::ToggleMirror{});
    }
    if (side_button(view, place_of(picture, false, 1),
                    {.figure = "A", .label = view.say(msg::practice_from_here), .key = "side-a"})) {
        view.want(intent::MarkLoop{false});
    }
    if (side_button(
            view, place_of(picture, false, 2),
            {.icon = icon::metronome, .label = view.say(msg::practice_tap), .key = "side-tap"})) {
        view.want(intent::TapBeat{});
    }
    speed_button(view, place_of(picture, true, 0));
    if (side_button(view, place_of(picture, true, 1),
                    {.figure = "B", .label = view.say(msg::practice_to_here), .key = "side-b"})) {
        view.want(intent::MarkLoop{true});
    }
    if (side_button(view, place_of(picture, true, 2),
                    {.icon = icon::repeat,
                     .label = view.say(msg::practice_loop),
                     .key = "side-loop",
                     .on = practice.looping})) {
        view.want(intent::ToggleLoop{});
    }
}

}  // namespace lsl::views
