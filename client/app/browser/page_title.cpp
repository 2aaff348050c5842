#include "client/app/update.h"

#include <string>
#include <string_view>

// What the tab and the browser's history call a page.
namespace lsl::app {

using model::Page;

std::string title_of(const model::Model& m) {
    const std::string_view name = "LeanSporty";
    const auto titled = [&](std::string_view title) {
        return std::string(title) + " \u00B7 " + std::string(name);
    };
    switch (m.route.page) {
        case Page::Classes: return titled(m.say(msg::title_classes));
        case Page::MyClasses: return titled(m.say(msg::bars_my_classes));
        case Page::Watch: {
            const wire::PublicStream* row = m.classes.find(m.route.stream);
            if (row == nullptr) return titled(m.say(msg::common_class));
            const bool live = row->stream.status == domain::StreamStatus::Live;
            return titled(live ? m.say(msg::TitleLive{row->stream.title}) : row->stream.title);
        }
        case Page::Workouts: return titled(m.say(msg::workouts_title));
        case Page::Workout:
            return titled(m.workouts.open.value ? std::string_view(m.workouts.open.value->title)
                                                : m.say(msg::workouts_workout));
        case Page::SignIn: return titled(m.say(msg::bars_sign_in));
        case Page::CreateAccount: return titled(m.say(msg::sign_in_create_an_account));
        case Page::Account: return titled(m.say(msg::account_title));
        case Page::Settings: return titled(m.say(msg::bars_settings));
        case Page::Notices: return titled(m.say(msg::bars_notices));
        case Page::ForgotPassword: return titled(m.say(msg::forgot_title));
        case Page::StudioSignIn: return titled(m.say(msg::sign_in_studio));
        case Page::StudioClasses: return titled(m.say(msg::common_studio));
        case Page::StudioCreate: return titled(m.say(msg::bars_new_class));
        case Page::StudioBroadcast: {
            const wire::InstructorStream* row = m.studio.find(m.route.stream);
            return titled(row == nullptr ? std::string(m.say(msg::studio_broadcast))
                                         : m.say(msg::TitleBroadcast{row->stream.title}));
        }
        case Page::StudioCheck: return titled(m.say(msg::check_title));
        case Page::StudioPeople: return titled(m.say(msg::team_people));
        case Page::StudioFigures:
        case Page::ClassFigures: return titled(m.say(msg::figures_title));
        case Page::Invitation: return titled(m.say(msg::invitation_title));
        case Page::ConfirmEmail: return titled(m.say(msg::mail_link_confirm));
        case Page::ResetPassword: return titled(m.say(msg::mail_link_reset));
        case Page::UndoEmail: return titled(m.say(msg::mail_link_undo));
        case Page::Unsubscribe: return titled(m.say(msg::mail_link_unsubscribe));
        case Page::Gallery: return titled("Gallery");
        case Page::NotFound: return titled(m.say(msg::not_found_page));
    }
    return std::string(name);
}

}  // namespace lsl::app
