#include "client/views/team/role_field.h"

#include "client/views/team/role_words.h"

namespace lsl::views {

void role_field(const View& view, ui::Column& column, std::string& role) {
    using domain::StaffRole;
    ui::TextField spec;
    spec.label = view.say(msg::team_role);
    spec.field.name = "role";
    for (const StaffRole one : {StaffRole::Moderator, StaffRole::CoInstructor, StaffRole::Guest}) {
        spec.field.options.push_back(
            {std::string(domain::staff_role_name(one)), std::string(role_name(view, one))});
    }
    spec.hint = role_text(view, domain::parse_staff_role(role).value_or(StaffRole::Guest));
    ui::select_field(column, spec, role);
}

}  // namespace lsl::views
