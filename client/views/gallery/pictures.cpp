#include "client/views/gallery/sections.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace lsl::views::gallery {

using namespace lsl::ui;

namespace {

void class_card(Ui& ui, const Rect& rect, std::string_view title, std::string_view person,
                std::string_view when, std::string_view amount, bool enrolled) {
    IdScope scope(ui, title);
    NodeScope item(ui, Role::ListItem, title, rect);
    surface(ui, rect);
    const Rect image = with_aspect(rect.x + 10, rect.y + 10, rect.width - 20);
    picture(ui, image, "", title, radius::picture);
    picture_badge(ui, image.x + 12, image.y + 12, when);
    picture_badge(ui, right(image) - 12 - picture_badge_width(ui, "60 min"),
                  bottom(image) - 12 - badge_height, "60 min");
    const float x = rect.x + 16, width = rect.width - 32;
    float y = bottom(image) + 12;
    y += heading(ui, x, y, width, title, 3, {TextRole::CardTitle}, 1);
    label(ui, {x, y, width, 19}, person, {TextRole::Small, ui.theme().muted});
    y = bottom(rect) - 14 - size::button_small;
    const float line = y + (size::button_small - line_height(TextRole::BodyStrong)) / 2;
    if (enrolled) {
        checked_text(ui, x, line, "Enrolled");
    } else {
        price(ui, x, line, amount, amount);
    }
    Slices row({x, y, width, size::button_small}, space::s);
    const Button act{.label = enrolled ? "Details" : "Enroll",
                     .kind = enrolled ? ButtonKind::Secondary : ButtonKind::Accent,
                     .size = ButtonSize::Small};
    button(ui, row.right(button_width(ui, act)), act);
    icon_button(ui, row.right(size::button_small),
                {.icon = icon::calendar_plus,
                 .name = "Add to calendar",
                 .kind = IconButtonKind::Secondary,
                 .icon_size = 18});
}

}  // namespace

float card_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Cards and badges");
    NodeScope list(ui, Role::List, "Classes");
    Grid grid(page.x(), y, page.width(), ui.columns(), space::grid_gap);
    const float height = (grid.cell_width() - 20) * 9 / 16 + 127;
    static constexpr std::string_view times[] = {"Today 18:30", "Tomorrow 07:00", "Tue 20:00",
                                                 "Wed 19:00"};
    for (std::size_t i = 0; i < 4; ++i) {
        class_card(ui, grid.cell(height), sample_titles[i + 1], "Diego Ramos · 64 enrolled",
                   times[i], "40", i == 1);
    }
    y = grid.end() + space::xl;
    float x = page.x();
    x += live_badge(ui, x, y + 4) + space::m;
    x += picture_badge(ui, x, y + 4, "128 watching") + space::m;
    x += chip(ui, x, y + 4, "Replay") + space::m;
    x += chip(ui, x, y + 4, "Saved", Tone::Success) + space::m;
    if (ui.phone()) {
        x = page.x();
        y += 44;
    }
    x += status_pill(ui, x, y, "Connected", Tone::Success) + space::m;
    IdScope second(ui, "second");
    x += status_pill(ui, x, y, "Reconnecting", Tone::Warning, true) + space::m;
    if (ui.phone()) {
        x = page.x();
        y += 44;
    }
    const bool brief = ui.phone();
    const float pill = token_pill_width(ui, brief ? "120" : "120 tokens");
    token_pill(ui, {x, y, pill, 34}, brief ? "120" : "120 tokens", "120 tokens", "/account");
    x += pill + space::m;
    for (const std::string_view name : {"Ana Novak", "Mila Kovač", "山田 花子", "Jonas"}) {
        avatar(ui, x + 17, y + 17, 34, name);
        x += 42;
    }
    return y + 34 + space::xxxl;
}

float artwork_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Artwork");
    Grid grid(page.x(), y, page.width(), ui.columns() * 2, space::m);
    for (int i = 0; i < 24; ++i) {
        const std::string title = i < 8 ? std::string(sample_titles[static_cast<std::size_t>(i)])
                                        : "Class number " + std::to_string(i);
        picture(ui, grid.cell(grid.cell_width() * 9 / 16), "", title, radius::picture, title);
    }
    return grid.end() + space::xxxl;
}

float player_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "On a picture");
    const Rect box = with_aspect(page.x(), y, std::min(page.width(), 788.0f));
    picture(ui, box, "", sample_titles[2], radius::picture);
    scrim(ui, {box.x, bottom(box) - 78, box.width, 78}, radius::picture);
    live_badge(ui, box.x + 12, box.y + 12);
    Slices bar({box.x + 8, bottom(box) - 50, box.width - 16, 44}, 0);
    icon_button(ui, bar.left(44),
                {.icon = icon::pause_fill, .name = "Pause", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.left(44),
                {.icon = icon::volume_2, .name = "Mute", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.right(44),
                {.icon = icon::maximize, .name = "Fullscreen", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.right(44),
                {.icon = icon::picture_in_picture_2,
                 .name = "Picture in picture",
                 .kind = IconButtonKind::OnPicture});
    const TextStyle white{.role = TextRole::SmallStrong, .color = rgb(0xFFFFFF), .tabular = true};
    const Rect time = bar.right(text_width(ui, "12:04 / 58:00", white) + 16);
    label(ui, inset(time, 8, 0), "12:04 / 58:00", white);
    float& at = ui.kept(ui.id("seek"), 724);
    double position = at;
    slider(ui, inset(bar.rest, 8, 0),
           {.name = "Position",
            .value_text = "12 minutes of 58",
            .maximum = 3480,
            .step = 10,
            .buffered = 1400,
            .on_picture = true},
           position);
    at = static_cast<float>(position);
    y = bottom(box) + space::xl;
    float& loud = ui.kept(ui.id("loud"), 0.6f);
    double volume = loud;
    slider(ui, {page.x(), y, 200, 44}, {.name = "Volume"}, volume);
    loud = static_cast<float>(volume);
    return y + 44 + space::xxxl;
}

}  // namespace lsl::views::gallery
