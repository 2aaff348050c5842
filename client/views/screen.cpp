#include "client/views/screen.h"

#include "client/ui/widgets/progress.h"
#include "client/views/gallery/gallery.h"
#include "client/views/pages.h"

namespace lsl::views {

namespace {

constexpr float waiting_height = 240;

/// Stands in for a page whose code is on its way. It has no heading: the page itself gets the
/// focus.
void waiting_page(const View& view) {
    ui::Page page(view.ui);
    ui::spinner(view.ui, page.take(waiting_height), view.say(msg::common_one_moment));
    page.end();
}

void page(const View& view) {
    if (!view.model.page_is_here) return waiting_page(view);
    switch (view.model.route.page) {
        case model::Page::Classes: return classes_page(view);
        case model::Page::MyClasses: return my_classes_page(view);
        case model::Page::Watch: return watch_page(view);
        case model::Page::Workouts: return workouts_page(view);
        case model::Page::Workout: return workout_page(view);
        case model::Page::SignIn: return sign_in_page(view);
        case model::Page::CreateAccount: return create_account_page(view);
        case model::Page::Account: return account_page(view);
        case model::Page::Settings: return settings_page(view);
        case model::Page::Notices: return notices_page(view);
        case model::Page::ForgotPassword: return forgot_page(view);
        case model::Page::StudioSignIn: return studio_sign_in_page(view);
        case model::Page::StudioClasses: return studio_page(view);
        case model::Page::StudioCreate: return create_class_page(view);
        case model::Page::StudioBroadcast: return console_page(view);
        case model::Page::StudioCheck: return check_page(view);
        case model::Page::StudioPeople: return people_page(view);
        case model::Page::StudioFigures: return studio_figures_page(view);
        case model::Page::ClassFigures: return class_figures_page(view);
        case model::Page::Invitation: return invitation_page(view);
        case model::Page::ConfirmEmail:
        case model::Page::ResetPassword:
        case model::Page::UndoEmail:
        case model::Page::Unsubscribe: return mail_link_page(view);
        case model::Page::Gallery:
#if LSL_GALLERY
            return gallery_page(view.ui);
#else
            return not_found_page(view);
#endif
        case model::Page::NotFound: return not_found_page(view);
    }
}

}  // namespace

void screen(ui::Ui& ui, const model::Model& model, model::Drafts& drafts, model::Intents& intents) {
    const View view{ui, model, drafts, intents};
    const bool watching = model::plays(model.route.page) && model.page_is_here;
    if (watching && model.player.fullscreen) {
        fullscreen_player(view);
    } else {
        bars(view);
        ui::NodeScope main(ui, ui::Role::Main, "");
        page(view);
    }
    dialogs(view);
    messages(view);
}

}  // namespace lsl::views
