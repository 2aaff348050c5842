#include "client/app/room/removals.h"

#include "client/app/reducers.h"
#include "client/app/update.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace lsl::app {

namespace {

constexpr double restore_seconds = 8;

void tell_failed(State& state, const Error& error) {
    toast(state, state.model.explain(error), model::Mood::Bad);
}

std::string name_of(const model::Chat& chat, const wire::MessageRow& row) {
    const wire::ChatPerson* author = chat.author(row);
    return author == nullptr ? std::string() : author->display_name;
}

bool contains(const std::vector<MessageId>& ids, MessageId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// A removal took the pin down as well.
void pin_again(StreamId room, MessageId id, Effects& effects) {
    effects.call<api::PinMessage>(net::at(room, id.uuid), {},
                                  [room](State& s, Effects&, Result<api::OneMessage> answer) {
                                      if (!answer) return tell_failed(s, answer.error());
                                      if (s.model.chat.room != room) return;
                                      model::put_message(s.model.chat, std::move(answer->message));
                                  });
}

}  // namespace

std::vector<MessageId> pins_now(const model::Chat& chat) {
    std::vector<MessageId> ids;
    if (!chat.at) return ids;
    for (const wire::MessageRow& pin : chat.at->pins) ids.push_back(pin.id);
    return ids;
}

void offer_to_restore(State& state, model::intent::RestoreMessages undo, const std::string& name) {
    if (undo.ids.empty()) return;
    std::erase_if(undo.pinned, [&](MessageId id) { return !contains(undo.ids, id); });
    const auto count = static_cast<std::int64_t>(undo.ids.size());
    const model::Model& m = state.model;
    toast(state, m.say(msg::ChatRemovedOf{count, name}));
    model::Toast& said = state.model.toasts.back();
    said.action = m.say(msg::chat_undo);
    said.undo = std::move(undo);
    said.until = m.seconds + restore_seconds;
}

void reduce(State& state, const intent::RemoveMessage& wish, Effects& effects) {
    const model::Chat& chat = state.model.chat;
    const std::optional<StreamId> room = chat.room;
    const wire::MessageRow* row = chat.find(wish.id);
    if (!room || row == nullptr) return;
    const bool was_there = row->state != domain::MessageState::Removed;
    effects.call<api::RemoveMessage>(
        net::at(*room, wish.id.uuid), {},
        [room = *room, id = wish.id, was_there, name = name_of(chat, *row),
         pinned = pins_now(chat)](State& s, Effects&, Result<api::OneMessage> answer) {
            if (!answer) {
                if (s.model.chat.room == room) tell_failed(s, answer.error());
                return;
            }
            // What its author takes back, nobody brings back.
            const bool by_team = answer->message.removed_by == domain::RemovedBy::Team;
            if (was_there && by_team) offer_to_restore(s, {room, {id}, pinned}, name);
            if (s.model.chat.room != room) return;
            model::put_message(s.model.chat, std::move(answer->message));
        });
}

void reduce(State&, const intent::RestoreMessages& wish, Effects& effects) {
    effects.call<api::RestoreMessages>(
        net::at(wish.room), {wish.ids},
        [wish](State& s, Effects& e, Result<api::RestoreMessages::Response> answer) {
            if (!answer) return tell_failed(s, answer.error());
            for (wire::MessageRow& row : answer->messages) {
                const bool visible = row.state == domain::MessageState::Visible;
                if (visible && !row.pinned_at && contains(wish.pinned, row.id)) {
                    pin_again(wish.room, row.id, e);
                }
                if (s.model.chat.room != wish.room) continue;
                model::put_message(s.model.chat, std::move(row));
            }
        });
}

}  // namespace lsl::app
