#include "client/views/gallery/sections.h"

#include <algorithm>
#include <vector>

namespace lsl::views::gallery {

using namespace lsl::ui;

float progress_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Progress and studio");
    const float wide = std::min(page.width(), 386.0f);
    level_meter(ui, {page.x(), y, wide, 12}, "Microphone", 0.66, 0.8);
    y += 28;
    progress_bar(ui, {page.x(), y, wide, 6}, "Upload", 0.42);
    y += 22;
    progress_ring(ui, {page.x(), y, 44, 44}, "Upload in a ring", 0.42);
    spinner(ui, Rect{page.x() + 64, y, 44, 44}, "Loading");
    y += 64;
    const Step steps[] = {{"Camera and microphone", StepState::Done},
                          {"Connected to the studio", StepState::Failed},
                          {"Go live for 64 people", StepState::Current},
                          {"End class, replay follows", StepState::Later}};
    y += step_list(ui, page.x(), y, wide, steps) + space::xl;
    const std::vector<Rect> tiles = columns({page.x(), y, wide, stat_tile_height}, 3, 10);
    stat_tile(ui, tiles[0], "64", "enrolled");
    stat_tile(ui, tiles[1], "3,200 ◆", "revenue");
    stat_tile(ui, tiles[2], "0", "watching");
    hint(ui, {right(tiles[2]) - 26, y + 6, hint_side, hint_side},
         {.name = "What is Watching?", .text = "Players that are open at this moment."});
    y += stat_tile_height + space::xl;
    Grid grid(page.x(), y, page.width(), ui.columns(), space::grid_gap);
    for (int i = 0; i < ui.columns(); ++i) {
        const Rect card = grid.cell((grid.cell_width() - 20) * 9 / 16 + 127);
        surface(ui, card);
        const Rect image = with_aspect(card.x + 10, card.y + 10, card.width - 20);
        skeleton(ui, image, radius::picture);
        skeleton(ui, {card.x + 16, bottom(image) + 16, card.width * 0.6f, 16});
        skeleton(ui, {card.x + 16, bottom(image) + 40, card.width * 0.4f, 12});
        skeleton(ui, {right(card) - 16 - 66, bottom(card) - 52, 66, 38}, radius::control);
    }
    return grid.end() + space::xxxl;
}

float message_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Messages");
    const auto show = [&](Tone tone, std::string_view text, std::string_view action = {},
                          bool closable = false) {
        y += banner(ui, page.x(), y, page.width(), tone, text, action, closable).height + space::m;
    };
    show(Tone::Neutral, "The instructor is reconnecting. You stay in the class.");
    show(Tone::Success, "Class created. People see it now.", {}, true);
    show(Tone::Warning, "The replay is yours for 2 more days.", "Watch now");
    show(Tone::Danger, "You are offline. What you see may be old.", "Try again", true);
    static constexpr std::string_view names[] = {"Scheduled", "Live", "Past"};
    float& tab = ui.kept(ui.id("tab"), 0);
    tab = static_cast<float>(tabs(ui, page.x(), y, page.width(), names, static_cast<int>(tab)));
    y += tabs_height + space::l;
    static constexpr std::string_view parts[] = {"Sign in", "Create account"};
    float& part = ui.kept(ui.id("part"), 0);
    part = static_cast<float>(segments(ui, {page.x(), y, std::min(page.width(), 340.0f), 44}, parts,
                                       static_cast<int>(part)));
    y += 44 + space::l;
    Grid grid(page.x(), y, page.width(), ui.phone() ? 1 : 2, space::grid_gap);
    const Rect left = grid.cell(300);
    surface(ui, left);
    empty_state(ui, left.x, left.y, left.width,
                {.icon = icon::calendar,
                 .title = "No classes yet",
                 .text = "Your next class appears here as soon as you create it.",
                 .action = "New class…",
                 .href = "/instructor/streams/create"});
    const Rect other = grid.cell(300);
    surface(ui, other);
    error_state(ui, other.x, other.y, other.width, "Classes didn’t load",
                "The studio can’t be reached. Check your connection.");
    return grid.end() + space::xxxl;
}

float overlay_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Over the page");
    Row row(page.x(), y, size::button, space::m);
    bool asking = kept_flag(ui, "asking"), menu_open = kept_flag(ui, "menu"),
         toasting = kept_flag(ui, "toasting");
    if (button(ui, row.take(150), {.label = "Open a dialog"})) asking = true;
    const Rect anchor = row.take(44);
    if (icon_button(
            ui, anchor,
            {.icon = icon::ellipsis, .name = "More", .has_popup = true, .expanded = menu_open})) {
        menu_open = !menu_open;
    }
    if (button(ui, row.take(120), {.label = "Show toasts", .kind = ButtonKind::Secondary})) {
        toasting = !toasting;
    }
    if (asking) {
        const Answer answer =
            ask(ui, {.key = "end",
                     .title = "End the class?",
                     .text = "Everybody leaves the room. The replay is ready a moment later and "
                             "stays for 7 days.",
                     .confirm = "End class",
                     .cancel = "Keep going",
                     .danger = true});
        asking = answer == Answer::None;
    }
    static const MenuItem items[] = {
        {.text = "Edit class", .icon = icon::pencil},
        {.text = "Copy link", .icon = icon::link},
        {.text = "Dark", .icon = icon::moon, .selected = true},
        {.text = "Cancel class…", .icon = icon::trash_2, .danger = true}};
    menu(ui, "more", anchor, items, menu_open);
    if (toasting) {
        static const Toast list[] = {
            {.key = 1, .text = "Link copied", .tone = Tone::Success},
            {.key = 2,
             .text = "The class could not be saved. Your text is still here.",
             .tone = Tone::Danger,
             .action = "Try again"}};
        if (toasts(ui, list)) toasting = false;
    }
    keep_flag(ui, "asking", asking);
    keep_flag(ui, "menu", menu_open);
    keep_flag(ui, "toasting", toasting);
    return y + size::button + space::xxxl;
}

}  // namespace lsl::views::gallery
