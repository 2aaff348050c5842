#include "client/app/account/passkeys.h"
#include "client/app/dialog_requests.h"
#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

// Passkeys: what the browser tells of them, and those of the page of settings.

namespace lsl::app {

namespace {

using model::PasskeyTrouble;

/// As web/passkeys.js tells it; what does not belong to an outcome is empty.
struct PasskeyTold {
    bool able = false;
    std::string outcome;  ///< "" = nothing was asked, "got", "made", or why neither
    std::string id, clientDataJSON, authenticatorData, signature, userHandle, attestationObject;
    std::vector<std::string> transports;
};
void describe(wire::Archive& a, PasskeyTold& m) {
    a.field("able", m.able);
    a.field("outcome", m.outcome);
    a.field("id", m.id);
    a.field("clientDataJSON", m.clientDataJSON);
    a.field("authenticatorData", m.authenticatorData);
    a.field("signature", m.signature);
    a.field("userHandle", m.userHandle);
    a.field("attestationObject", m.attestationObject);
    a.field("transports", m.transports);
}

PasskeyTrouble trouble_named(std::string_view outcome) {
    if (outcome == "unused") return PasskeyTrouble::Unused;
    if (outcome == "known") return PasskeyTrouble::Known;
    if (outcome == "address") return PasskeyTrouble::Address;
    if (outcome == "impossible") return PasskeyTrouble::Impossible;
    return PasskeyTrouble::Failed;
}

void load_passkeys(State& state, Effects& effects) {
    if (!state.model.settings.ways.passkeys.begin()) return;
    effects.get<api::ListPasskeys>(
        {}, [](State& s, Effects&, Result<api::ListPasskeys::Response> answer) {
            auto& passkeys = s.model.settings.ways.passkeys;
            if (!answer) return passkeys.fail(std::move(answer).error());
            passkeys.set(std::move(answer->passkeys));
        });
}

void load_codes(State& state, Effects& effects) {
    if (!state.model.settings.ways.codes.begin()) return;
    effects.get<api::GetSecondFactor>(
        {}, [](State& s, Effects&, Result<api::GetSecondFactor::Response> answer) {
            auto& codes = s.model.settings.ways.codes;
            if (!answer) return codes.fail(std::move(answer).error());
            codes.set(*answer);
        });
}

void on_passkeys_changed(State& state, Effects& effects, std::string_view text) {
    forget_typed(state);
    state.model.open_dialog = {};
    toast(state, text, model::Mood::Good);
    load_passkeys(state, effects);
}

/// The server is given what the browser has made.
void keep_made(State& state, PasskeyTold told, Effects& effects) {
    auto* open = std::get_if<model::dialog::AddPasskey>(&state.model.open_dialog);
    if (open == nullptr) return;
    open->sending.succeed();
    send_from<api::AddPasskey, model::dialog::AddPasskey>(
        state, {},
        {std::move(told.clientDataJSON), std::move(told.attestationObject),
         std::string(domain::trimmed(state.drafts.account.passkey_name)),
         std::move(told.transports)},
        effects, [](State& s, Effects& e, const wire::PasskeyInfo&) {
            on_passkeys_changed(s, e, s.model.say(msg::passkeys_added));
        });
}

/// What this device is called in the list of sign-ins, as a name that can be changed.
std::string name_of_this_device(const State& state) {
    const auto& sessions = state.model.settings.sessions.value;
    if (sessions) {
        const auto here = std::find_if(sessions->begin(), sessions->end(),
                                       [](const wire::SessionInfo& one) { return one.current; });
        if (here != sessions->end() && !here->device.empty()) return here->device;
    }
    return std::string(state.model.say(msg::passkeys_this_device));
}

}  // namespace

void reduce(State& state, const intent::HearPasskeys& heard, Effects& effects) {
    auto told = wire::from_json<PasskeyTold>(heard.json);
    if (!told) return;
    model::PasskeyDesk& desk = state.model.passkeys;
    desk.able = told->able;
    if (told->outcome.empty() || !std::exchange(desk.asking, false)) return;
    if (told->outcome == "got") {
        return on_passkey_given(state,
                                {std::move(told->id), std::move(told->clientDataJSON),
                                 std::move(told->authenticatorData), std::move(told->signature),
                                 std::move(told->userHandle)},
                                effects);
    }
    if (told->outcome == "made") return keep_made(state, std::move(*told), effects);
    desk.trouble = trouble_named(told->outcome);
    state.model.account.passkey.succeed();
    auto* open = std::get_if<model::dialog::AddPasskey>(&state.model.open_dialog);
    if (open != nullptr) open->sending.succeed();
}

void reduce(State& state, const intent::ReadSignInWays&, Effects& effects) {
    load_passkeys(state, effects);
    load_codes(state, effects);
}

void reduce(State& state, const intent::AskToAddPasskey&, Effects&) {
    state.model.passkeys.trouble = PasskeyTrouble::None;
    open_empty<model::dialog::AddPasskey>(state);
    state.drafts.account.passkey_name = name_of_this_device(state);
}

void reduce(State& state, const intent::ConfirmAddPasskey&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    if (!model::check_passkey(draft)) return;
    send_from<api::NewPasskeyOptions, model::dialog::AddPasskey>(
        state, {}, {draft.password}, effects,
        [](State& s, Effects& e, api::NewPasskeyOptions::Response options) {
            ask_browser(s, "make", std::move(options), e);
        });
}

void reduce(State& state, const intent::AskToRenamePasskey& wish, Effects&) {
    open_empty(state, model::dialog::RenamePasskey{wish.id, {}});
    state.drafts.account.passkey_name = wish.name;
}

void reduce(State& state, const intent::ConfirmRenamePasskey&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    const auto* open = std::get_if<model::dialog::RenamePasskey>(&state.model.open_dialog);
    if (open == nullptr || !model::check_passkey_name(draft)) return;
    send_from<api::RenamePasskey, model::dialog::RenamePasskey>(
        state, net::at(open->id.uuid), {std::string(domain::trimmed(draft.passkey_name))}, effects,
        [](State& s, Effects& e, api::Empty) {
            on_passkeys_changed(s, e, s.model.say(msg::passkeys_renamed));
        });
}

void reduce(State& state, const intent::AskToRemovePasskey& wish, Effects&) {
    open_empty(state, model::dialog::RemovePasskey{wish.id, wish.name, {}});
}

void reduce(State& state, const intent::ConfirmRemovePasskey&, Effects& effects) {
    model::AccountDraft& draft = state.drafts.account;
    const auto* open = std::get_if<model::dialog::RemovePasskey>(&state.model.open_dialog);
    if (open == nullptr || !model::check_present_password(draft)) return;
    send_from<api::RemovePasskey, model::dialog::RemovePasskey>(
        state, net::at(open->id.uuid), {draft.password}, effects,
        [](State& s, Effects& e, api::Empty) {
            on_passkeys_changed(s, e, s.model.say(msg::passkeys_removed));
        });
}

}  // namespace lsl::app
