#include "client/app/dialog_requests.h"
#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <string>
#include <string_view>
#include <utility>

// The page of settings: password, address, sign-ins, calendar, and the end of the account.

namespace lsl::app {

namespace {

constexpr std::string_view all_other_sessions = "others";

void on_password_changed(State& state, Effects& effects, api::Empty) {
    forget_typed(state);
    state.model.open_dialog = {};
    toast(state, state.model.say(msg::settings_password_changed), model::Mood::Good);
    load_sessions(state, effects);
}

void on_email_link_sent(State& state, Effects&, api::Empty) {
    forget_typed(state);
    auto* open = std::get_if<model::dialog::ChangeEmail>(&state.model.open_dialog);
    if (open == nullptr) return;
    open->sending.succeed();
    open->sent = true;
}

void on_account_deleted(State& state, Effects& effects, api::Empty) {
    state.model.open_dialog = {};
    forget_viewer(state);
    effects.add(effect::ReopenEvents{});
    toast(state, state.model.say(msg::settings_deleted));
    go_instead(state, model::page(model::Page::Classes), effects);
}

}  // namespace

void reduce(State& state, const intent::ConfirmAddressAgain&, Effects& effects) {
    model::Settings& settings = state.model.settings;
    if (settings.confirming.busy || settings.mail_sent) return;
    settings.confirming.begin();
    effects.call<api::ResendVerification>(
        {}, {}, [](State& s, Effects&, Result<api::Empty> answer) {
            model::Settings& now = s.model.settings;
            if (!answer) return now.confirming.fail(std::move(answer).error());
            now.confirming.succeed();
            now.mail_sent = true;
        });
}

void reduce(State& state, const intent::AskToChangePassword&, Effects&) {
    open_empty<model::dialog::ChangePassword>(state);
}

void reduce(State& state, const intent::ConfirmChangePassword&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    if (!model::check_password_change(draft)) return;
    send_from<api::ChangePassword, model::dialog::ChangePassword>(
        state, {}, {draft.password, draft.new_password}, effects, on_password_changed);
}

void reduce(State& state, const intent::AskToChangeEmail&, Effects&) {
    open_empty<model::dialog::ChangeEmail>(state);
}

void reduce(State& state, const intent::ConfirmChangeEmail&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    if (!model::check_email_change(draft)) return;
    send_from<api::ChangeEmail, model::dialog::ChangeEmail>(
        state, {}, {std::string(domain::trimmed(draft.email)), draft.password}, effects,
        on_email_link_sent);
}

void reduce(State& state, const intent::EndSession& wish, Effects& effects) {
    std::string& ending = state.model.settings.ending;
    if (!ending.empty()) return;
    ending = wish.id;
    effects.call<api::EndSession>(
        net::at(wish.id), {}, [id = wish.id](State& s, Effects& e, Result<api::Empty> answer) {
            s.model.settings.ending.clear();
            // One that is not there has ended by itself meanwhile.
            if (!answer && answer.error().code != ErrorCode::NotFound) {
                if (answer.error().code == ErrorCode::Unauthenticated) return on_viewer_gone(s, e);
                return toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            }
            if (id == all_other_sessions) {
                toast(s, s.model.say(msg::settings_others_ended), model::Mood::Good);
            }
            load_sessions(s, e);
        });
}

void reduce(State& state, const intent::ReadTaughtCalendar&, Effects& effects) {
    if (!state.model.settings.taught_calendar.begin()) return;
    effects.get<api::GetTaughtCalendar>(
        {}, [](State& s, Effects&, Result<api::CalendarAddress> answer) {
            auto& calendar = s.model.settings.taught_calendar;
            if (!answer) return calendar.fail(std::move(answer).error());
            calendar.set(std::move(answer->url));
        });
}

void reduce(State& state, const intent::AskToRenewCalendar& wish, Effects&) {
    state.model.open_dialog = model::dialog::RenewCalendar{wish.taught, {}};
}

void reduce(State& state, const intent::ConfirmRenewCalendar&, Effects& effects) {
    auto* dialog = std::get_if<model::dialog::RenewCalendar>(&state.model.open_dialog);
    if (dialog == nullptr || dialog->sending.busy) return;
    dialog->sending.begin();
    const bool taught = dialog->taught;
    const auto then = [taught](State& s, Effects&, Result<api::CalendarAddress> answer) {
        auto* open = std::get_if<model::dialog::RenewCalendar>(&s.model.open_dialog);
        if (!answer) {
            if (open != nullptr) open->sending.fail(std::move(answer).error());
            return;
        }
        model::Settings& settings = s.model.settings;
        (taught ? settings.taught_calendar : settings.calendar).set(std::move(answer->url));
        if (open != nullptr) s.model.open_dialog = {};
    };
    if (taught) return effects.call<api::RotateTaughtCalendar>({}, {}, then);
    effects.call<api::RotateCalendar>({}, {}, then);
}

void reduce(State&, const intent::ExportAccount&, Effects& effects) {
    effects.add(effect::Download{"/api/me/export", "leansporty-account.json"});
}

void reduce(State& state, const intent::AskToDeleteAccount&, Effects&) {
    open_empty<model::dialog::DeleteAccount>(state);
}

void reduce(State& state, const intent::ConfirmDeleteAccount&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    if (!model::check_deletion(draft)) return;
    send_from<api::DeleteAccount, model::dialog::DeleteAccount>(state, {}, {draft.password},
                                                                effects, on_account_deleted);
}

}  // namespace lsl::app
