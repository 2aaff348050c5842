#include "client/app/reducers.h"
#include "client/app/room/recent_emoji.h"
#include "client/app/update.h"

#include "shared/wire/json/json.h"

#include <algorithm>
#include <chrono>
#include <utility>

// The room of a class: reading it, hearing of it, writing in it.

namespace lsl::app {

namespace {

constexpr std::int64_t page_of_messages = 50, most_missing = 100;
constexpr std::size_t most_unsent = 5;

std::optional<UserId> me(const model::Model& m) {
    if (!m.account.viewer) return std::nullopt;
    return m.account.viewer->user.id;
}

/// Nothing while it is empty but for spaces.
bool says_something(const std::string& text) {
    return text.find_first_not_of(" \n\t\r") != std::string::npos;
}

void fill_hole(State& state, Effects& effects) {
    model::Chat& chat = state.model.chat;
    const auto hole = model::first_hole(chat);
    if (!hole || chat.filling || !chat.room) return;
    chat.filling = true;
    net::Place place = net::at(*chat.room);
    place.after = std::to_string(*hole);
    place.limit = most_missing;
    effects.get<api::GetChat>(
        place, [room = chat.room](State& s, Effects& e, Result<api::GetChat::Response> answer) {
            if (s.model.chat.room != room) return;
            if (!answer) {
                s.model.chat.filling = false;
                return;
            }
            model::take_missing(s.model.chat, std::move(*answer));
            fill_hole(s, e);
        });
}

/// Too early: what was written stands in the field again, and goes when it may.
void wait_for_turn(State& state, const model::UnsentMessage& sent, const Error& error) {
    model::Chat& chat = state.model.chat;
    chat.next_at = state.model.now + std::chrono::seconds(std::max(error.retry_after_seconds, 1));
    model::ChatDraft& draft = state.drafts.chat;
    draft.text = sent.text;
    draft.reply_to = sent.reply_to;
    draft.as_question = sent.kind == domain::MessageKind::Question;
    draft.as_announcement = sent.kind == domain::MessageKind::Announcement;
    draft.queued = true;
}

void on_refused(State& state, const std::string& client_id, Error error) {
    model::Chat& chat = state.model.chat;
    model::UnsentMessage* unsent = model::find_unsent(chat, client_id);
    if (unsent == nullptr) return;
    unsent->busy = false;
    unsent->echo.reset();
    const bool too_early = error.code == ErrorCode::TooMany;
    if (too_early && state.drafts.chat.text.empty()) {
        const model::UnsentMessage sent = *unsent;
        std::erase_if(chat.unsent, [&](const model::UnsentMessage& other) {
            return other.client_id == client_id;
        });
        return wait_for_turn(state, sent, error);
    }
    if (error.word == "timed_out" && chat.at && chat.at->me) {
        chat.at->me->timed_out_until = error.until.value_or(domain::end_of_class_timeout);
    }
    unsent->error = std::move(error);
}

void note_sent(State& state) {
    model::Chat& chat = state.model.chat;
    const bool moderates = state.model.may(domain::StaffAction::Moderate, *chat.room);
    if (moderates || !chat.at || chat.at->settings.slow_mode_seconds == 0) return;
    chat.next_at = state.model.now + std::chrono::seconds(chat.at->settings.slow_mode_seconds);
}

/// Whoever wrote one may want it again.
void note_emoji(State& state, std::string_view text, Effects& effects) {
    std::string recent = recent_emoji_with(state.model.chat_emoji, text);
    if (recent == state.model.chat_emoji) return;
    state.model.chat_emoji = recent;
    effects.add(effect::Remember{std::string(model::chat_emoji_key), std::move(recent)});
}

/// One after the other, so that they stand in the order in which they were written.
void send_next(State& state, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room) return;
    for (model::UnsentMessage& unsent : chat.unsent) {
        if (unsent.busy) return;
        if (unsent.error) continue;
        unsent.busy = true;
        api::SendMessage::Request request;
        request.message = unsent.text;
        request.clientId = unsent.client_id;
        request.kind = unsent.kind;
        if (unsent.reply_to) request.replyTo = unsent.reply_to->to_string();
        effects.call<api::SendMessage>(net::at(*chat.room), request,
                                       [room = chat.room, client_id = unsent.client_id](
                                           State& s, Effects& e, Result<api::OneMessage> answer) {
                                           if (s.model.chat.room != room) return;
                                           if (answer) {
                                               model::take_sent(s.model.chat, client_id,
                                                                std::move(answer->message));
                                               note_sent(s);
                                           } else {
                                               on_refused(s, client_id, std::move(answer).error());
                                           }
                                           send_next(s, e);
                                       });
        return;
    }
}

/// What the server knows of this person's votes; pages before this one have sent some of them.
void note_own(State& state, const wire::RoomMe& own) {
    model::take_own(state.model.chat, own, state.model.now, state.model.seconds);
    const bool shown = state.model.chat.room == state.model.route.stream;
    if (own.effort && shown) state.model.watching.effort = own.effort;
}

/// What became of what this person reported, when it is decided.
void tell_decision(State& state, const wire::ReportAnswer& answer) {
    const bool removed = answer.decision == domain::ReportDecision::Removed;
    std::string text(
        state.model.say(removed ? msg::chat_reported_removed : msg::chat_reported_kept));
    if (!answer.reason.empty()) text += " " + answer.reason;
    toast(state, text, model::Mood::Neutral);
}

/// The team asked this person to pause, or lets them write again, or decided what they reported.
void hear_of_oneself(State& state, std::string_view data) {
    const auto event = wire::from_json<wire::RoomMeChanged>(data);
    model::Chat& chat = state.model.chat;
    if (!event || chat.room != event->stream_id || !chat.at) return;
    const std::size_t known = chat.at->me ? chat.at->me->reports.size() : 0;
    if (event->me.reports.size() > known) tell_decision(state, event->me.reports.back());
    chat.at->me = event->me;
    chat.next_at = event->me.next_at;
    note_own(state, event->me);
    for (const wire::MessageRow& gone : event->messages) model::put_message(chat, gone);
}

}  // namespace

