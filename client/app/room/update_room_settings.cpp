#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// What the team sets in the room of a class: polls, and the room itself.

namespace lsl::app {

namespace {

void show_poll(State& state, const std::optional<StreamId>& room, wire::PollRow poll) {
    model::Chat& chat = state.model.chat;
    if (chat.room == room && chat.at) chat.at->poll = std::move(poll);
}

}  // namespace

void reduce(State& state, const intent::AskForPoll&, Effects&) {
    state.drafts.moderation = {};
    state.model.open_dialog = model::dialog::NewPoll{};
}

void reduce(State& state, const intent::ConfirmPoll&, Effects& effects) {
    model::Model& m = state.model;
    auto* open = std::get_if<model::dialog::NewPoll>(&m.open_dialog);
    const bool ready = open != nullptr && !open->sending.busy;
    if (!m.chat.room || !ready || !model::is_poll(state.drafts.moderation)) return;
    open->sending.begin();
    effects.call<api::CreatePoll>(
        net::at(*m.chat.room), model::poll_request(state.drafts.moderation),
        [room = m.chat.room](State& s, Effects&, Result<api::OnePoll> answer) {
            auto* still = std::get_if<model::dialog::NewPoll>(&s.model.open_dialog);
            if (!answer) {
                if (still != nullptr) still->sending.fail(std::move(answer).error());
                return;
            }
            if (still != nullptr) s.model.open_dialog = {};
            show_poll(s, room, std::move(answer->poll));
        });
}

void reduce(State& state, const intent::ClosePoll& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room || chat.moderating.busy) return;
    chat.moderating.begin();
    effects.call<api::ClosePoll>(
        net::at(*chat.room, wish.id.uuid), {},
        [room = chat.room](State& s, Effects&, Result<api::OnePoll> answer) {
            if (s.model.chat.room == room) s.model.chat.moderating.succeed();
            if (!answer) return toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            show_poll(s, room, std::move(answer->poll));
        });
}

void reduce(State& state, const intent::OpenRoomSettings&, Effects&) {
    const model::Chat& chat = state.model.chat;
    if (!chat.at) return;
    state.drafts.moderation = {};
    state.drafts.moderation.settings = model::settings_draft(chat.at->settings);
    state.model.open_dialog = model::dialog::RoomSettings{};
}

void reduce(State& state, const intent::SaveRoomSettings&, Effects& effects) {
    model::Model& m = state.model;
    auto* open = std::get_if<model::dialog::RoomSettings>(&m.open_dialog);
    if (!m.chat.room || open == nullptr || open->sending.busy) return;
    open->sending.begin();
    effects.call<api::ChangeChatSettings>(
        net::at(*m.chat.room), model::settings_request(state.drafts.moderation.settings),
        [room = m.chat.room](State& s, Effects&, Result<api::ChangeChatSettings::Response> answer) {
            auto* still = std::get_if<model::dialog::RoomSettings>(&s.model.open_dialog);
            if (!answer) {
                if (still == nullptr) return;
                const Error error = std::move(answer).error();
                if (!error.field.empty()) s.drafts.moderation.errors.set(error.field, error);
                return still->sending.fail(error);
            }
            if (still != nullptr) s.model.open_dialog = {};
            model::Chat& chat = s.model.chat;
            if (chat.room == room && chat.at) chat.at->settings = std::move(answer->settings);
        });
}

}  // namespace lsl::app
