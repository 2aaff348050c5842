#include "client/app/reducers.h"
#include "client/app/room/removals.h"
#include "client/app/update.h"

#include <algorithm>
#include <utility>

// What the team of a class does about people in its room, and with what others tell of them.

namespace lsl::app {

namespace {

constexpr std::int64_t latest_minutes = 10;  ///< of what somebody wrote, that goes with a pause

void tell_moderation_refusal(State& state, const Error& error) {
    toast(state, state.model.explain(error), model::Mood::Bad);
}

/// The sheet of that person, while it is open.
model::dialog::RoomPerson* open_sheet(State& state, UserId id) {
    auto* open = std::get_if<model::dialog::RoomPerson>(&state.model.open_dialog);
    return open != nullptr && open->id == id ? open : nullptr;
}

void put_decision(model::dialog::RoomReports& open, api::ReportRow decided) {
    if (!open.list.value) return;
    for (api::ReportRow& report : open.list.value->reports) {
        if (report.id == decided.id) report = decided;
    }
}

}  // namespace

void reduce(State& state, const intent::OpenReports&, Effects& effects) {
    model::Model& m = state.model;
    if (!m.chat.room) return;
    state.drafts.moderation = {};
    auto& open = m.open_dialog.emplace<model::dialog::RoomReports>();
    open.list.begin();
    effects.get<api::ListReports>(
        net::at(*m.chat.room), [](State& s, Effects&, Result<api::ListReports::Response> answer) {
            auto* still = std::get_if<model::dialog::RoomReports>(&s.model.open_dialog);
            if (still == nullptr) return;
            if (!answer) return still->list.fail(std::move(answer).error());
            still->list.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::DecideReport& wish, Effects& effects) {
    model::Model& m = state.model;
    auto* open = std::get_if<model::dialog::RoomReports>(&m.open_dialog);
    if (!m.chat.room || open == nullptr || open->deciding) return;
    open->deciding = wish.id;
    api::DecideReport::Request request;
    request.decision = wish.decision;
    if (!state.drafts.moderation.reason.empty()) request.reason = state.drafts.moderation.reason;
    effects.call<api::DecideReport>(
        net::at(*m.chat.room, wish.id.uuid), request,
        [](State& s, Effects&, Result<api::DecideReport::Response> answer) {
            auto* still = std::get_if<model::dialog::RoomReports>(&s.model.open_dialog);
            if (still != nullptr) still->deciding.reset();
            if (!answer) return tell_moderation_refusal(s, answer.error());
            if (still == nullptr) return;
            put_decision(*still, std::move(answer->report));
            s.drafts.moderation.reason.clear();
        });
}

void reduce(State& state, const intent::OpenPerson& wish, Effects& effects) {
    model::Model& m = state.model;
    if (!m.chat.room) return;
    state.drafts.moderation = {};
    auto& open = m.open_dialog.emplace<model::dialog::RoomPerson>();
    open.id = wish.id;
    open.known.begin();
    effects.get<api::GetPersonNote>(
        net::at(*m.chat.room, wish.id.uuid),
        [id = wish.id](State& s, Effects&, Result<api::GetPersonNote::Response> answer) {
            auto* still = open_sheet(s, id);
            if (still == nullptr) return;
            if (!answer) return still->known.fail(std::move(answer).error());
            s.drafts.moderation.note = answer->note.text;
            still->known.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::ApplyPause&, Effects& effects) {
    model::Model& m = state.model;
    auto* open = std::get_if<model::dialog::RoomPerson>(&m.open_dialog);
    if (!m.chat.room || open == nullptr || open->pausing.busy) return;
    open->pausing.begin();
    const model::ModerationDraft& draft = state.drafts.moderation;
    api::TimeOutPerson::Request request;
    request.userId = open->id;
    request.seconds = model::pause_seconds(draft);
    if (!draft.reason.empty()) request.reason = draft.reason;
    if (draft.remove_latest) request.removeMinutes = latest_minutes;
    const std::string name = open->known.value ? open->known.value->person.display_name : "";
    effects.call<api::TimeOutPerson>(
        net::at(*m.chat.room), request,
        [id = open->id, room = *m.chat.room, name, pinned = pins_now(m.chat)](
            State& s, Effects&, Result<api::TimeOutPerson::Response> answer) {
            auto* still = open_sheet(s, id);
            if (!answer) {
                if (still == nullptr) return tell_moderation_refusal(s, answer.error());
                return still->pausing.fail(std::move(answer).error());
            }
            const bool paused = answer->timed_out_until.has_value();
            toast(s, s.model.say(paused ? msg::chat_paused_person : msg::chat_may_write_again),
                  model::Mood::Good);
            offer_to_restore(s, {room, std::move(answer->removed), pinned}, name);
            if (still == nullptr) return;
            still->pausing.succeed();
            if (still->known.value) {
                still->known.value->person.timed_out_until = answer->timed_out_until;
            }
        });
}

void reduce(State& state, const intent::SaveNote&, Effects& effects) {
    model::Model& m = state.model;
    auto* open = std::get_if<model::dialog::RoomPerson>(&m.open_dialog);
    if (!m.chat.room || open == nullptr || open->noting.busy) return;
    open->noting.begin();
    effects.call<api::SetPersonNote>(
        net::at(*m.chat.room, open->id.uuid), {state.drafts.moderation.note},
        [id = open->id](State& s, Effects&, Result<api::SetPersonNote::Response> answer) {
            auto* still = open_sheet(s, id);
            if (!answer) {
                if (still == nullptr) return tell_moderation_refusal(s, answer.error());
                return still->noting.fail(std::move(answer).error());
            }
            toast(s, s.model.say(msg::chat_note_saved), model::Mood::Good);
            if (still == nullptr) return;
            still->noting.succeed();
            still->known.set(std::move(*answer));
        });
}

}  // namespace lsl::app
