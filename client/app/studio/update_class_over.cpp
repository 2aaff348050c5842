#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// The questions that are open when a class is over, and their answers.

namespace lsl::app {

namespace {

bool shows_class_over(const State& state, StreamId id) {
    return state.model.route == model::broadcast_page(id);
}

void take_question(State& state, MessageId id) {
    auto& questions = state.model.studio.questions.value;
    if (!questions) return;
    std::erase_if(questions->messages, [&](const wire::MessageRow& row) { return row.id == id; });
}

/// Answered, in writing or aloud: whoever asked is told by the server.
void settle_question(StreamId stream, MessageId question, Effects& effects) {
    effects.call<api::AnswerQuestion>(
        net::at(stream, question.uuid), {},
        [stream, question](State& s, Effects&, Result<api::OneMessage> answer) {
            if (!shows_class_over(s, stream)) return;
            if (!answer) return s.model.studio.answering.fail(std::move(answer).error());
            s.model.studio.answering.succeed();
            s.model.studio.answer_key.clear();
            s.drafts.console.answering.reset();
            s.drafts.console.answer.clear();
            take_question(s, question);
            toast(s, s.model.say(msg::questions_answered), model::Mood::Good);
        });
}

}  // namespace

void reduce(State& state, const intent::ReadOpenQuestions&, Effects& effects) {
    const StreamId id = state.model.route.stream;
    if (!state.model.studio.questions.begin()) return;
    effects.get<api::ListQuestions>(
        net::at(id), [id](State& s, Effects&, Result<api::ListQuestions::Response> answer) {
            if (!shows_class_over(s, id)) return;
            if (!answer) return s.model.studio.questions.fail(std::move(answer).error());
            s.model.studio.questions.set(std::move(*answer));
        });
}

void reduce(State& state, const intent::SendAnswer& wish, Effects& effects) {
    model::Studio& studio = state.model.studio;
    if (studio.answering.busy || state.drafts.console.answer.empty()) return;
    studio.answering.begin();
    // The same however often it is tried: an answer that came through is not written twice.
    if (studio.answer_key.empty()) studio.answer_key = effects.fresh_id();
    const StreamId stream = state.model.route.stream;
    api::SendMessage::Request request;
    request.message = state.drafts.console.answer;
    request.clientId = studio.answer_key;
    request.replyTo = wish.id.to_string();
    effects.call<api::SendMessage>(
        net::at(stream), request,
        [stream, wish](State& s, Effects& e, Result<api::OneMessage> answer) {
            if (!shows_class_over(s, stream)) return;
            if (!answer) return s.model.studio.answering.fail(std::move(answer).error());
            settle_question(stream, wish.id, e);
        });
}

void reduce(State& state, const intent::SettleQuestion& wish, Effects& effects) {
    if (state.model.studio.answering.busy) return;
    state.model.studio.answering.begin();
    settle_question(state.model.route.stream, wish.id, effects);
}

}  // namespace lsl::app
