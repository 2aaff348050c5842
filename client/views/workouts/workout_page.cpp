#include "client/views/pages.h"

#include "client/views/watch/chapter_list.h"
#include "client/views/watch/own_camera.h"
#include "client/views/watch/player_surface.h"
#include "client/views/watch/practice_panel.h"
#include "client/views/wording.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float page_width = 900;

void workout_stage(const View& view, const ui::Rect& rect, float radius,
                   const domain::Workout& workout) {
    if (view.model.staff()) return player_surface(view, rect, radius, workout);
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

void workout_missing(const View& view, ui::Page& page, const Error& error) {
    unseen_title(view, view.say(msg::workouts_workout), page);
    page.after(ui::space::xxl);
    if (error.code != ErrorCode::NotFound) {
        return failed_list(view, page, view.say(msg::workouts_one_unshown), error);
    }
    const model::Route all = model::page(model::Page::Workouts);
    const std::string href = model::url_of(all);
    if (ui::empty_state(page, {.icon = icon::search,
                               .title = view.say(msg::workouts_missing),
                               .text = view.say(msg::workouts_missing_text),
                               .action = view.say(msg::common_browse_workouts),
                               .href = href})) {
        view.go(all);
    }
}

}  // namespace

void workout_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui, page_width);
    const auto& open = view.model.workouts.open;
    if (open.failed()) {
        workout_missing(view, page, *open.error);
        return page.end();
    }
    const bool phone = ui.phone();
    const ui::Rect video = phone ? picture_place(view, 0, ui.page_top(), ui.width())
                                 : picture_place(view, page.x(), page.next(), page.width());
    const float radius = phone ? 0 : ui::radius::picture;
    if (!open.ready()) {
        unseen_title(view, view.say(msg::workouts_workout), page);
        ui::skeleton(ui, video, radius);
        page.until(ui::bottom(video));
        ui::skeleton(page, page.width() * skeleton_title, ui::space::xxl);
        return page.end();
    }
    const domain::Workout& workout = *open.value;
    workout_stage(view, video, radius, workout);
    page.until(ui::bottom(video));
    chapter_list(view, page);
    practice_panel(view, page);
    own_camera(view, page);
    title_with_share(view, page, workout.title,
                     joined({workout.instructor_name, length_of(view, workout)}));
    ui::Column text = page.part(ui::size::text_max);
    text.paragraph(workout.description);
    page.until(text.bottom());
    page.end();
}

}  // namespace lsl::views
