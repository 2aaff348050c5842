#include "client/app/reducers.h"
#include "client/app/update.h"

#include "shared/domain/text_rules.h"

#include <algorithm>
#include <utility>

// The page StudioPeople: who has a role on a class, inviting, taking roles and invitations back.

namespace lsl::app {

namespace {

/// The list that the answer to a request is about, while its page is still there.
api::ListStaff::Response* people_of(State& state, StreamId id) {
    model::Model& m = state.model;
    if (m.route != model::people_page(id) || !m.studio.people.value) return nullptr;
    return &*m.studio.people.value;
}

/// Under the form's field when that is to blame and is what the person looks at.
void on_invite_failed(State& state, Error error) {
    model::Model& m = state.model;
    const bool asked = std::holds_alternative<model::dialog::ChangeRole>(m.open_dialog);
    const bool of_field = error.field == "email" || error.word == "already_staff";
    if (!asked && of_field && !state.drafts.invite.email.empty()) {
        state.drafts.invite.errors.set("email", error);
    } else if (!asked) {
        toast(state, m.explain(error), model::Mood::Bad);
    }
    m.studio.inviting.fail(std::move(error));
}

void invite(State& state, std::string_view email, std::string_view role, Effects& effects) {
    model::Model& m = state.model;
    const StreamId id = m.route.stream;
    if (m.studio.inviting.busy) return;
    m.studio.inviting.begin();
    api::InviteStaff::Request request;
    request.role = role;
    if (!email.empty()) request.email = email;
    effects.call<api::InviteStaff>(
        net::at(id), request,
        [id](State& s, Effects& e, Result<api::InviteStaff::Response> answer) {
            if (people_of(s, id) == nullptr) return;
            if (!answer) return on_invite_failed(s, std::move(answer).error());
            s.model.studio.inviting.succeed();
            s.drafts.invite = {};
            // It may have taken an older one's place: the server knows which addresses are the
            // same.
            load_people(s, id, e);
            s.model.open_dialog = model::dialog::InvitationLink{std::move(answer->invitation)};
        });
}

void on_removed(State& state, StreamId id, const model::dialog::RemoveStaff& removed,
                Effects& effects) {
    model::Model& m = state.model;
    if (api::ListStaff::Response* people = people_of(state, id)) {
        std::erase_if(people->staff,
                      [&](const auto& one) { return one.user_id.uuid == removed.who; });
        std::erase_if(people->invitations,
                      [&](const auto& one) { return one.id.uuid == removed.who; });
    }
    toast(state, removed.name.empty() ? std::string(m.say(msg::toast_invitation_void))
                                      : m.say(msg::ToastPersonRemoved{removed.name}));
    if (!removed.leaves) return;
    std::vector<domain::HeldRole> left = m.studio.roles;
    std::erase_if(left, [&](const domain::HeldRole& held) { return held.stream_id == id; });
    put_roles(state, std::move(left));
    go_instead(state, model::page(model::Page::Classes), effects);
}

}  // namespace

void load_people(State& state, StreamId id, Effects& effects) {
    if (!state.model.studio.people.begin()) return;
    effects.get<api::ListStaff>(
        net::at(id), [id](State& s, Effects&, Result<api::ListStaff::Response> answer) {
            if (s.model.route != model::people_page(id)) return;
            if (!answer) return s.model.studio.people.fail(std::move(answer).error());
            s.model.studio.people.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::Invite&, Effects& effects) {
    model::InviteDraft& draft = state.drafts.invite;
    if (model::check_invite(draft)) {
        invite(state, domain::trimmed(draft.email), draft.role, effects);
    }
}

void reduce(State& state, const intent::InviteAgain& wish, Effects& effects) {
    invite(state, wish.email, domain::staff_role_name(wish.role), effects);
}

void reduce(State& state, const intent::AskToChangeRole& wish, Effects&) {
    state.model.studio.inviting = {};
    state.drafts.changed_role = domain::staff_role_name(wish.role);
    state.model.open_dialog = model::dialog::ChangeRole{wish.email, wish.name};
}

void reduce(State& state, const intent::ConfirmChangeRole&, Effects& effects) {
    if (const auto* open = std::get_if<model::dialog::ChangeRole>(&state.model.open_dialog)) {
        invite(state, open->email, state.drafts.changed_role, effects);
    }
}

void reduce(State& state, const intent::AskToRemove& wish, Effects&) {
    state.model.open_dialog = model::dialog::RemoveStaff{wish.who, wish.name, wish.leaves, {}};
}

void reduce(State& state, const intent::ConfirmRemove&, Effects& effects) {
    auto* open = std::get_if<model::dialog::RemoveStaff>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy) return;
    open->sending.begin();
    const StreamId id = state.model.route.stream;
    net::Place place = net::at(id);
    place.below = open->who.to_string();
    effects.call<api::RemoveStaff>(
        place, {}, [id](State& s, Effects& e, Result<api::Empty> answer) {
            auto* asked = std::get_if<model::dialog::RemoveStaff>(&s.model.open_dialog);
            if (asked == nullptr) return;
            // What is gone already is what was wanted.
            if (!answer && answer.error().code != ErrorCode::NotFound) {
                return asked->sending.fail(std::move(answer).error());
            }
            const model::dialog::RemoveStaff removed = std::move(*asked);
            s.model.open_dialog = {};
            on_removed(s, id, removed, e);
        });
}

}  // namespace lsl::app
