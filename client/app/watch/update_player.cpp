#include "client/app/reducers.h"
#include "client/app/update.h"

#include <algorithm>

// The player of the watch and workout pages. Most of what a person wants of it goes to the
// platform, whose next state is what the screen shows.

namespace lsl::app {

using effect::PlayerCommand;

namespace {

void command(Effects& effects, PlayerCommand what, double number = 0) {
    effects.add(effect::Player{what, number});
}

/// Who goes elsewhere is not taken back; the marks stay.
void leave_loop(State& state, double position_s) {
    model::Practice& practice = state.model.practice;
    practice.left_at_s.reset();
    const auto marks = practice.marks();
    if (marks && (position_s < marks->from_s || position_s >= marks->to_s)) {
        practice.looping = false;
    }
}

}  // namespace

void reduce(State&, const intent::PlayPause&, Effects& effects) {
    command(effects, PlayerCommand::PlayPause);
}

void reduce(State&, const intent::ToggleMute&, Effects& effects) {
    command(effects, PlayerCommand::ToggleMute);
}

void reduce(State&, const intent::SetVolume& wish, Effects& effects) {
    command(effects, PlayerCommand::SetVolume, std::clamp(wish.volume, 0.0, 1.0));
}

void reduce(State&, const intent::SetQuality& wish, Effects& effects) {
    command(effects, PlayerCommand::SetQuality, wish.height);
}

void reduce(State& state, const intent::Seek& wish, Effects& effects) {
    leave_loop(state, wish.position_s);
    command(effects, PlayerCommand::Seek, wish.position_s);
}

void reduce(State& state, const intent::SeekBy& wish, Effects& effects) {
    const double to = state.model.player.position_s + wish.seconds;
    leave_loop(state, to);
    command(effects, PlayerCommand::Seek, to);
}

void reduce(State&, const intent::ToggleFullscreen&, Effects& effects) {
    command(effects, PlayerCommand::ToggleFullscreen);
}

void reduce(State&, const intent::TogglePictureInPicture&, Effects& effects) {
    command(effects, PlayerCommand::TogglePictureInPicture);
}

void reduce(State&, const intent::RetryPlayback&, Effects& effects) {
    command(effects, PlayerCommand::Retry);
}

void reduce(State& state, const intent::ToggleCaptions&, Effects&) {
    toast(state, state.model.say(msg::player_no_captions), model::Mood::Neutral);
}

void reduce(State& state, const intent::ToggleKeysHelp&, Effects&) {
    state.drafts.player.help_open = !state.drafts.player.help_open;
}

}  // namespace lsl::app