void reduce(State& state, const ReadRoom&, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room || !chat.reading.begin()) return;
    net::Place place = net::at(*chat.room);
    place.limit = page_of_messages;
    effects.get<api::GetChat>(place, [room = chat.room](State& s, Effects& e,
                                                        Result<api::GetChat::Response> answer) {
        model::Chat& now = s.model.chat;
        if (now.room != room) return;
        if (!answer) return now.reading.fail(std::move(answer).error());
        const std::string position = answer->room.epoch + "." + std::to_string(answer->room.seq);
        const auto own = answer->room.me;
        model::take_newest(now, std::move(*answer));
        if (own) note_own(s, *own);
        // Whoever listens from the frame that the page knows misses nothing.
        if (!now.listens) e.add(effect::ReopenEvents{position, room});
    });
}

void reduce(State& state, const RoomNews& news, Effects& effects) {
    if (news.own) return hear_of_oneself(state, news.data);
    auto frame = wire::from_json<wire::RoomChanged>(news.data);
    if (!frame) return;
    model::Model& m = state.model;
    if (frame->room && frame->room->me) note_own(state, *frame->room->me);
    if (!model::take_frame(m.chat, std::move(*frame), me(m), m.seconds)) {
        return reduce(state, ReadRoom{}, effects);
    }
    fill_hole(state, effects);
}

