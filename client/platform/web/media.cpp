#include <emscripten.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"

namespace lsl::platform {
namespace {

void place(int which, const VideoPlace& p) {
    lsl_js_place_video(which, p.x, p.y, p.width, p.height, p.radius, p.fixed, p.cover, p.mirrored,
                       p.visible);
}

/// "id \t label" a line.
std::vector<MediaDevice> devices_of(std::string_view lines) {
    std::vector<MediaDevice> devices;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() < lines.size() ? line.size() + 1 : line.size());
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        devices.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
    }
    return devices;
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

void player_set_rate(double rate) { lsl_js_player_set_rate(rate); }

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

void capture_open(std::string_view camera_id, std::string_view microphone_id) {
    lsl_js_capture_open(camera_id.data(), camera_id.size(), microphone_id.data(),
                        microphone_id.size());
}

void capture_set_camera_on(bool on) { lsl_js_capture_set_camera_on(on); }

void capture_set_microphone_on(bool on) { lsl_js_capture_set_microphone_on(on); }

void capture_close() { lsl_js_capture_close(); }

void broadcast_start(std::string_view whip_url, std::string_view token) {
    lsl_js_broadcast_start(whip_url.data(), whip_url.size(), token.data(), token.size());
}

void broadcast_stop() { lsl_js_broadcast_stop(); }

}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

/// Text: the picture's codec.
EMSCRIPTEN_KEEPALIVE void lsl_on_player(const char* codec, std::size_t codec_length) {
    const auto n = numbers();
    PlayerState state;
    state.phase = static_cast<PlayerPhase>(static_cast<int>(n[0]));
    state.failure = static_cast<PlayerFailure>(static_cast<int>(n[1]));
    state.live = n[2] != 0;
    state.picture = n[3] != 0;
    state.has_audio = n[4] != 0;
    state.muted = n[5] != 0;
    state.needs_tap = n[6] != 0;
    state.needs_play = n[7] != 0;
    state.position_s = n[8];
    state.duration_s = n[9];
    state.buffered_s = n[10];
    state.volume = n[11];
    state.rate = n[12];
    state.video_width = static_cast<int>(n[13]);
    state.video_height = static_cast<int>(n[14]);
    state.delay_s = n[15];
    state.frames = static_cast<std::int64_t>(n[16]);
    state.fullscreen = n[17] != 0;
    state.fullscreen_available = n[18] != 0;
    state.picture_in_picture = n[19] != 0;
    state.picture_in_picture_available = n[20] != 0;
    state.quality = static_cast<int>(n[21]);
    state.sound_only = n[22] != 0;
    state.figures = {n[23],
                     n[24],
                     n[25],
                     n[26],
                     static_cast<std::int64_t>(n[27]),
                     std::string(codec, codec_length)};
    const auto heights = static_cast<std::size_t>(n[28]);
    for (std::size_t i = 0; i < heights && i < 8; ++i) {
        state.heights.push_back(static_cast<int>(n[29 + i]));
    }
    listener().on_player(state);
}

/// Texts: camera in use, microphone in use, cameras, microphones, each ended by \f.
EMSCRIPTEN_KEEPALIVE void lsl_on_capture(const char* text, std::size_t length) {
    std::string_view rest(text, length);
    const auto part = [&rest] {
        const std::string_view taken = rest.substr(0, rest.find('\f'));
        rest.remove_prefix(taken.size() < rest.size() ? taken.size() + 1 : taken.size());
        return taken;
    };
    const auto n = numbers();
    CaptureState state;
    state.phase = static_cast<CapturePhase>(static_cast<int>(n[0]));
    state.failure = static_cast<CaptureFailure>(static_cast<int>(n[1]));
    state.camera_on = n[2] != 0;
    state.microphone_on = n[3] != 0;
    state.width = static_cast<int>(n[4]);
    state.height = static_cast<int>(n[5]);
    state.frames_per_second = n[6];
    state.camera_id = part();
    state.microphone_id = part();
    state.cameras = devices_of(part());
    state.microphones = devices_of(part());
    listener().on_capture(state);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_broadcast(const char* codec, std::size_t codec_length,
                                           const char* limited_by, std::size_t limited_by_length) {
    const auto n = numbers();
    BroadcastState state;
    state.phase = static_cast<BroadcastPhase>(static_cast<int>(n[0]));
    state.failure = static_cast<BroadcastFailure>(static_cast<int>(n[1]));
    state.bits_per_second = n[2];
    state.frames_per_second = n[3];
    state.round_trip_s = n[4];
    state.lost_fraction = n[5];
    state.width = static_cast<int>(n[6]);
    state.height = static_cast<int>(n[7]);
    state.connected_s = n[8];
    state.codec = std::string_view(codec, codec_length);
    state.limited_by = std::string_view(limited_by, limited_by_length);
    listener().on_broadcast(state);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_level(float rms, float peak) { listener().on_level(rms, peak); }
}
