#include "client/player/broadcasting.h"

#include <algorithm>
#include <utility>

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

void Broadcasting::start(std::string_view whip_url, std::string_view token, Takeover takeover) {
    resumable_.reset();
    Target target{std::string(whip_url), std::string(token), takeover};
    if (capture_.phase == platform::CapturePhase::Open) return send(target);
    waiting_ = std::move(target);
    open_capture();
}

void Broadcasting::send(const Target& target) {
    wanted_ = true;
    broadcast_ = {};
    broadcast_.phase = platform::BroadcastPhase::Connecting;
    platform::set_leave_guard(true);
    platform::keep_awake(true);
    platform::broadcast_start(target.whip_url, target.token, target.takeover == Takeover::Yes);
}

void Broadcasting::resume(std::string_view whip_url, std::string_view token) {
    if (wanted_ || waiting_) return;
    resumable_ = Target{std::string(whip_url), std::string(token)};
    platform::broadcast_ask_to_resume(whip_url);
}

void Broadcasting::on_may_resume() {
    if (!resumable_ || wanted_ || waiting_) return;
    const Target target = *resumable_;
    start(target.whip_url, target.token);
}

void Broadcasting::stop() {
    waiting_.reset();
    resumable_.reset();
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
    meter_ = {};
}

void Broadcasting::on_capture(const platform::CaptureState& state) {
    capture_ = state;
    if (state.phase != platform::CapturePhase::Open) meter_ = {};
    if (state.phase == platform::CapturePhase::Failed) waiting_.reset();
    if (state.phase == platform::CapturePhase::Open && waiting_) {
        send(*std::exchange(waiting_, std::nullopt));
    }
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

void Broadcasting::on_level(const platform::Sound& heard, double now) { meter_.hear(heard, now); }

}  // namespace lsl::player
