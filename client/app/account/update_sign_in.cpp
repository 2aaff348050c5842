#include "client/app/account/passkeys.h"
#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <string>
#include <string_view>
#include <utility>

// Signing in: by a password and, where it is asked for, a code; by a passkey; with a new account.

namespace lsl::app {

using model::Page;

namespace {

/// The answers to signing in don't tell them.
void load_roles(Effects& effects) {
    effects.get<api::Me>({}, [](State& s, Effects&, Result<api::Me::Response> answer) {
        if (!answer) return;
        put_roles(s, std::move(answer->roles));
        s.model.notices.unread = answer->unread_notices;
    });
}

/// Where the person was before signing in, with what they wanted to do there.
void on_signed_in(State& state, api::Session session, Effects& effects) {
    model::Account& account = state.model.account;
    const auto enroll = std::exchange(account.enroll_after, std::nullopt);
    put_session(state, std::move(session));
    state.drafts.sign_in = {};
    effects.add(effect::ReopenEvents{});
    load_roles(effects);
    renew_push(state, effects);
    const std::string next = state.model.route.next;
    go_instead(state, next.empty() ? model::page(Page::Classes) : model::parse_route(next),
               effects);
    if (enroll) reduce(state, intent::AskToEnroll{*enroll}, effects);
}

void show_failure(State& state, const Error& error) {
    model::FieldErrors& errors = state.drafts.sign_in.errors;
    const std::string_view field = error.field;
    if (field == "email" || field == "password" || field == "displayName" || field == "code") {
        errors.set(field, error);
    } else if (error.word == "email_taken") {
        errors.set("email", error);
    }
    state.model.account.signing.fail(error);
}

/// The password was right. It is not kept while the code is looked for.
void ask_for_code(State& state) {
    state.model.account.signing.succeed();
    state.model.account.code_due = true;
    model::SignInDraft& draft = state.drafts.sign_in;
    draft.password.clear();
    draft.code.clear();
    draft.recovering = false;
    draft.wants_focus = true;
}

void back_to_password(State& state) {
    state.model.account.code_due = false;
    state.drafts.sign_in.code.clear();
    state.drafts.sign_in.errors.clear();
    state.drafts.sign_in.wants_focus = true;
}

}  // namespace

void reduce(State& state, const intent::SignIn&, Effects& effects) {
    model::Submission& signing = state.model.account.signing;
    model::SignInDraft& draft = state.drafts.sign_in;
    if (signing.busy || !model::check_sign_in(draft)) return;
    signing.begin();
    state.model.passkeys.trouble = model::PasskeyTrouble::None;
    effects.call<api::Login>({}, {draft.email, draft.password},
                             [](State& s, Effects& e, Result<api::Session> answer) {
                                 if (answer) return on_signed_in(s, std::move(*answer), e);
                                 if (answer.error().word == "second_factor_required") {
                                     return ask_for_code(s);
                                 }
                                 show_failure(s, answer.error());
                             });
}

void reduce(State& state, const intent::GiveCode&, Effects& effects) {
    model::Submission& signing = state.model.account.signing;
    model::SignInDraft& draft = state.drafts.sign_in;
    if (signing.busy || !model::check_code(draft)) return;
    signing.begin();
    effects.call<api::SecondFactorLogin>({}, {std::string(domain::trimmed(draft.code))},
                                         [](State& s, Effects& e, Result<api::Session> answer) {
                                             if (answer)
                                                 return on_signed_in(s, std::move(*answer), e);
                                             // The code is good only as long as the password's
                                             // answer is.
                                             if (answer.error().word == "second_factor_expired")
                                                 back_to_password(s);
                                             show_failure(s, answer.error());
                                         });
}

void reduce(State& state, const intent::BackToPassword&, Effects&) {
    if (state.model.account.signing.busy) return;
    back_to_password(state);
    state.model.account.signing = {};
}

void reduce(State& state, const intent::CreateAccount&, Effects& effects) {
    model::Submission& signing = state.model.account.signing;
    model::SignInDraft& draft = state.drafts.sign_in;
    if (signing.busy || !model::check_account(draft)) return;
    signing.begin();
    effects.call<api::Register>(
        {}, {draft.email, draft.password, draft.display_name},
        [](State& s, Effects& e, Result<api::Session> answer) {
            if (!answer) return show_failure(s, answer.error());
            const std::int64_t tokens = answer->token_balance;
            on_signed_in(s, std::move(*answer), e);
            tell_time_zone(s, e);
            if (tokens > 0) {
                toast(s, s.model.say(msg::ToastAccountCreated{s.model.tokens(tokens)}),
                      model::Mood::Good);
            }
        });
}

void reduce(State& state, const intent::SignInByPasskey&, Effects& effects) {
    model::Account& account = state.model.account;
    if (account.passkey.busy || account.signing.busy) return;
    account.passkey.begin();
    account.signing = {};
    state.drafts.sign_in.errors.clear();
    state.model.passkeys.trouble = model::PasskeyTrouble::None;
    effects.call<api::PasskeyOptions>(
        {}, {}, [](State& s, Effects& e, Result<api::PasskeyOptions::Response> answer) {
            // Signed in by the password meanwhile, or gone to another page.
            if (!s.model.account.passkey.busy) return;
            if (!answer) return s.model.account.passkey.fail(std::move(answer).error());
            ask_browser(s, "get", *answer, e);
        });
}

void on_passkey_given(State& state, const api::PasskeyLogin::Request& given, Effects& effects) {
    if (!state.model.account.passkey.busy) return;
    effects.call<api::PasskeyLogin>({}, given,
                                    [](State& s, Effects& e, Result<api::Session> answer) {
                                        model::Submission& passkey = s.model.account.passkey;
                                        if (!answer) {
                                            return passkey.fail(std::move(answer).error());
                                        }
                                        passkey.succeed();
                                        on_signed_in(s, std::move(*answer), e);
                                    });
}

}  // namespace lsl::app
