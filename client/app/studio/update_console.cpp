#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/model/studio/ingest_address.h"

#include <utility>

// The broadcast console's devices and connection.

namespace lsl::app {

using effect::StudioCommand;

namespace {

void command(Effects& effects, StudioCommand what, std::string text = {}, std::string secret = {}) {
    effects.add(effect::Studio{what, std::move(text), std::move(secret)});
}

}  // namespace

void on_air_elsewhere(State& state, Effects& effects) {
    const auto row = state.model.studio.rows.find(state.model.route.stream);
    if (row == state.model.studio.rows.end()) return;
    row->second.statistics.media_health.connected = true;
    toast(state, state.model.say(msg::console_on_air_elsewhere));  // wherever the page is scrolled
    load_studio_class(state, row->first, effects);
}

void reduce(State&, const intent::OpenCapture&, Effects& effects) {
    command(effects, StudioCommand::OpenCapture);
}

void reduce(State&, const intent::ChooseCamera& wish, Effects& effects) {
    command(effects, StudioCommand::ChooseCamera, wish.id);
}

void reduce(State&, const intent::ChooseMicrophone& wish, Effects& effects) {
    command(effects, StudioCommand::ChooseMicrophone, wish.id);
}

void reduce(State&, const intent::ToggleCamera&, Effects& effects) {
    command(effects, StudioCommand::ToggleCamera);
}

void reduce(State&, const intent::ToggleMicrophone&, Effects& effects) {
    command(effects, StudioCommand::ToggleMicrophone);
}

void reduce(State&, const intent::ForgetClips&, Effects& effects) {
    command(effects, StudioCommand::ForgetClips);
}

void reduce(State& state, const intent::StartBroadcast& wish, Effects& effects) {
    const wire::InstructorStream* row = state.model.studio.find(state.model.route.stream);
    if (row == nullptr) return;
    command(effects, wish.take_over ? StudioCommand::TakeOver : StudioCommand::Start,
            model::ingest_address(*row), model::publish_token(*row));
}

void reduce(State& state, const intent::StopBroadcast&, Effects& effects) {
    // Until the server says so itself: what it knew of the picture was our own.
    auto& rows = state.model.studio.rows;
    if (const auto row = rows.find(state.model.route.stream); row != rows.end()) {
        row->second.statistics.media_health = {};
    }
    command(effects, StudioCommand::Stop);
}

void reduce(State&, const intent::CopyText& wish, Effects& effects) {
    effects.add(effect::Copy{wish.what, wish.text});
}

}  // namespace lsl::app
