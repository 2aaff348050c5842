#include "client/views/team/rights_table.h"

#include "client/views/team/role_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace lsl::views {

namespace {

using domain::StaffAction;
using domain::StaffRole;

constexpr float right_height = 36, widest_role = 110;
constexpr float roles_share = 0.55f;  ///< of the width, at most, for the three columns of ticks

constexpr std::array<StaffRole, 3> told_roles = {StaffRole::Owner, StaffRole::CoInstructor,
                                                 StaffRole::Moderator};

/// A line, and an action that stands for all that it names.
struct Right {
    msg::Plain text;
    StaffAction action;
};
constexpr std::array<Right, 5> told_rights = {{
    {msg::team_right_watch, StaffAction::Watch},
    {msg::team_right_moderate, StaffAction::Moderate},
    {msg::team_right_run, StaffAction::RunClass},
    {msg::team_right_figures, StaffAction::ReadFigures},
    {msg::team_right_money, StaffAction::ReadMoney},
}};

/// "Go live, end the class: Owner, Co-instructor", for who hears the table.
std::string said_right(const View& view, const Right& right) {
    std::string who;
    for (const StaffRole role : told_roles) {
        if (!domain::may(role, right.action)) continue;
        if (!who.empty()) who += ", ";
        who += role_name(view, role);
    }
    return view.say(msg::TeamRight{view.say(right.text), who});
}

void tick(const View& view, const ui::Rect& place, bool may) {
    const ui::Color color = may ? view.theme().success : view.theme().muted;
    const float side = ui::size::icon_small;
    ui::draw_icon(view.ui, ui::centre_x(place) - side / 2, ui::centre_y(place) - side / 2,
                  may ? icon::check : icon::x, side, color);
}

}  // namespace

void rights_table(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    column.heading(view.say(msg::team_rights), 2, {.role = ui::TextRole::CardTitle}, 1);
    const auto count = static_cast<float>(told_roles.size());
    const float width = std::min(widest_role, column.width() * roles_share / count);
    const ui::TextStyle quiet = muted(view, ui::TextRole::Caption);
    ui::Slices head = column.after(ui::space::s).row(ui::line_height(quiet.role), 0);
    for (auto role = told_roles.rbegin(); role != told_roles.rend(); ++role) {
        const ui::Rect place = head.right(width);
        const std::string name = ui::ellipsized(ui, role_name(view, *role), quiet, width);
        ui::draw_text(ui, ui::centre_x(place) - ui::text_width(ui, name, quiet) / 2, place.y, name,
                      quiet);
    }
    ui::NodeScope list(ui, ui::Role::List, view.say(msg::team_rights));
    for (const Right& right : told_rights) {
        const ui::TextStyle style{.role = ui::TextRole::Small};
        const std::string_view text = view.say(right.text);
        const float room = column.width() - count * width;
        const float height = std::max(ui::text_height(ui, text, style, room), right_height);
        const ui::Rect rect = column.after(0).take(height);
        ui::NodeScope item(ui, ui::Role::ListItem, said_right(view, right), rect);
        ui::divider(ui, rect.x, rect.y, rect.width);
        ui::Slices line(rect);
        for (auto role = told_roles.rbegin(); role != told_roles.rend(); ++role) {
            tick(view, line.right(width), domain::may(*role, right.action));
        }
        const float top =
            ui::centre_y(rect) - ui::text_height(ui, text, style, line.rest.width) / 2;
        ui::Column words(ui, line.rest.x, top, line.rest.width, 0);
        words.paragraph(text, style);
    }
}

}  // namespace lsl::views
