#include "client/app/browser/media_states.h"

namespace lsl::app {

namespace msg = model::msg;

namespace {

using model::PlayerStage;

PlayerStage stage_of(platform::PlayerPhase phase) {
    switch (phase) {
        case platform::PlayerPhase::Idle: return PlayerStage::Off;
        case platform::PlayerPhase::Connecting: return PlayerStage::Connecting;
        case platform::PlayerPhase::Waiting: return PlayerStage::WaitingForInstructor;
        case platform::PlayerPhase::Playing: return PlayerStage::Playing;
        case platform::PlayerPhase::Paused: return PlayerStage::Paused;
        case platform::PlayerPhase::Buffering: return PlayerStage::Buffering;
        case platform::PlayerPhase::Reconnecting: return PlayerStage::Reconnecting;
        case platform::PlayerPhase::Ended: return PlayerStage::Ended;
        case platform::PlayerPhase::Failed: return PlayerStage::Failed;
    }
    return PlayerStage::Off;
}

/// Browsers hide the names of devices until they have a permission.
void name(std::vector<media::MediaDevice>& devices, std::string_view what) {
    for (std::size_t i = 0; i < devices.size(); ++i) {
        std::string& label = devices[i].label;
        if (label.empty()) label = std::string(what) + " " + std::to_string(i + 1);
    }
}

std::string_view sentence(platform::CaptureFailure failure, const model::Messages& messages) {
    switch (failure) {
        case platform::CaptureFailure::None: return {};
        case platform::CaptureFailure::Denied: return messages.say(msg::media_capture_denied);
        case platform::CaptureFailure::NoDevice: return messages.say(msg::media_capture_no_device);
        case platform::CaptureFailure::InUse: return messages.say(msg::media_capture_in_use);
        case platform::CaptureFailure::Unsupported:
            return messages.say(msg::media_capture_unsupported);
        case platform::CaptureFailure::Lost: return messages.say(msg::media_capture_lost);
    }
    return {};
}

std::string_view sentence(platform::BroadcastFailure failure, const model::Messages& messages) {
    switch (failure) {
        case platform::BroadcastFailure::None: return {};
        case platform::BroadcastFailure::Refused: return messages.say(msg::media_broadcast_refused);
        case platform::BroadcastFailure::Unsupported:
            return messages.say(msg::media_broadcast_unsupported);
        case platform::BroadcastFailure::NoCapture:
            return messages.say(msg::media_broadcast_no_capture);
        case platform::BroadcastFailure::Elsewhere: return {};
    }
    return {};
}

}  // namespace

model::Player player_state(const player::Playback& playback) {
    model::Player to;
    if (playback.stage() == player::Playback::Stage::Off) return to;
    static_cast<media::PlayerState&>(to) = playback.state();
    to.live = playback.wanted() == player::Wanted::Live;
    switch (playback.stage()) {
        case player::Playback::Stage::Off: break;
        case player::Playback::Stage::Asking: to.stage = PlayerStage::Asking; break;
        case player::Playback::Stage::Attached: to.stage = stage_of(to.phase); break;
        case player::Playback::Stage::Retrying: to.stage = PlayerStage::Retrying; break;
        case player::Playback::Stage::Failed: to.stage = PlayerStage::Failed; break;
    }
    to.error = playback.error();
    to.own_controls = playback.has_own_controls();
    return to;
}

model::Capture capture_state(const player::Broadcasting& broadcasting,
                             const model::Messages& messages, double now) {
    model::Capture to;
    static_cast<media::CaptureState&>(to) = broadcasting.capture();
    to.problem = sentence(to.failure, messages);
    name(to.cameras, messages.say(msg::console_camera));
    name(to.microphones, messages.say(msg::console_microphone));
    const player::LevelMeter& meter = broadcasting.meter();
    to.left = {meter.left().level, meter.left().held};
    to.right = {meter.right().level, meter.right().held};
    to.clips = meter.clips();
    to.clipping = meter.clipping(now);
    return to;
}

model::Broadcast broadcast_state(const player::Broadcasting& broadcasting,
                                 const model::Messages& messages) {
    model::Broadcast to;
    static_cast<media::BroadcastState&>(to) = broadcasting.broadcast();
    switch (to.phase) {
        case media::BroadcastPhase::Idle: to.stage = model::BroadcastStage::Idle; break;
        case media::BroadcastPhase::Connecting: to.stage = model::BroadcastStage::Connecting; break;
        case media::BroadcastPhase::Connected: to.stage = model::BroadcastStage::Connected; break;
        case media::BroadcastPhase::Reconnecting:
            to.stage = model::BroadcastStage::Reconnecting;
            break;
        case media::BroadcastPhase::Failed:
            // Somebody else sends: that is a question, not a fault.
            to.stage = to.failure == media::BroadcastFailure::Elsewhere
                           ? model::BroadcastStage::Idle
                           : model::BroadcastStage::Failed;
            break;
    }
    if (broadcasting.waits_for_capture()) to.stage = model::BroadcastStage::Opening;
    to.problem = sentence(to.failure, messages);
    return to;
}

}  // namespace lsl::app
