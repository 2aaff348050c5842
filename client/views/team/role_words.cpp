#include "client/views/team/role_words.h"

namespace lsl::views {

std::string_view role_name(const View& view, domain::StaffRole role) {
    switch (role) {
        case domain::StaffRole::Owner: return view.say(msg::team_owner);
        case domain::StaffRole::CoInstructor: return view.say(msg::team_co_instructor);
        case domain::StaffRole::Moderator: return view.say(msg::team_moderator);
        case domain::StaffRole::Guest: break;
    }
    return view.say(msg::team_guest);
}

std::string_view role_text(const View& view, domain::StaffRole role) {
    switch (role) {
        case domain::StaffRole::Owner: break;
        case domain::StaffRole::CoInstructor: return view.say(msg::team_co_instructor_text);
        case domain::StaffRole::Moderator: return view.say(msg::team_moderator_text);
        case domain::StaffRole::Guest: return view.say(msg::team_guest_text);
    }
    return {};
}

}  // namespace lsl::views
