#include "client/views/account/followed_panel.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float followed_height = 52;

void followed_row(const View& view, ui::Column& column, const wire::FollowedTeacher& teacher,
                  bool last) {
    ui::Ui& ui = view.ui;
    const ui::Rect row = column.after(0).take(followed_height);
    ui::IdScope scope(ui, teacher.id.to_string());
    ui::NodeScope item(ui, ui::Role::ListItem, teacher.name, row);
    ui::Slices parts(row, ui::space::m);
    const std::string_view label = view.say(msg::settings_unfollow);
    const std::string name = view.say(msg::TeamActionFor{label, teacher.name});
    const ui::Button end{.label = label,
                         .kind = ui::ButtonKind::Outline,
                         .size = ui::ButtonSize::Small,
                         .busy = view.model.settings.unfollowing == teacher.id,
                         .name = name};
    const float width = ui::button_width(ui, end);
    if (ui::button(ui, ui::centred(parts.right(width), width, ui::size::button_small), end)) {
        view.want(model::intent::Unfollow{teacher.id});
    }
    ui::label(ui, parts.rest, teacher.name, {});
    if (!last) ui::divider(ui, row.x, ui::bottom(row) - 1, row.width);
}

}  // namespace

void followed_panel(const View& view, ui::Column& column) {
    const auto& followed = view.model.settings.followed;
    if (followed.waiting() && !followed.loading) view.want(model::intent::ReadFollowed{});
    if (followed.failed()) {
        return failed_list(view, column, view.say(msg::settings_followed_unshown), *followed.error);
    }
    if (!followed.value || followed.value->empty()) return;
    column.panel("followed", [&](ui::Column& inside) {
        const std::string_view title = view.say(msg::settings_followed);
        inside.heading(title, 2, {.role = ui::TextRole::CardTitle}, 1);
        ui::NodeScope list(view.ui, ui::Role::List, title);
        for (const wire::FollowedTeacher& one : *followed.value) {
            followed_row(view, inside, one, &one == &followed.value->back());
        }
    });
}

}  // namespace lsl::views
