#pragma once

#include <string_view>

#include "client/app/effects.h"
#include "client/app/state.h"
#include "shared/wire/json/json.h"

// The way to web/passkeys.js and back, for the reducers of the account's part.

namespace lsl::app {

/// The browser asks the person for a passkey ("get") or makes one ("make"), by what the server said
/// of it. HearPasskeys follows.
template <class Options>
void ask_browser(State& state, std::string_view name, Options options, Effects& effects) {
    state.model.passkeys.asking = true;
    state.model.passkeys.trouble = model::PasskeyTrouble::None;
    effects.add(effect::TellDesk{platform::Part::Account, wire::write_json([&](wire::Archive& a) {
                                     a.field(name, options);
                                 })});
}

/// The person let the browser use one, on the sign-in page (update_sign_in.cpp).
void on_passkey_given(State& state, const api::PasskeyLogin::Request& given, Effects& effects);

}  // namespace lsl::app
