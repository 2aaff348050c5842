#include "client/views/gallery/sections.h"

#include <algorithm>
#include <string>

namespace lsl::views::gallery {

using namespace lsl::ui;

float field_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Fields");
    const int across = ui.phone() ? 1 : 2;
    Grid grid(page.x(), y, page.width(), across, space::l);
    const float width = grid.cell_width();
    std::string title = "Morning Dance Workout", empty, wrong = "−5", length = "60",
                description = "High-energy dance cardio for every level.";
    const auto place = [&](const TextField& spec) {
        return grid.cell(text_field_height(ui, width, spec));
    };
    const auto put = [&](const TextField& spec, std::string& value) {
        const Rect at = place(spec);
        text_field(ui, at.x, at.y, width, spec, value);
    };
    put({.label = "Title", .field = {.name = "gallery-title"}}, title);
    put({.label = "Password",
         .field = {.type = "password", .name = "gallery-password", .autocomplete = "off"},
         .hint = "At least 10 characters."},
        empty);
    put({.label = "Price",
         .field = {.name = "gallery-price", .error = "A price can’t be below 0."},
         .prefix = "◆"},
        wrong);
    put({.label = "Length",
         .field = {.name = "gallery-length", .input_mode = "numeric"},
         .suffix = "min"},
        length);
    put({.label = "Search",
         .field = {.name = "gallery-search", .placeholder = "Find a class…"},
         .icon = icon::search},
        empty);
    put({.label = "Link",
         .field = {.name = "gallery-link", .placeholder = "Not available yet"},
         .disabled = true},
        empty);
    const TextField choice{
        .label = "Camera",
        .field = {.name = "gallery-camera",
                  .options = {{"a", "FaceTime HD Camera"}, {"b", "Other camera"}}}};
    std::string camera = "a";
    const Rect select_at = place(choice);
    select_field(ui, select_at.x, select_at.y, width, choice, camera);
    const TextField file{.label = "Picture", .field = {.placeholder = "Choose a picture…"}};
    const Rect file_at = place(file);
    file_field(ui, file_at.x, file_at.y, width, file, "");
    put({.label = "Description", .field = {.name = "gallery-description"}, .multiline = true},
        description);
    const Rect copy_at = grid.cell(70);
    bool revealed = kept_flag(ui, "revealed");
    copy_field(ui, copy_at.x, copy_at.y, width, "Publish token", "tok_8f3ac19e77d1", true, revealed,
               false);
    keep_flag(ui, "revealed", revealed);
    y = grid.end() + space::xl;

    bool on = kept_flag(ui, "switch", true);
    const std::string_view explanation =
        "After two months the recording joins Workouts. Otherwise it is deleted after seven days.";
    const float card = std::min(page.width(), size::column_max);
    const float card_high = switch_card_height(ui, card, explanation);
    switch_card(ui, {page.x(), y, card, card_high}, "Keep for the workout catalogue", explanation,
                on);
    keep_flag(ui, "switch", on);
    y += card_high + space::l;
    bool second = kept_flag(ui, "second switch");
    toggle_switch(ui, page.x(), y + 3, "A switch that is off", second);
    keep_flag(ui, "second switch", second);
    bool third = true;
    toggle_switch(ui, page.x() + 64, y + 3, "A switch that can’t change", third, true);
    bool ticked = kept_flag(ui, "tick", true);
    checkbox(ui, page.x() + 132, y + 5, page.width() - 132, "Remember me here", ticked);
    keep_flag(ui, "tick", ticked);
    return y + 34 + space::xxxl;
}

}  // namespace lsl::views::gallery
