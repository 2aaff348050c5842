#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// The bells of a class: whether the person is told of it, and of new classes of its teacher.

namespace lsl::app {

namespace {

void read_bells(State& state, const model::BellsOf& about, Effects& effects) {
    model::Bells& bells = state.model.bells;
    if (bells.about != about) {
        bells = {};
        bells.about = about;
    }
    if (!bells.state.begin()) return;
    effects.get<api::GetBells>(net::at(about.stream),
                               [about](State& s, Effects&, Result<api::Bells> answer) {
                                   model::Bells& now = s.model.bells;
                                   if (now.about != about) return;
                                   if (!answer) return now.state.fail(std::move(answer).error());
                                   now.state.set(*answer);
                               });
}

void put_bells(const model::BellsOf& about, const api::PutBells::Request& request,
               Effects& effects) {
    effects.call<api::PutBells>(net::at(about.stream), request,
                                [about](State& s, Effects& e, Result<api::Bells> answer) {
                                    if (!answer)
                                        toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                                    if (s.model.bells.about != about) return;
                                    if (!answer) return read_bells(s, about, e);
                                    s.model.bells.state.set(*answer);
                                });
}

}  // namespace

void reduce(State& state, const intent::RingBells& wish, Effects& effects) {
    if (!wish.of_class && !wish.of_teacher) return read_bells(state, wish.about, effects);
    model::Bells& bells = state.model.bells;
    if (bells.about != wish.about || !bells.state.value) return;
    // Shown at once: the server's answer puts it right if need be.
    if (wish.of_class) bells.state.value->of_class = *wish.of_class;
    if (wish.of_teacher) bells.state.value->of_teacher = *wish.of_teacher;
    put_bells(wish.about, {wish.of_class, wish.of_teacher}, effects);
    // The browser asks on a press on a bell alone, and this is one.
    const bool rings = wish.of_class.value_or(false) || wish.of_teacher.value_or(false);
    if (rings && state.model.push.stage == model::PushStage::Off) {
        reduce(state, intent::TurnPushOn{}, effects);
    }
}

}  // namespace lsl::app
