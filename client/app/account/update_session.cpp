#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// Viewers: who is signed in, and signing out.

namespace lsl::app {

using model::Page;
using model::Presence;

void forget_viewer(State& state) {
    model::Model& m = state.model;
    m.account = {};
    m.account.presence = Presence::Out;
    m.enrollments = {};
    m.watching = {};
    m.settings = {};
    m.notices = {};
    m.push = {};
    state.drafts.account = {};
    // The studio's owner came by the access token, which is another session.
    std::vector<domain::HeldRole> left = m.studio.roles;
    std::erase_if(left, [](const domain::HeldRole& held) { return held.stream_id.has_value(); });
    put_roles(state, std::move(left));
}

void load_session(State&, Effects& effects) {
    effects.get<api::Me>({}, [](State& s, Effects& e, Result<api::Me::Response> answer) {
        if (answer) put_roles(s, std::move(answer->roles));
        // The studio's owner without an address is at home in the studio, and no viewer.
        if (answer && !answer->user.email.empty()) {
            put_session(s, {std::move(answer->user), answer->token_balance});
            s.model.notices.unread = answer->unread_notices;
            renew_push(s, e);
        } else if (s.model.account.presence == Presence::Unknown) {
            s.model.account.presence = Presence::Out;
        }
        load_page(s, e);
    });
}

void put_session(State& state, api::Session session) {
    model::Account& account = state.model.account;
    account.presence = Presence::In;
    account.viewer = model::Viewer{std::move(session.user), session.token_balance};
    account.signing.succeed();
}

void put_roles(State& state, std::vector<domain::HeldRole> roles) {
    model::Studio& studio = state.model.studio;
    studio.roles = std::move(roles);
    studio.presence = Presence::Out;
    for (const domain::HeldRole& held : studio.roles) {
        if (domain::may(held.role, domain::StaffAction::RunClass)) studio.presence = Presence::In;
    }
}

void on_viewer_gone(State& state, Effects& effects) {
    const bool was_in = state.model.account.presence == Presence::In;
    forget_viewer(state);
    if (!was_in) return;
    toast(state, state.model.say(msg::toast_session_ended));
    state.model.open_dialog = {};
    effects.add(effect::ReopenEvents{});
    if (model::needs_viewer(state.model.route.page)) load_page(state, effects);
}

void note_session_end(const Result<std::string>& answer, api::Who who, State& state,
                      Effects& effects) {
    if (answer || answer.error().code != ErrorCode::Unauthenticated) return;
    if (who == api::Who::Account) on_viewer_gone(state, effects);
    if (api::is_for_staff(who)) on_instructor_gone(state, effects);
}

void reduce(State& state, const intent::SignOut& wish, Effects& effects) {
    forget_push(state, effects);
    effects.call<api::Logout>(
        {}, {}, [to = wish.to](State& s, Effects& e, Result<api::Empty> answer) {
            if (!answer) return toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            forget_viewer(s);
            e.add(effect::ReopenEvents{});
            toast(s, s.model.say(msg::toast_signed_out));
            go_instead(s, to, e);
        });
}

}  // namespace lsl::app
