#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <utility>

// Tokens that the studio gives to a person.

namespace lsl::app {

namespace {

api::GrantTokens::Request request_of(const model::GrantDraft& draft) {
    return {std::string(domain::trimmed(draft.email)),
            model::whole_number(draft.tokens).value_or(0),
            std::string(domain::trimmed(draft.reason))};
}

void on_grant_failed(State& state, Error error) {
    if (!error.field.empty()) state.drafts.grant.errors.set(error.field, error);
    if (auto* open = std::get_if<model::dialog::GiveTokens>(&state.model.open_dialog)) {
        open->sending.fail(std::move(error));
    }
}

}  // namespace

void reduce(State& state, const intent::AskToGiveTokens&, Effects&) {
    state.drafts.grant = {};
    state.model.open_dialog = model::dialog::GiveTokens{};
}

void reduce(State& state, const intent::ConfirmGiveTokens&, Effects& effects) {
    auto* open = std::get_if<model::dialog::GiveTokens>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy || !model::check_grant(state.drafts.grant)) return;
    api::GrantTokens::Request request = request_of(state.drafts.grant);
    // The same once more may have been done already; something else is another grant.
    if (open->key.empty() || request != open->sent) open->key = effects.fresh_id();
    open->sent = request;
    open->sending.begin();
    effects.call<api::GrantTokens>(
        {}, request,
        [email = request.email](State& s, Effects&, Result<api::GrantTokens::Response> answer) {
            if (!answer) return on_grant_failed(s, std::move(answer).error());
            if (std::holds_alternative<model::dialog::GiveTokens>(s.model.open_dialog)) {
                s.model.open_dialog = {};
            }
            const std::string balance = s.model.tokens(answer->token_balance);
            toast(s, s.model.say(msg::ToastGranted{email, balance}), model::Mood::Good);
        },
        open->key);
}

}  // namespace lsl::app
