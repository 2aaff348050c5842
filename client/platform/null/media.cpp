#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/null/fake_browser.h"

namespace lsl::platform {

void place_player(const VideoPlace& place) { fake_browser().player_place = place; }

void player_watch(std::string_view whep_url, std::string_view token) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("player_watch");
    browser.watched_url = whep_url;
    browser.watched_token = token;
    browser.played_file.clear();
}

void player_play_file(std::string_view url, double start_s) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("player_play_file");
    browser.played_file = url;
    browser.played_from_s = start_s;
    browser.watched_url.clear();
}

void player_show_frame(std::string_view url) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("player_show_frame");
    browser.framed_url = url;
    browser.played_file.clear();
    browser.watched_url.clear();
}

bool plays_hls() { return fake_browser().plays_hls; }

void player_resume() { fake_browser().player_paused = false; }

void player_pause() { fake_browser().player_paused = true; }

void player_seek(double position_s) { fake_browser().sought_s = position_s; }

void player_set_volume(double volume) { fake_browser().volume = volume; }

void player_set_muted(bool muted) { fake_browser().muted = muted; }

void player_set_quality(int height) { fake_browser().quality = height; }

void player_practise(const PlayerPractice& practice) { fake_browser().practice = practice; }

void player_step(int frames) { fake_browser().stepped_frames += frames; }

double player_position() { return fake_browser().plays_at_s; }

void player_stop() {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("player_stop");
    browser.watched_url.clear();
    browser.framed_url.clear();
    browser.played_file.clear();
}

void set_fullscreen(bool on) { fake_browser().fullscreen = on; }

void set_picture_in_picture(bool on) { fake_browser().picture_in_picture = on; }

void set_now_playing(std::string_view title, std::string_view, std::string_view) {
    fake_browser().now_playing = title;
}

void keep_awake(bool on) { fake_browser().awake = on; }

void place_preview(const VideoPlace& place) { fake_browser().preview_place = place; }

void tell_desk(Part part, std::string_view json) {
    FakeBrowser& browser = fake_browser();
    (part == Part::Studio    ? browser.studio_desk
     : part == Part::Account ? browser.account_desk
                             : browser.player_desk)
        .emplace_back(json);
}

void capture_open(std::string_view camera_id, std::string_view microphone_id) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("capture_open");
    browser.capturing = true;
    browser.camera = camera_id;
    browser.microphone = microphone_id;
}

void capture_set_camera_on(bool on) { fake_browser().camera_on = on; }

void capture_set_microphone_on(bool on) { fake_browser().microphone_on = on; }

void capture_close() {
    fake_browser().calls.emplace_back("capture_close");
    fake_browser().capturing = false;
}

void broadcast_ask_to_resume(std::string_view whip_url) {
    fake_browser().asked_to_resume = whip_url;
}

void broadcast_start(std::string_view whip_url, std::string_view token, bool take_over) {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("broadcast_start");
    browser.took_over = take_over;
    browser.broadcast_url = whip_url;
    browser.broadcast_token = token;
}

void broadcast_stop() {
    FakeBrowser& browser = fake_browser();
    browser.calls.emplace_back("broadcast_stop");
    browser.broadcast_url.clear();
    browser.broadcast_token.clear();
}

}  // namespace lsl::platform
