#include "client/views/pages.h"

#include "client/views/class_card.h"
#include "client/views/wording.h"

#include <algorithm>
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
    const model::Route page = model::workout_page(workout.id);
    const std::string href = model::url_of(page);
    float& lift = ui.kept(ui.id("lift"), 0);
    ui::surface(ui, card, ui::radius::card, lift);
    const ui::AreaLink link = ui::area_link(ui, card, workout.title, href, ui::radius::card);
    if (link.clicked) view.go(page);
    lift = ui.motion.toward(ui.id("lift"), link.hovered ? 1.0f : 0.0f, ui::duration::press);
    const ui::Rect picture =
        ui::with_aspect(card.x + inset, card.y + inset, card.width - 2 * inset);
    ui::picture(ui, picture, workout.thumbnail_url.value_or(""), workout.title,
                ui::radius::picture);
    const std::string length = minutes_text(view, workout.duration_seconds / 60);
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

/// What is typed is looked for once nothing more comes.
float search_field(const View& view, float x, float y, float width) {
    constexpr double pause = 0.3;
    ui::Ui& ui = view.ui;
    model::SearchDraft& draft = view.drafts.search;
    ui::TextField spec{
        .label = view.say(msg::workouts_search_label), .icon = icon::search, .label_hidden = true};
    spec.field.type = "search";
    spec.field.name = "q";
    spec.field.placeholder = view.say(msg::workouts_search);
    spec.field.autocomplete = "off";
    const ui::FieldResult field =
        ui::text_field(ui, x, y, std::min(width, 420.0f), spec, draft.text);
    if (field.changed) draft.due = ui.now() + pause;
    if (draft.due > ui.now()) {
        view.wake_in(draft.due - ui.now());
    } else if (draft.due > 0) {
        draft.due = 0;
        view.want(model::intent::SearchWorkouts{draft.text});
    }
    return field.height;
}

/// Nothing matches the search, or nothing is there at all.
float nothing(const View& view, float x, float y, float width) {
    const bool searched = !view.model.workouts.search.empty();
    const std::string href = model::url_of(model::page(model::Page::Classes));
    const ui::StateResult state =
        searched ? ui::empty_state(view.ui, x, y, width,
                                   {.icon = icon::search,
                                    .title = view.say(msg::workouts_no_match),
                                    .text = view.say(msg::workouts_no_match_text),
                                    .action = view.say(msg::workouts_all)})
                 : ui::empty_state(view.ui, x, y, width,
                                   {.icon = icon::dumbbell,
                                    .title = view.say(msg::workouts_empty),
                                    .text = view.say(msg::workouts_empty_text),
                                    .action = view.say(msg::common_browse_classes),
                                    .href = href});
    if (state.action && searched) {
        view.drafts.search = {};
        view.want(model::intent::SearchWorkouts{});
    } else if (state.action) {
        view.go(model::page(model::Page::Classes));
    }
    return state.height;
}

}  // namespace

void workouts_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui);
    const auto& list = view.model.workouts.list;
    float y = page.y;
    y += ui::heading(ui, page.x, y, page.width, view.say(msg::workouts_title), 1,
                     {.role = ui::TextRole::Display}) +
         8;
    y += ui::paragraph(ui, page.x, y, page.width, view.say(msg::workouts_intro), muted(view)) +
         ui::space::m;
    y += search_field(view, page.x, y, page.width) + ui::space::xl;
    if (list.failed()) {
        const ui::StateResult state = ui::error_state(
            ui, page.x, y, page.width, view.say(msg::workouts_unshown), view.explain(*list.error));
        if (state.action) view.want(model::intent::Retry{});
        page.end(y + state.height);
        return;
    }
    if (list.waiting()) {
        page.end(y + skeleton_grid(view, page.x, y, page.width, ui.columns()));
        return;
    }
    if (list.value->empty()) return page.end(y + nothing(view, page.x, y, page.width));
    ui::NodeScope rows(ui, ui::Role::List, view.say(msg::workouts_title));
    ui::Grid grid(page.x, y, page.width, ui.columns(), ui::space::grid_gap);
    const float height = card_height(grid.cell_width());
    for (const domain::Workout& workout : *list.value) {
        workout_card(view, grid.cell(height), workout);
    }
    y = grid.end();
    if (view.model.workouts.next_cursor) {
        y += ui::space::xl;
        y += more_button(view, page.x, y, page.width, view.say(msg::workouts_more),
                         view.model.workouts.loading_more);
    }
    page.end(y);
}

}  // namespace lsl::views
