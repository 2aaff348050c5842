#include "client/app/update.h"
#include "client/model/practice.h"

#include <cmath>
#include <optional>
#include <utility>

// What the server keeps of practising: where a replay was left, loops and beats. Kept in the
// person's place in the class; without one all of it is good for this visit.

namespace lsl::app {

namespace {

constexpr std::int64_t least_left_ms = 10'000;  ///< who left sooner begins anew
constexpr double milliseconds = 1000;

}  // namespace

void begin_practice(State& state, Effects& effects) {
    state.model.practice = {};
    state.drafts.practice = {};
    if (state.model.route.page != model::Page::Watch) return;
    const StreamId id = state.model.route.stream;
    // Who asked for a place has it already, and is not offered where they left.
    const auto wanted = std::exchange(state.model.watching.from_s, std::nullopt);
    const domain::Enrollment* place = state.model.enrollments.find(id);
    if (place == nullptr) return;
    const std::int64_t left = place->replay_position_ms.value_or(0);
    if (!wanted && left >= least_left_ms) {
        state.model.practice.left_at_s = static_cast<double>(left) / milliseconds;
    }
    effects.get<api::GetPracticeNotes>(
        net::at(id.uuid),
        [id](State& now, Effects&, Result<api::GetPracticeNotes::Response> answer) {
            if (!answer || now.model.route.stream != id) return;
            model::take_notes(now.model.practice, answer->notes);
            now.model.practice.keeps = true;
        });
}

void keep_progress(State& state, StreamId id, double position_s, Effects& effects) {
    if (model::offers_place(state.model.practice, position_s)) return;
    const auto place = state.model.enrollments.rows.find(id);
    if (place == state.model.enrollments.rows.end()) return;
    const std::int64_t position = std::llround(position_s * milliseconds);
    place->second.replay_position_ms = position;
    // The next one says it again: nothing is lost with one that fails.
    effects.call<api::KeepProgress>(net::at(id.uuid), {position},
                                    [](State&, Effects&, Result<api::Empty>) {});
}

void keep_notes(State& state, Effects& effects) {
    if (!state.model.practice.keeps) return;
    effects.call<api::PutPracticeNotes>(
        net::at(state.model.route.stream.uuid), {model::notes_of(state.model.practice)},
        [](State& now, Effects&, Result<api::Empty> answer) {
            if (!answer) toast(now, now.model.explain(answer.error()), model::Mood::Bad);
        });
}

}  // namespace lsl::app
