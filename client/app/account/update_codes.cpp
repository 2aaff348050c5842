#include "client/app/dialog_requests.h"
#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <string>
#include <utility>

// The codes of an app that staff are asked for after the password: set up, renewed, ended.

namespace lsl::app {

namespace {

using model::CodesWish;

void show_recovery_codes(State& state, Effects&, api::RecoveryCodes made) {
    auto* open = std::get_if<model::dialog::Codes>(&state.model.open_dialog);
    // The dialog can't be closed while this is on its way; a page can be left.
    if (open == nullptr) return;
    open->sending.succeed();
    forget_typed(state);
    auto& codes = state.model.settings.ways.codes.value;
    if (codes) {
        codes->on = true;
        codes->recovery_codes_left = static_cast<std::int64_t>(made.recovery_codes.size());
    }
    open->recovery_codes = std::move(made.recovery_codes);
}

void on_codes_off(State& state, Effects&, api::Empty) {
    forget_typed(state);
    state.model.open_dialog = {};
    auto& codes = state.model.settings.ways.codes.value;
    if (codes) {
        codes->on = false;
        codes->recovery_codes_left = 0;
    }
    toast(state, state.model.say(msg::codes_off), model::Mood::Good);
}

void show_secret(State& state, Effects&, api::BeginSecondFactor::Response begun) {
    auto* open = std::get_if<model::dialog::Codes>(&state.model.open_dialog);
    if (open == nullptr) return;
    open->sending.succeed();
    forget_typed(state);
    state.drafts.account.wants_focus = true;
    open->begun = std::move(begun);
}

}  // namespace

void reduce(State& state, const intent::AskAboutCodes& wish, Effects&) {
    open_empty(state, model::dialog::Codes{wish.wish, {}, {}, {}});
}

void reduce(State& state, const intent::ConfirmCodes&, Effects& effects) {
    using Dialog = model::dialog::Codes;
    model::AccountDraft& draft = state.drafts.account;
    const auto* open = std::get_if<Dialog>(&state.model.open_dialog);
    if (open == nullptr) return;
    if (open->begun) {
        if (!model::check_code(draft)) return;
        return send_from<api::ConfirmSecondFactor, Dialog>(
            state, {}, {std::string(domain::trimmed(draft.code))}, effects, show_recovery_codes);
    }
    if (!model::check_present_password(draft)) return;
    switch (open->wish) {
        case CodesWish::TurnOn:
            return send_from<api::BeginSecondFactor, Dialog>(state, {}, {draft.password}, effects,
                                                             show_secret);
        case CodesWish::Renew:
            return send_from<api::RenewRecoveryCodes, Dialog>(state, {}, {draft.password}, effects,
                                                              show_recovery_codes);
        case CodesWish::TurnOff:
            return send_from<api::RemoveSecondFactor, Dialog>(state, {}, {draft.password}, effects,
                                                              on_codes_off);
    }
}

void reduce(State& state, const intent::OpenCodesApp&, Effects& effects) {
    const auto* open = std::get_if<model::dialog::Codes>(&state.model.open_dialog);
    if (open == nullptr || !open->begun) return;
    effects.add(effect::Leave{open->begun->url});
}

}  // namespace lsl::app
