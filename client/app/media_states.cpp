#include "client/app/media_states.h"

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

std::vector<model::Device> devices_of(const std::vector<platform::MediaDevice>& devices,
                                      std::string_view what) {
    std::vector<model::Device> out;
    for (const platform::MediaDevice& device : devices) {
        // Browsers hide the names until they have a permission.
        const std::string label = device.label.empty()
                                      ? std::string(what) + " " + std::to_string(out.size() + 1)
                                      : device.label;
        out.push_back({device.id, label});
    }
    return out;
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
    }
    return {};
}

}  // namespace

model::Player player_state(const player::Playback& playback) {
    const platform::PlayerState& from = playback.state();
    model::Player to;
    switch (playback.stage()) {
        case player::Playback::Stage::Off: return to;
        case player::Playback::Stage::Asking: to.stage = PlayerStage::Asking; break;
        case player::Playback::Stage::Attached: to.stage = stage_of(from.phase); break;
        case player::Playback::Stage::Retrying: to.stage = PlayerStage::Retrying; break;
        case player::Playback::Stage::Failed: to.stage = PlayerStage::Failed; break;
    }
    to.error = playback.error();
    to.live = playback.wanted() == player::Wanted::Live;
    to.picture = from.picture;
    to.has_audio = from.has_audio;
    to.muted = from.muted;
    to.needs_tap = from.needs_tap;
    to.needs_play = from.needs_play;
    to.position_s = from.position_s;
    to.duration_s = from.duration_s;
    to.buffered_s = from.buffered_s;
    to.volume = from.volume;
    to.video_width = from.video_width;
    to.video_height = from.video_height;
    to.delay_s = from.delay_s;
    to.heights = from.heights;
    to.quality = from.quality;
    to.sound_only = from.sound_only;
    const platform::PlayerFigures& figures = from.figures;
    to.figures = {figures.bits_per_second, figures.frames_per_second, figures.lost_percent,
                  figures.round_trip_s,    figures.freezes,           figures.codec};
    to.fullscreen = from.fullscreen;
    to.fullscreen_available = from.fullscreen_available;
    to.picture_in_picture = from.picture_in_picture;
    to.picture_in_picture_available = from.picture_in_picture_available;
    to.own_controls = playback.has_own_controls();
    return to;
}

model::Capture capture_state(const player::Broadcasting& broadcasting,
                             const model::Messages& messages) {
    const platform::CaptureState& from = broadcasting.capture();
    model::Capture to;
    switch (from.phase) {
        case platform::CapturePhase::Closed: to.stage = model::CaptureStage::Closed; break;
        case platform::CapturePhase::Opening: to.stage = model::CaptureStage::Opening; break;
        case platform::CapturePhase::Open: to.stage = model::CaptureStage::Open; break;
        case platform::CapturePhase::Failed: to.stage = model::CaptureStage::Failed; break;
    }
    to.problem = sentence(from.failure, messages);
    to.cameras = devices_of(from.cameras, messages.say(msg::console_camera));
    to.microphones = devices_of(from.microphones, messages.say(msg::console_microphone));
    to.camera_id = from.camera_id;
    to.microphone_id = from.microphone_id;
    to.camera_on = from.camera_on;
    to.microphone_on = from.microphone_on;
    to.width = from.width;
    to.height = from.height;
    to.frames_per_second = from.frames_per_second;
    to.level = broadcasting.level();
    to.peak = broadcasting.peak();
    return to;
}

model::Broadcast broadcast_state(const player::Broadcasting& broadcasting,
                                 const model::Messages& messages) {
    const platform::BroadcastState& from = broadcasting.broadcast();
    model::Broadcast to;
    switch (from.phase) {
        case platform::BroadcastPhase::Idle: to.stage = model::BroadcastStage::Idle; break;
        case platform::BroadcastPhase::Connecting:
            to.stage = model::BroadcastStage::Connecting;
            break;
        case platform::BroadcastPhase::Connected:
            to.stage = model::BroadcastStage::Connected;
            break;
        case platform::BroadcastPhase::Reconnecting:
            to.stage = model::BroadcastStage::Reconnecting;
            break;
        case platform::BroadcastPhase::Failed: to.stage = model::BroadcastStage::Failed; break;
    }
    to.problem = sentence(from.failure, messages);
    to.bits_per_second = from.bits_per_second;
    to.frames_per_second = from.frames_per_second;
    to.round_trip_s = from.round_trip_s;
    to.lost_fraction = from.lost_fraction;
    to.width = from.width;
    to.height = from.height;
    to.codec = from.codec;
    to.connected_s = from.connected_s;
    to.limited_by = from.limited_by;
    return to;
}

}  // namespace lsl::app
