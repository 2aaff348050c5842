#pragma once

#include <variant>

#include "client/app/effects.h"
#include "client/app/state.h"

// What the dialogs of the settings share: nothing that was typed into one stays for the next, and a
// refusal is shown where it was caused.

namespace lsl::app {

inline void forget_typed(State& state) {
    model::AccountDraft& draft = state.drafts.account;
    draft.email.clear();
    draft.password.clear();
    draft.new_password.clear();
    draft.passkey_name.clear();
    draft.code.clear();
    draft.errors.clear();
}

template <class Dialog>
void open_empty(State& state, Dialog dialog = {}) {
    forget_typed(state);
    state.model.open_dialog = std::move(dialog);
}

/// Under the field that the error names, or as the dialog's own.
template <class Dialog>
void show_refusal(State& state, const Error& error) {
    auto* open = std::get_if<Dialog>(&state.model.open_dialog);
    if (open == nullptr) return;
    if (!error.field.empty()) state.drafts.account.errors.set(error.field, error);
    open->sending.fail(error);
}

/// Sends what the open dialog asks for; `done(State&, Effects&, Response)` when it is granted.
template <class Endpoint, class Dialog, class Done>
void send_from(State& state, const net::Place& place, const typename Endpoint::Request& request,
               Effects& effects, Done done) {
    auto* dialog = std::get_if<Dialog>(&state.model.open_dialog);
    if (dialog == nullptr || dialog->sending.busy) return;
    dialog->sending.begin();
    effects.call<Endpoint>(
        place, request, [done](State& s, Effects& e, Result<typename Endpoint::Response> answer) {
            if (!answer) return show_refusal<Dialog>(s, answer.error());
            done(s, e, std::move(*answer));
        });
}

}  // namespace lsl::app
