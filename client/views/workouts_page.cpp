#include "client/views/pages.h"

#include "client/views/class_card.h"
#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float inset = ui::space::card_inset, text_inset = 16;

float card_height(float width) {
    return inset + (width - 2 * inset) * 9 / 16 + 12 + ui::line_height(ui::TextRole::CardTitle) +
           ui::line_height(ui::TextRole::Small) + 16;
}

void workout_card(const View& view, const ui::Rect& card, const domain::Workout& workout) {
    ui::Ui& ui = view.ui;
    ui::IdScope scope(ui, workout.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, workout.title, card);
    ui::surface(ui, card, ui::radius::card);
    const ui::Rect picture =
        ui::with_aspect(card.x + inset, card.y + inset, card.width - 2 * inset);
    ui::picture(ui, picture, workout.thumbnail_url.value_or(""), workout.title,
                ui::radius::picture);
    const std::string length = view.number(workout.duration_seconds / 60) + " min";
    const float badge = ui::picture_badge_width(ui, length);
    ui::picture_badge(ui, ui::right(picture) - 12 - badge,
                      ui::bottom(picture) - 12 - ui::badge_height, length);
    const float x = card.x + text_inset, width = card.width - 2 * text_inset;
    float y = ui::bottom(picture) + 12;
    ui::label(ui, {x, y, width, ui::line_height(ui::TextRole::CardTitle)}, workout.title,
              {.role = ui::TextRole::CardTitle});
    y += ui::line_height(ui::TextRole::CardTitle);
    ui::label(ui, {x, y, width, ui::line_height(ui::TextRole::Small)}, workout.instructor_name,
              muted(view, ui::TextRole::Small));
}

}  // namespace

void workouts_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui);
    const auto& list = view.model.workouts.list;
    float y = page.y;
    y += ui::heading(ui, page.x, y, page.width, "Workouts", 1, {.role = ui::TextRole::Display}) + 8;
    y += ui::paragraph(ui, page.x, y, page.width, "The best classes, to dance whenever you like.",
                       muted(view)) +
         ui::space::xl;
    if (list.failed()) {
        const ui::StateResult state = ui::error_state(
            ui, page.x, y, page.width, "The workouts can't be shown", list.error->message);
        if (state.action) view.want(model::intent::Retry{});
        page.end(y + state.height);
        return;
    }
    if (list.waiting()) {
        page.end(y + skeleton_grid(view, page.x, y, page.width, ui.columns()));
        return;
    }
    if (list.value->empty()) {
        const std::string href = model::url_of(model::page(model::Page::Classes));
        const ui::StateResult state = ui::empty_state(
            ui, page.x, y, page.width,
            {.icon = icon::dumbbell,
             .title = "The catalogue is still empty",
             .text = "Two months after a class, its recording joins the workouts here. "
                     "Until then, join a live class or watch a replay.",
             .action = "Browse classes",
             .href = href});
        if (state.action) view.go(model::page(model::Page::Classes));
        page.end(y + state.height);
        return;
    }
    ui::NodeScope rows(ui, ui::Role::List, "Workouts");
    ui::Grid grid(page.x, y, page.width, ui.columns(), ui::space::grid_gap);
    const float height = card_height(grid.cell_width());
    for (const domain::Workout& workout : *list.value) {
        workout_card(view, grid.cell(height), workout);
    }
    y = grid.end();
    if (view.model.workouts.next_cursor) {
        y += ui::space::xl;
        const ui::Button more{.label = "Show more",
                              .kind = ui::ButtonKind::Outline,
                              .busy = view.model.workouts.loading_more};
        const float width = ui::button_width(ui, more);
        if (ui::button(ui, {page.x + (page.width - width) / 2, y, width, ui::size::button}, more)) {
            view.want(model::intent::LoadMore{});
        }
        y += ui::size::button;
    }
    page.end(y);
}

}  // namespace lsl::views
