#include "client/views/pages.h"

#include "client/views/player_surface.h"
#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float page_width = 900;

void stage(const View& view, const ui::Rect& rect, float radius, const domain::Workout& workout) {
    switch (view.model.account.presence) {
        case model::Presence::In: return player_surface(view, rect, radius, workout);
        case model::Presence::Unknown:
            curtain(view, rect, radius, workout,
                    {.spinner = true, .title = view.say(msg::common_one_moment)});
            return;
        case model::Presence::Out: break;
    }
    const model::Route sign_in = model::sign_in_from(view.model.route);
    const std::string href = model::url_of(sign_in);
    if (curtain(view, rect, radius, workout,
                {.symbol = icon::lock,
                 .title = view.say(msg::workouts_sign_in),
                 .text = view.say(msg::workouts_sign_in_text),
                 .action = view.say(msg::bars_sign_in),
                 .href = href})) {
        view.go(sign_in);
    }
}

void missing(const View& view, const ui::Page& page, const Error& error) {
    unseen_title(view, view.say(msg::workouts_workout), page.x, page.y);
    const model::Route all = model::page(model::Page::Workouts);
    const std::string href = model::url_of(all);
    ui::StateResult state;
    if (error.code == ErrorCode::NotFound) {
        state = ui::empty_state(view.ui, page.x, page.y + 24, page.width,
                                {.icon = icon::search,
                                 .title = view.say(msg::workouts_missing),
                                 .text = view.say(msg::workouts_missing_text),
                                 .action = view.say(msg::common_browse_workouts),
                                 .href = href});
        if (state.action) view.go(all);
    } else {
        state = ui::error_state(view.ui, page.x, page.y + 24, page.width,
                                view.say(msg::workouts_one_unshown), view.explain(error));
        if (state.action) view.want(model::intent::Retry{});
    }
}

}  // namespace

void workout_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui, page_width);
    const auto& open = view.model.workouts.open;
    if (open.failed()) {
        missing(view, page, *open.error);
        return page.end(page.y + 300);
    }
    const bool phone = ui.phone();
    const ui::Rect video = phone ? ui::with_aspect(0, ui.top_bar_height(), ui.width())
                                 : ui::with_aspect(page.x, page.y, page.width);
    const float radius = phone ? 0 : ui::radius::picture;
    float y = ui::bottom(video) + 18;
    if (!open.ready()) {
        unseen_title(view, view.say(msg::workouts_workout), page.x, page.y);
        ui::skeleton(ui, video, radius);
        ui::skeleton(ui, {page.x, y, page.width * 0.5f, 24});
        return page.end(y + 80);
    }
    const domain::Workout& workout = *open.value;
    stage(view, video, radius, workout);
    const float share = share_button(view, page.x + page.width, y);
    const float room = page.width - share - 16;
    y += ui::heading(ui, page.x, y - 1, room, workout.title, 1, {.role = ui::TextRole::PageTitle}) +
         5;
    y += ui::paragraph(
             ui, page.x, y, room,
             joined({workout.instructor_name, minutes_text(view, workout.duration_seconds / 60)}),
             muted(view)) +
         15;
    y += ui::paragraph(ui, page.x, y, std::min(page.width, 590.0f), workout.description, {});
    page.end(y);
}

}  // namespace lsl::views
