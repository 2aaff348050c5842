#include "client/views/pages.h"

#include "client/views/classes/class_card.h"
#include "client/views/search_field.h"
#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float search_width = 420;

float card_height(float width) {
    return card_picture_height(width) + ui::space::m + ui::line_height(ui::TextRole::CardTitle) +
           ui::line_height(ui::TextRole::Small) + ui::space::l;
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
    const ui::Rect picture = card_picture(card);
    ui::picture(ui, picture, workout.thumbnail_url.value_or(""), workout.title,
                ui::radius::picture);
    corner_badge(view, picture, length_of(view, workout));
    ui::Column text(ui, card.x + ui::space::l, ui::bottom(picture) + ui::space::m,
                    card.width - 2 * ui::space::l, 0);
    text.label(workout.title, {.role = ui::TextRole::CardTitle});
    text.label(workout.instructor_name, muted(view, ui::TextRole::Small));
}

void search(const View& view, ui::Column& column) {
    ui::Column narrow = column.part(search_width);
    const auto typed = search_field(view, narrow, view.say(msg::workouts_search_label),
                                    view.say(msg::workouts_search));
    column.until(narrow.bottom());
    if (typed) view.want(model::intent::SearchWorkouts{*typed});
}

void no_match(const View& view, ui::Column& column) {
    if (!ui::empty_state(column, {.icon = icon::search,
                                  .title = view.say(msg::workouts_no_match),
                                  .text = view.say(msg::workouts_no_match_text),
                                  .action = view.say(msg::workouts_all)})) {
        return;
    }
    view.drafts.search = {};
    view.want(model::intent::SearchWorkouts{});
}

void no_workouts(const View& view, ui::Column& column) {
    const model::Route classes = model::page(model::Page::Classes);
    const std::string href = model::url_of(classes);
    if (ui::empty_state(column, {.icon = icon::dumbbell,
                                 .title = view.say(msg::workouts_empty),
                                 .text = view.say(msg::workouts_empty_text),
                                 .action = view.say(msg::common_browse_classes),
                                 .href = href})) {
        view.go(classes);
    }
}

void cards(const View& view, ui::Column& column, const std::vector<domain::Workout>& workouts) {
    ui::NodeScope rows(view.ui, ui::Role::List, view.say(msg::workouts_title));
    ui::Grid grid(column.x(), column.next(), column.width(), view.ui.columns(),
                  ui::space::grid_gap);
    const float height = card_height(grid.cell_width());
    for (const domain::Workout& workout : workouts) {
        workout_card(view, grid.cell(height), workout);
    }
    column.until(grid.end());
}

void list(const View& view, ui::Column& column) {
    const model::Workouts& workouts = view.model.workouts;
    if (workouts.list.failed()) {
        return failed_list(view, column, view.say(msg::workouts_unshown), *workouts.list.error);
    }
    if (workouts.list.waiting()) return skeleton_grid(view, column, view.ui.columns());
    if (workouts.list.value->empty()) {
        return workouts.search.empty() ? no_workouts(view, column) : no_match(view, column);
    }
    cards(view, column, *workouts.list.value);
    if (workouts.next_cursor) {
        column.after(ui::space::xl);
        more_button(view, column, view.say(msg::workouts_more), workouts.loading_more);
    }
}

}  // namespace

void workouts_page(const View& view) {
    ui::Page page(view.ui);
    page.heading(view.say(msg::workouts_title), 1, {.role = ui::TextRole::Display});
    page.after(ui::space::s).paragraph(view.say(msg::workouts_intro), muted(view));
    page.after(ui::space::m);
    search(view, page);
    page.after(ui::space::xl);
    list(view, page);
    page.end();
}

}  // namespace lsl::views
