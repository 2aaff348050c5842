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

void reduce(State&, const intent::Seek& wish, Effects& effects) {
    command(effects, PlayerCommand::Seek, wish.position_s);
}

void reduce(State& state, const intent::SeekBy& wish, Effects& effects) {
    command(effects, PlayerCommand::Seek, state.model.player.position_s + wish.seconds);
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
