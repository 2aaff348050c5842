#include "client/app/update.h"

// The broadcast console's devices and connection.

namespace lsl::app {

bool update_console(State& state, const model::Intent& intent, Effects& effects) {
    using effect::StudioCommand;
    model::Model& m = state.model;
    const auto command = [&](StudioCommand what, std::string text = {}, std::string secret = {}) {
        effects.add(effect::Studio{what, std::move(text), std::move(secret)});
        return true;
    };
    if (std::get_if<model::intent::OpenCapture>(&intent))
        return command(StudioCommand::OpenCapture);
    if (const auto* choose = std::get_if<model::intent::ChooseCamera>(&intent)) {
        return command(StudioCommand::ChooseCamera, choose->id);
    }
    if (const auto* choose = std::get_if<model::intent::ChooseMicrophone>(&intent)) {
        return command(StudioCommand::ChooseMicrophone, choose->id);
    }
    if (std::get_if<model::intent::ToggleCamera>(&intent)) {
        return command(StudioCommand::ToggleCamera);
    }
    if (std::get_if<model::intent::ToggleMicrophone>(&intent)) {
        return command(StudioCommand::ToggleMicrophone);
    }
    if (std::get_if<model::intent::StartBroadcast>(&intent)) {
        const wire::InstructorStream* row = m.studio.find(m.route.stream);
        if (row == nullptr) return true;
        return command(StudioCommand::Start, row->stream.webrtc_url, row->stream.webrtc_token);
    }
    if (std::get_if<model::intent::StopBroadcast>(&intent)) return command(StudioCommand::Stop);
    if (const auto* copy = std::get_if<model::intent::CopyText>(&intent)) {
        effects.add(effect::Copy{copy->what, copy->text});
        return true;
    }
    return false;
}

}  // namespace lsl::app
