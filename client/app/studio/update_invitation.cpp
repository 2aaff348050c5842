#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// The page of an invitation: what it is about, yes or no.

namespace lsl::app {

namespace {

bool shows(const State& state, const std::string& token) {
    return state.model.route == model::invitation_page(token);
}

/// What makes the link useless takes the offer's place; the rest is said beside the buttons.
void on_answer_failed(State& state, Error error, Effects& effects) {
    model::Invitation& invitation = state.model.invitation;
    invitation.answering.succeed();
    const bool is_void = error.code == ErrorCode::NotFound || error.code == ErrorCode::Gone ||
                         error.word == "wrong_account";
    if (error.code == ErrorCode::Unauthenticated) return on_viewer_gone(state, effects);
    if (is_void) {
        invitation.offer.value.reset();
        invitation.offer.fail(std::move(error));
    } else {
        invitation.answering.fail(std::move(error));
    }
}

/// The request under way for this page's token; nothing when there is none to be sent.
template <class Endpoint>
void answer_with(State& state, Effects& effects,
                 void (*then)(State&, typename Endpoint::Response, Effects&)) {
    model::Invitation& invitation = state.model.invitation;
    if (!invitation.offer.value || invitation.answering.busy) return;
    invitation.answering.begin();
    const std::string token = state.model.route.token;
    effects.call<Endpoint>(
        net::at(token), {},
        [token, then](State& s, Effects& e, Result<typename Endpoint::Response> answer) {
            if (!shows(s, token)) return;
            if (!answer) return on_answer_failed(s, std::move(answer).error(), e);
            s.model.invitation.answering.succeed();
            then(s, std::move(*answer), e);
        });
}

void on_accepted(State& state, api::AcceptInvitation::Response answer, Effects&) {
    std::vector<domain::HeldRole> roles = state.model.studio.roles;
    std::erase_if(roles, [&](const domain::HeldRole& held) {
        return held.stream_id == answer.staff.stream_id;
    });
    roles.push_back({answer.staff.role, answer.staff.stream_id});
    put_roles(state, std::move(roles));
    state.model.invitation.offer.value->accepted = true;
}

}  // namespace

void load_invitation(State& state, Effects& effects) {
    const std::string token = state.model.route.token;
    auto& offer = state.model.invitation.offer;
    if (!offer.begin()) return;
    // A link that was cut off on its way is like one that was taken back.
    if (token.empty()) return offer.fail(not_found({}));
    effects.get<api::GetInvitation>(
        net::at(token), [token](State& s, Effects&, Result<api::GetInvitation::Response> answer) {
            if (!shows(s, token)) return;
            if (!answer) return s.model.invitation.offer.fail(std::move(answer).error());
            s.model.invitation.offer.set(std::move(answer->invitation));
        });
}

void reduce(State& state, const intent::AcceptInvitation&, Effects& effects) {
    answer_with<api::AcceptInvitation>(state, effects, on_accepted);
}

void reduce(State& state, const intent::DeclineInvitation&, Effects& effects) {
    answer_with<api::DeclineInvitation>(
        state, effects, [](State& s, api::Empty, Effects&) { s.model.invitation.declined = true; });
}

}  // namespace lsl::app
