#include <emscripten.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "client/media/describe.h"
#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"
#include "shared/wire/json/json.h"

namespace lsl::platform {
namespace {

void place(int which, const VideoPlace& p) {
    lsl_js_place_video(which, p.x, p.y, p.width, p.height, p.radius, p.fixed, p.cover, p.mirrored,
                       p.visible);
}

/// A state that JavaScript told, handed on. One that cannot be read is a fault of this build, which
/// the test of the names on both sides finds.
template <class State>
void hear(void (Listener::*listener_of)(const State&), const char* json, std::size_t length) {
    if (const auto state = wire::from_json<State>({json, length})) {
        (listener().*listener_of)(*state);
    }
}

}  // namespace

void place_player(const VideoPlace& wanted) {
    static VideoPlace shown;
    if (shown == wanted) return;
    shown = wanted;
    place(0, wanted);
}

void place_preview(const VideoPlace& wanted) {
    static VideoPlace shown;
    if (shown == wanted) return;
    shown = wanted;
    place(1, wanted);
}

void player_watch(std::string_view whep_url, std::string_view token) {
    lsl_js_player_watch(whep_url.data(), whep_url.size(), token.data(), token.size());
}

void player_play_file(std::string_view url, double start_s) {
    lsl_js_player_play_file(url.data(), url.size(), start_s);
}

void player_show_frame(std::string_view url) { lsl_js_player_show_frame(url.data(), url.size()); }

bool plays_hls() { return lsl_js_plays_hls(); }

void player_resume() { lsl_js_player_resume(); }

void player_pause() { lsl_js_player_pause(); }

void player_seek(double position_s) { lsl_js_player_seek(position_s); }

void player_set_volume(double volume) { lsl_js_player_set_volume(volume); }

void player_set_muted(bool muted) { lsl_js_player_set_muted(muted); }

void player_set_quality(int height) { lsl_js_player_set_quality(height); }

void player_practise(const PlayerPractice& practice) {
    const std::string json = wire::to_json(practice);
    lsl_js_player_practise(json.data(), json.size());
}

void player_step(int frames) { lsl_js_player_step(frames); }

double player_position() { return lsl_js_player_position(); }

void player_stop() { lsl_js_player_stop(); }

void set_fullscreen(bool on) { lsl_js_set_fullscreen(on); }

void set_picture_in_picture(bool on) { lsl_js_set_picture_in_picture(on); }

void set_now_playing(std::string_view title, std::string_view artist,
                     std::string_view artwork_url) {
    lsl_js_set_now_playing(title.data(), title.size(), artist.data(), artist.size(),
                           artwork_url.data(), artwork_url.size());
}

void keep_awake(bool on) {
    static bool shown = false;
    if (shown == on) return;
    shown = on;
    lsl_js_keep_awake(on);
}

void tell_desk(Part part, std::string_view json) {
    lsl_js_tell_desk(static_cast<int>(part), json.data(), json.size());
}

void capture_open(std::string_view camera_id, std::string_view microphone_id) {
    lsl_js_capture_open(camera_id.data(), camera_id.size(), microphone_id.data(),
                        microphone_id.size());
}

void capture_set_camera_on(bool on) { lsl_js_capture_set_camera_on(on); }

void capture_set_microphone_on(bool on) { lsl_js_capture_set_microphone_on(on); }

void capture_close() { lsl_js_capture_close(); }

void broadcast_start(std::string_view whip_url, std::string_view token, bool take_over) {
    lsl_js_broadcast_start(whip_url.data(), whip_url.size(), token.data(), token.size(), take_over);
}

void broadcast_ask_to_resume(std::string_view whip_url) {
    lsl_js_broadcast_ask_to_resume(whip_url.data(), whip_url.size());
}

void broadcast_stop() { lsl_js_broadcast_stop(); }

}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_player(const char* json, std::size_t length) {
    hear<PlayerState>(&Listener::on_player, json, length);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_capture(const char* json, std::size_t length) {
    hear<CaptureState>(&Listener::on_capture, json, length);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_broadcast(const char* json, std::size_t length) {
    hear<BroadcastState>(&Listener::on_broadcast, json, length);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_desk(int part, const char* json, std::size_t length) {
    listener().on_desk(static_cast<Part>(part), {json, length});
}

EMSCRIPTEN_KEEPALIVE void lsl_on_may_resume() { listener().on_may_resume(); }

EMSCRIPTEN_KEEPALIVE void lsl_on_level(float left_rms, float left_peak, float right_rms,
                                       float right_peak) {
    listener().on_level({{left_rms, left_peak}, {right_rms, right_peak}});
}
}
