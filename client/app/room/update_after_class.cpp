#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// What a viewer is asked when the class is over.

namespace lsl::app {

void reduce(State& state, const intent::SetEffort& wish, Effects& effects) {
    const StreamId stream = state.model.route.stream;
    const auto before = std::exchange(state.model.watching.effort, wish.effort);
    effects.call<api::SetEffort>(net::at(stream), {wish.effort},
                                 [stream, before](State& s, Effects&, Result<api::Empty> answer) {
                                     if (s.model.route != model::watch_page(stream)) return;
                                     if (answer)
                                         return toast(s, s.model.say(msg::effort_thanks),
                                                      model::Mood::Good);
                                     s.model.watching.effort = before;
                                     toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                                 });
}

}  // namespace lsl::app
