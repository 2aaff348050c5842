#include "client/player/broadcasting.h"

#include <algorithm>

namespace lsl::player {

namespace {
constexpr std::string_view camera_key = "broadcast-camera";
constexpr std::string_view microphone_key = "broadcast-microphone";
}  // namespace

void Broadcasting::open_capture() {
    if (capture_.phase == platform::CapturePhase::Opening) return;
    capture_.phase = platform::CapturePhase::Opening;
    capture_.failure = platform::CaptureFailure::None;
    platform::capture_open(platform::stored(camera_key), platform::stored(microphone_key));
}

void Broadcasting::choose_camera(std::string_view id) {
    platform::store(camera_key, id);
    platform::capture_open(id, capture_.microphone_id);
}

void Broadcasting::choose_microphone(std::string_view id) {
    platform::store(microphone_key, id);
    platform::capture_open(capture_.camera_id, id);
}

void Broadcasting::toggle_camera() { platform::capture_set_camera_on(!capture_.camera_on); }

void Broadcasting::toggle_microphone() {
    platform::capture_set_microphone_on(!capture_.microphone_on);
}

void Broadcasting::start(std::string_view whip_url, std::string_view token) {
    wanted_ = true;
    broadcast_ = {};
    broadcast_.phase = platform::BroadcastPhase::Connecting;
    platform::set_leave_guard(true);
    platform::keep_awake(true);
    platform::broadcast_start(whip_url, token);
}

void Broadcasting::stop() {
    if (!wanted_) return;
    wanted_ = false;
    broadcast_ = {};
    platform::broadcast_stop();
    platform::set_leave_guard(false);
    platform::keep_awake(false);
}

void Broadcasting::close() {
    stop();
    if (capture_.phase != platform::CapturePhase::Closed) platform::capture_close();
    capture_ = {};
    level_ = peak_ = 0;
}

void Broadcasting::on_capture(const platform::CaptureState& state) {
    capture_ = state;
    if (state.phase != platform::CapturePhase::Open) level_ = peak_ = 0;
}

void Broadcasting::on_broadcast(const platform::BroadcastState& state) {
    if (!wanted_) return;
    broadcast_ = state;
    if (state.phase == platform::BroadcastPhase::Failed) {
        wanted_ = false;
        platform::set_leave_guard(false);
        platform::keep_awake(false);
    }
}

void Broadcasting::on_level(float rms, float peak) {
    level_ = rms;
    peak_ = std::max(peak, peak_ * 0.92f);
}

std::string_view sentence(platform::CaptureFailure failure) {
    switch (failure) {
        case platform::CaptureFailure::None: return {};
        case platform::CaptureFailure::Denied:
            return "The browser was told not to use the camera. Allow camera and microphone for "
                   "this site in the address bar, then try again.";
        case platform::CaptureFailure::NoDevice:
            return "No camera or microphone was found. Plug one in and try again.";
        case platform::CaptureFailure::InUse:
            return "Another program is using the camera. Close it and try again.";
        case platform::CaptureFailure::Unsupported:
            return "This page can't use a camera. Open it over https or on this computer, in a "
                   "current browser.";
        case platform::CaptureFailure::Lost:
            return "The camera or microphone was unplugged. Choose another one or plug it in "
                   "again.";
    }
    return {};
}

std::string_view sentence(platform::BroadcastFailure failure) {
    switch (failure) {
        case platform::BroadcastFailure::None: return {};
        case platform::BroadcastFailure::Refused:
            return "The studio doesn't take this broadcast any more. Reload the page and try "
                   "again.";
        case platform::BroadcastFailure::Unsupported:
            return "This browser can't broadcast: WebRTC is missing or switched off, or it has no "
                   "video format in common with the studio. Use a current Chrome, Edge, Firefox "
                   "or Safari.";
        case platform::BroadcastFailure::NoCapture:
            return "Camera and microphone are off. Turn one on first.";
    }
    return {};
}

}  // namespace lsl::player