void reduce(State& state, const intent::SendMessage&, Effects& effects) {
    model::Chat& chat = state.model.chat;
    model::ChatDraft& draft = state.drafts.chat;
    if (!chat.room || !says_something(draft.text) || chat.unsent.size() >= most_unsent) return;
    if (chat.next_at && *chat.next_at > state.model.now) {
        draft.queued = true;
        return;
    }
    model::UnsentMessage unsent;
    unsent.client_id = effects.fresh_id();
    unsent.text = std::exchange(draft.text, {});
    if (draft.as_question) unsent.kind = domain::MessageKind::Question;
    const bool team = state.model.may(domain::StaffAction::Moderate, *chat.room);
    if (team && draft.as_announcement) unsent.kind = domain::MessageKind::Announcement;
    unsent.reply_to = std::exchange(draft.reply_to, std::nullopt);
    draft.as_question = draft.as_announcement = draft.queued = false;
    draft.end_wish += 1;
    note_emoji(state, unsent.text, effects);
    chat.unsent.push_back(std::move(unsent));
    send_next(state, effects);
}

void reduce(State& state, const intent::SendAgain& wish, Effects& effects) {
    model::UnsentMessage* unsent = model::find_unsent(state.model.chat, wish.client_id);
    if (unsent == nullptr || unsent->busy) return;
    unsent->error.reset();
    send_next(state, effects);
}

void reduce(State& state, const intent::DropUnsent& wish, Effects&) {
    std::erase_if(state.model.chat.unsent, [&](const model::UnsentMessage& unsent) {
        return unsent.client_id == wish.client_id && !unsent.busy;
    });
}

void reduce(State& state, const intent::ReadOlderMessages&, Effects& effects) {
    model::Chat& chat = state.model.chat;
    const bool full = chat.rows.size() >= model::most_chat_rows;
    if (!chat.room || chat.loading_older || full || !chat.has_older()) return;
    chat.loading_older = true;
    net::Place place = net::at(*chat.room);
    place.before = std::to_string(chat.rows.front().seq.value_or(0));
    place.limit = page_of_messages;
    effects.get<api::GetChat>(
        place, [room = chat.room](State& s, Effects&, Result<api::GetChat::Response> answer) {
            if (s.model.chat.room != room) return;
            if (answer) return model::take_older(s.model.chat, std::move(*answer));
            s.model.chat.loading_older = false;
            toast(s, s.model.explain(answer.error()), model::Mood::Bad);
        });
}

void reduce(State& state, const intent::ReplyTo& wish, Effects&) {
    if (state.model.chat.find(wish.id) == nullptr) return;
    state.drafts.chat.reply_to = wish.id;
    state.drafts.chat.wants_focus = true;
}

void reduce(State& state, const intent::WriteMessage&, Effects&) {
    state.drafts.chat.hidden = false;
    state.drafts.chat.wants_focus = true;
}

void reduce(State& state, const intent::HearNews& wish, Effects& effects) {
    state.model.chat_news = wish.of;
    effects.add(effect::Remember{std::string(model::chat_news_key), wish.of});
}

/// Viewers are told of those who want to be seen alone: whoever finds themselves there is seen.
void reduce(State& state, const intent::AskWhoIsHere&, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room) return;
    state.model.open_dialog = model::dialog::WhoIsHere{};
    if (!chat.present.begin()) return;
    effects.get<api::GetPresent>(
        net::at(*chat.room),
        [room = chat.room](State& s, Effects&, Result<api::GetPresent::Response> answer) {
            model::Chat& now = s.model.chat;
            if (now.room != room) return;
            if (!answer) return now.present.fail(std::move(answer).error());
            const auto& people = answer->people;
            const bool listed = std::any_of(
                people.begin(), people.end(),
                [&](const api::PresentPerson& person) { return person.user_id == me(s.model); });
            if (!now.seen) now.seen = listed;
            now.present.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::SetSeen& wish, Effects& effects) {
    model::Chat& chat = state.model.chat;
    if (!chat.room) return;
    chat.seen = wish.seen;
    effects.call<api::SetSeen>(
        net::at(*chat.room), {wish.seen},
        [room = chat.room, wish](State& s, Effects&, Result<api::Empty> answer) {
            if (answer || s.model.chat.room != room) return;
            s.model.chat.seen = !wish.seen;
            toast(s, s.model.explain(answer.error()), model::Mood::Bad);
        });
}

}  // namespace lsl::app
