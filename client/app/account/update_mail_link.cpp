#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <string>
#include <utility>

// Pages that a link in a mail opens, whose button sends the link's token; and the one that asks for
// such a mail.

namespace lsl::app {

namespace {

/// Calls the endpoint of a page with its token; `done` when that went well.
template <class Endpoint>
void follow(State& state, const net::Place& place, const typename Endpoint::Request& request,
            Effects& effects, void (*done)(State&, Effects&)) {
    state.model.mail_link.sending.begin();
    const model::Route from = state.model.route;
    effects.call<Endpoint>(
        place, request,
        [from, done](State& s, Effects& e, Result<typename Endpoint::Response> answer) {
            if (s.model.route != from) return;
            model::MailLink& link = s.model.mail_link;
            if (!answer) {
                const Error& error = answer.error();
                if (error.field == "password") s.drafts.sign_in.errors.set("password", error);
                return link.sending.fail(error);
            }
            link.sending.succeed();
            link.done = true;
            s.drafts.sign_in = {};
            done(s, e);
        });
}

/// What the page shows of the person is old.
void ask_who_it_is(State&, Effects& effects) {
    effects.get<api::Me>({}, [](State& s, Effects& e, Result<api::Me::Response> answer) {
        if (!answer) {
            if (answer.error().code == ErrorCode::Unauthenticated) on_viewer_gone(s, e);
            return;
        }
        put_roles(s, std::move(answer->roles));
        if (answer->user.email.empty()) return;
        put_session(s, {std::move(answer->user), answer->token_balance});
    });
}

}  // namespace

void reduce(State& state, const intent::FollowMailLink&, Effects& effects) {
    const model::Route& route = state.model.route;
    const model::MailLink& link = state.model.mail_link;
    if (link.sending.busy || link.done) return;
    if (route.page == model::Page::ConfirmEmail) {
        follow<api::VerifyEmail>(state, {}, {route.token}, effects, ask_who_it_is);
    } else if (route.page == model::Page::UndoEmail) {
        follow<api::UndoEmail>(state, {}, {route.token}, effects, ask_who_it_is);
    } else if (route.page == model::Page::Unsubscribe) {
        follow<api::Unsubscribe>(state, net::at(route.token), {}, effects, [](State&, Effects&) {});
    } else if (model::check_new_password(state.drafts.sign_in)) {
        follow<api::ResetPassword>(state, {}, {route.token, state.drafts.sign_in.password}, effects,
                                   ask_who_it_is);
    }
}

void reduce(State& state, const intent::SendPasswordLink&, Effects& effects) {
    model::MailLink& link = state.model.mail_link;
    model::SignInDraft& draft = state.drafts.sign_in;
    if (link.sending.busy || link.done || !model::check_forgotten(draft)) return;
    link.sending.begin();
    const model::Route from = state.model.route;
    effects.call<api::ForgotPassword>({}, {std::string(domain::trimmed(draft.email))},
                                      [from](State& s, Effects&, Result<api::Empty> answer) {
                                          if (s.model.route != from) return;
                                          model::MailLink& now = s.model.mail_link;
                                          if (!answer) {
                                              const Error& error = answer.error();
                                              if (!error.field.empty())
                                                  s.drafts.sign_in.errors.set(error.field, error);
                                              return now.sending.fail(error);
                                          }
                                          now.sending.succeed();
                                          now.done = true;
                                      });
}

}  // namespace lsl::app
