#include "client/app/reducers.h"
#include "client/app/update.h"
#include "client/media/describe_live_desk.h"
#include "client/model/practice.h"
#include "shared/wire/json/json.h"

#include <algorithm>
#include <cmath>
#include <vector>

// Practising with a recording: what is chosen is told to the player by the app, whole, whenever it
// changed.

namespace lsl::app {

using model::Practice;

namespace {

constexpr double milliseconds = 1000, percent = 100;

double position_of(const State& state) { return state.model.player.position_s; }

template <class Value>
void tell_player_desk(Effects& effects, std::string_view name, Value value) {
    effects.add(effect::TellDesk{
        platform::Part::Player, wire::write_json([&](wire::Archive& a) { a.field(name, value); })});
}

/// As web/player/live_desk.js reads it: what is seen goes there.
struct Pan {
    std::int64_t right = 0, down = 0;
};
void describe(wire::Archive& a, Pan& m) {
    a.field("right", m.right);
    a.field("down", m.down);
}

/// From A to B; a picture that plays elsewhere goes to A by itself.
void loop_over(State& state, const model::Stretch& stretch) {
    Practice& practice = state.model.practice;
    const double end = state.model.player.duration_s;
    const double from =
        std::clamp(stretch.from_s, 0.0, std::max(0.0, end - model::shortest_loop_s));
    practice.from_s = from;
    practice.to_s = std::clamp(stretch.to_s, from + model::shortest_loop_s,
                               std::max(end, from + model::shortest_loop_s));
    practice.looping = true;
}

}  // namespace

void reduce(State& state, const intent::HearLiveDesk& told, Effects&) {
    if (const auto desk = wire::from_json<media::LiveDesk>(told.json)) {
        state.model.watching.desk = *desk;
    }
}

void reduce(State& state, const intent::ToggleAgain&, Effects& effects) {
    const bool again = !state.model.watching.desk.again;
    if (again && !state.model.watching.desk.again_available) return;
    tell_player_desk(effects, "again", again);
}

void reduce(State& state, const intent::ToggleOwnCamera&, Effects& effects) {
    const media::OwnCamera now = state.model.watching.desk.own;
    const bool on = now == media::OwnCamera::Off || now == media::OwnCamera::Refused;
    tell_player_desk(effects, "own", on);
}

void reduce(State& state, const intent::ToggleOwnOver&, Effects& effects) {
    tell_player_desk(effects, "own_over", !state.model.watching.desk.own_over);
}

void reduce(State& state, const intent::ToggleOwnMirror&, Effects& effects) {
    tell_player_desk(effects, "own_mirrored", !state.model.watching.desk.own_mirrored);
}

void reduce(State&, const intent::SetOwnDelay& wish, Effects& effects) {
    constexpr double longest = 4;
    const double seconds = std::clamp(wish.seconds, 0.0, longest);
    tell_player_desk(effects, "own_delay_ms",
                     static_cast<std::int64_t>(std::lround(seconds * milliseconds)));
}

void reduce(State& state, const intent::ToggleMirror&, Effects& effects) {
    state.model.practice.mirrored = !state.model.practice.mirrored;
    keep_notes(state, effects);
}

void reduce(State& state, const intent::StepZoom& wish, Effects& effects) {
    const std::int64_t now = state.model.watching.desk.zoom_percent;
    tell_player_desk(effects, "zoom_percent", model::next_zoom(now, wish.steps));
}

void reduce(State& state, const intent::ToggleZoom&, Effects& effects) {
    const bool whole = state.model.watching.desk.zoom_percent <= model::whole_picture;
    tell_player_desk(effects, "zoom_percent", whole ? model::closer_picture : model::whole_picture);
}

void reduce(State&, const intent::PanPicture& wish, Effects& effects) {
    tell_player_desk(effects, "pan", Pan{.right = wish.right, .down = wish.down});
}

void reduce(State& state, const intent::SetSpeed& wish, Effects&) {
    state.model.practice.speed = wish.speed;
    state.model.practice.speeds_up = false;
}

void reduce(State& state, const intent::StepSpeed& wish, Effects&) {
    Practice& practice = state.model.practice;
    const double now = model::speed_of_round(practice, state.model.player.rounds);
    practice.speed = model::next_speed(now, wish.steps);
    practice.speeds_up = false;
}

void reduce(State&, const intent::StepFrames& wish, Effects& effects) {
    effects.add(
        effect::Player{effect::PlayerCommand::StepFrames, static_cast<double>(wish.frames)});
}

void reduce(State& state, const intent::MarkLoop& wish, Effects&) {
    Practice& practice = state.model.practice;
    const double at = model::snapped(practice, position_of(state));
    (wish.end ? practice.to_s : practice.from_s) = at;
    const auto marks = practice.marks();
    practice.looping = false;
    if (!marks) return;
    if (marks->to_s - marks->from_s >= model::shortest_loop_s) {
        practice.looping = true;
    } else {
        (wish.end ? practice.from_s : practice.to_s)
            .reset();  // the older mark lies beyond the new one
    }
}

void reduce(State& state, const intent::SetLoop& wish, Effects&) {
    loop_over(state, {wish.from_s, wish.to_s});
}

void reduce(State& state, const intent::ToggleLoop& wish, Effects& effects) {
    static_cast<void>(wish);
    Practice& practice = state.model.practice;
    if (practice.looping) {
        practice.looping = false;
    } else if (practice.marks()) {
        practice.looping = true;
    } else {
        reduce(state, intent::LoopLastCounts{}, effects);
    }
}

void reduce(State& state, const intent::LoopLastCounts&, Effects&) {
    loop_over(state, model::last_counts(state.model.practice, position_of(state)));
}

void reduce(State& state, const intent::TapBeat&, Effects& effects) {
    constexpr std::size_t kept_every = 4;
    Practice& practice = state.model.practice;
    model::tap_beat(practice, position_of(state));
    if (practice.taps.size() % kept_every == 0) keep_notes(state, effects);
}

void reduce(State& state, const intent::ToggleAloud&, Effects&) {
    state.model.practice.aloud = !state.model.practice.aloud;
}

void reduce(State& state, const intent::ToggleSpoken&, Effects&) {
    Practice& practice = state.model.practice;
    practice.spoken = !practice.spoken;
    if (practice.spoken) practice.aloud = true;
}

void reduce(State& state, const intent::ToggleCountIn&, Effects&) {
    state.model.practice.counts_in = !state.model.practice.counts_in;
}

void reduce(State& state, const intent::ToggleSpeedUp&, Effects&) {
    state.model.practice.speeds_up = !state.model.practice.speeds_up;
}

void reduce(State& state, const intent::ContinueReplay&, Effects& effects) {
    Practice& practice = state.model.practice;
    if (!practice.left_at_s) return;
    effects.add(effect::Player{effect::PlayerCommand::Seek, *practice.left_at_s});
    practice.left_at_s.reset();
}

void reduce(State& state, const intent::KeepLoop&, Effects& effects) {
    Practice& practice = state.model.practice;
    const auto marks = practice.marks();
    if (!marks || practice.kept.size() >= api::most_practice_loops) return;
    practice.kept.push_back({.name = {},
                             .from_ms = std::llround(marks->from_s * milliseconds),
                             .to_ms = std::llround(marks->to_s * milliseconds),
                             .speed_percent = std::llround(practice.speed * percent)});
    keep_notes(state, effects);
}

void reduce(State& state, const intent::PlayKeptLoop& wish, Effects& effects) {
    Practice& practice = state.model.practice;
    if (wish.number >= practice.kept.size()) return;
    const wire::PracticeLoop& loop = practice.kept[wish.number];
    practice.speed = static_cast<double>(loop.speed_percent) / percent;
    practice.left_at_s.reset();
    loop_over(state, {static_cast<double>(loop.from_ms) / milliseconds,
                      static_cast<double>(loop.to_ms) / milliseconds});
    effects.add(effect::Player{effect::PlayerCommand::Seek, *practice.from_s});
}

void reduce(State& state, const intent::RemoveKeptLoop& wish, Effects& effects) {
    std::vector<wire::PracticeLoop>& kept = state.model.practice.kept;
    if (wish.number >= kept.size()) return;
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(wish.number));
    keep_notes(state, effects);
}

}  // namespace lsl::app
