#include "client/app/reducers.h"
#include "client/app/update.h"

#include <optional>
#include <utility>

// What is done with messages and polls of a room, and what is told to the teacher in one press.

namespace lsl::app {

namespace {

void tell_refusal(State& state, const Error& error) {
    toast(state, state.model.explain(error), model::Mood::Bad);
}

/// An endpoint of one message; its row comes back.
template <class Endpoint>
void act_on(State& state, MessageId id, const typename Endpoint::Request& request,
            Effects& effects) {
    const std::optional<StreamId> room = state.model.chat.room;
    if (!room) return;
    effects.call<Endpoint>(net::at(*room, id.uuid), request,
                           [room](State& s, Effects&, Result<api::OneMessage> answer) {
                               if (s.model.chat.room != room) return;
                               if (!answer) return tell_refusal(s, answer.error());
                               model::put_message(s.model.chat, std::move(answer->message));
                           });
}

void note_vote(model::Chat& chat, MessageId id, bool vote) {
    if (vote) {
        chat.voted.insert(id);
    } else {
        chat.voted.erase(id);
    }
}

}  // namespace

void reduce(State&, const intent::OpenLink& wish, Effects& effects) {
    effects.add(effect::Leave{wish.url});
}

void reduce(State& state, const intent::AllowMessage& wish, Effects& effects) {
    act_on<api::AllowMessage>(state, wish.id, {}, effects);
}

void reduce(State& state, const intent::PinMessage& wish, Effects& effects) {
    if (wish.pinned) {
        act_on<api::PinMessage>(state, wish.id, {}, effects);
    } else {
        act_on<api::UnpinMessage>(state, wish.id, {}, effects);
    }
}

void reduce(State& state, const intent::AnswerQuestion& wish, Effects& effects) {
    act_on<api::AnswerQuestion>(state, wish.id, {}, effects);
}

void reduce(State& state, const intent::VoteForQuestion& wish, Effects& effects) {
    const std::optional<StreamId> room = state.model.chat.room;
    if (!room) return;
    note_vote(state.model.chat, wish.id, wish.vote);
    effects.call<api::VoteForQuestion>(
        net::at(*room, wish.id.uuid), {wish.vote},
        [room, wish](State& s, Effects&, Result<api::OneMessage> answer) {
            if (s.model.chat.room != room) return;
            if (answer) return model::put_message(s.model.chat, std::move(answer->message));
            note_vote(s.model.chat, wish.id, !wish.vote);
            tell_refusal(s, answer.error());
        });
}

void reduce(State& state, const intent::AskToReport& wish, Effects&) {
    state.drafts.moderation = {};
    state.model.open_dialog = model::dialog::ReportMessage{wish.id, {}};
}

void reduce(State& state, const intent::ConfirmReport&, Effects& effects) {
    const std::optional<StreamId> room = state.model.chat.room;
    auto* open = std::get_if<model::dialog::ReportMessage>(&state.model.open_dialog);
    if (!room || open == nullptr || open->sending.busy) return;
    open->sending.begin();
    effects.call<api::ReportMessage>(
        net::at(*room, open->id.uuid), {state.drafts.moderation.reason},
        [room, id = open->id](State& s, Effects&, Result<api::OneMessage> answer) {
            auto* still = std::get_if<model::dialog::ReportMessage>(&s.model.open_dialog);
            if (!answer) {
                if (still == nullptr) return tell_refusal(s, answer.error());
                return still->sending.fail(std::move(answer).error());
            }
            if (s.model.chat.room == room) s.model.chat.reported.insert(id);
            if (still != nullptr) s.model.open_dialog = {};
            toast(s, s.model.say(msg::chat_reported), model::Mood::Good);
        });
}

void reduce(State& state, const intent::VoteInPoll& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room) return;
    if (wish.option) {
        chat.poll_votes.insert_or_assign(wish.id, *wish.option);
    } else {
        chat.poll_votes.erase(wish.id);
    }
    effects.call<api::VoteInPoll>(
        net::at(*chat.room, wish.id.uuid), {wish.option},
        [room = chat.room, poll = wish.id](State& s, Effects&, Result<api::OnePoll> answer) {
            if (s.model.chat.room != room || !s.model.chat.at) return;
            if (!answer) {
                s.model.chat.poll_votes.erase(poll);
                return tell_refusal(s, answer.error());
            }
            s.model.chat.at->poll = std::move(answer->poll);
        });
}

void reduce(State& state, const intent::SetWish& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room) return;
    chat.wish = wish.wish;
    chat.wish_until = state.model.seconds + model::wish_seconds;
    effects.call<api::SetWish>(net::at(*chat.room), {wish.wish},
                               [room = chat.room](State& s, Effects&, Result<api::Empty> answer) {
                                   if (answer || s.model.chat.room != room) return;
                                   s.model.chat.wish.reset();
                                   tell_refusal(s, answer.error());
                               });
}

void reduce(State& state, const intent::SendReactions& wish, Effects& effects) {
    if (!state.model.chat.room) return;
    api::React::Request request;
    request.counts = wish.counts;
    effects.call<api::React>(net::at(*state.model.chat.room), request,
                             [](State& s, Effects&, Result<api::Empty> answer) {
                                 if (!answer) tell_refusal(s, answer.error());
                             });
}

void reduce(State& state, const intent::TimeOutPerson& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room || chat.moderating.busy) return;
    chat.moderating.begin();
    api::TimeOutPerson::Request request;
    request.userId = wish.id;
    request.seconds = wish.seconds;
    effects.call<api::TimeOutPerson>(
        net::at(*chat.room), request,
        [room = chat.room](State& s, Effects&, Result<api::TimeOutPerson::Response> answer) {
            if (s.model.chat.room != room) return;
            s.model.chat.moderating.succeed();
            if (!answer) return tell_refusal(s, answer.error());
            toast(s, s.model.say(msg::chat_paused_person), model::Mood::Good);
        });
}

void reduce(State& state, const intent::SetChatMode& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room || chat.moderating.busy) return;
    chat.moderating.begin();
    api::ChangeChatSettings::Request request;
    request.mode = wish.mode;
    effects.call<api::ChangeChatSettings>(
        net::at(*chat.room), request,
        [room = chat.room](State& s, Effects&, Result<api::ChangeChatSettings::Response> answer) {
            model::Chat& now = s.model.chat;
            if (now.room != room) return;
            now.moderating.succeed();
            if (!answer) return tell_refusal(s, answer.error());
            if (now.at) now.at->settings = std::move(answer->settings);
        });
}

void reduce(State& state, const intent::ClearWishes&, Effects& effects) {
    if (!state.model.chat.room) return;
    effects.call<api::ClearWishes>(net::at(*state.model.chat.room), {},
                                   [](State& s, Effects&, Result<api::Empty> answer) {
                                       if (!answer) tell_refusal(s, answer.error());
                                   });
}

}  // namespace lsl::app
