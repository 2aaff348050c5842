#pragma once

#include <cstddef>
#include <cstdint>

/// The functions that web/bridge.js gives to C++; the linker checks that each is there. Text goes
/// as UTF-8 pointer and length. A function that answers with text leaves it in text_answer.h's
/// buffer, one that answers with several numbers in numbers.h's.
extern "C" {

/// Gives the canvas its size, before it gets a context.
void lsl_js_prepare_canvas();
bool lsl_js_start();
/// The page shows its plain HTML instead.
void lsl_js_no_graphics();

/// `part` is a platform::Part.
void lsl_js_load_part(int part);
bool lsl_js_part_is_here(int part);
void lsl_js_tell_desk(int part, const char* json, std::size_t length);

void lsl_js_request_frame();
void lsl_js_wake_after(double ms);
double lsl_js_utc_now();
double lsl_js_mono_now();

void lsl_js_set_title(const char* text, std::size_t length);
void lsl_js_set_page_height(float height);
void lsl_js_set_theme(bool dark, std::uint32_t background, std::uint32_t surface,
                      std::uint32_t text, std::uint32_t muted, std::uint32_t line,
                      std::uint32_t accent, std::uint32_t focus);
void lsl_js_set_cursor(int cursor);
void lsl_js_set_semantics(const char* json, std::size_t length);
void lsl_js_focus_node(std::uint32_t node);
void lsl_js_scroll_to(float y, bool smooth);
void lsl_js_lock_scroll(bool locked);

void lsl_js_current_url();
void lsl_js_origin();
void lsl_js_push_url(const char* url, std::size_t length);
void lsl_js_replace_url(const char* url, std::size_t length);
void lsl_js_go_back(const char* fallback, std::size_t length);
void lsl_js_open_external(const char* url, std::size_t length, bool new_tab);
void lsl_js_reload();
void lsl_js_set_leave_guard(bool on);

void lsl_js_parse_json(const char* text, std::size_t length);  ///< shared/wire/json/packed.h
void lsl_js_initial_data();
void lsl_js_http_request(std::uint32_t id, const char* method, std::size_t method_length,
                         const char* path, std::size_t path_length, const char* body,
                         std::size_t body_length, const char* headers, std::size_t headers_length,
                         double timeout_ms);
void lsl_js_http_upload(std::uint32_t id, const char* method, std::size_t method_length,
                        const char* path, std::size_t path_length, std::uint32_t file);
void lsl_js_http_cancel(std::uint32_t id);
void lsl_js_open_events(const char* path, std::size_t path_length, const char* names,
                        std::size_t names_length, const char* after, std::size_t after_length);
void lsl_js_close_events();
void lsl_js_stored(const char* key, std::size_t length);
void lsl_js_store(const char* key, std::size_t key_length, const char* value,
                  std::size_t value_length);
void lsl_js_random_id();

void lsl_js_format_time(double utc_ms, int style);
void lsl_js_format_number(double value, int decimals, bool compact);
void lsl_js_format_span(double seconds);
void lsl_js_local_field_from_utc(double utc_ms);
double lsl_js_utc_from_local_field(const char* text, std::size_t length);  ///< NaN = not a time
void lsl_js_time_zone();
void lsl_js_language_wishes();
void lsl_js_messages_path(const char* file, std::size_t length);
void lsl_js_set_language(const char* tag, std::size_t length, bool right_to_left);
int lsl_js_plural_form(double number);

float lsl_js_text_advance(const char* text, std::size_t length, int weight, float pixel_size);
void lsl_js_text_pieces(const char* text, std::size_t length, bool words);
float lsl_js_text_kerning(std::uint32_t left, std::uint32_t right, int weight);
/// Numbers: width, height, left, top, colored. The picture is taken by lsl_js_take_pixels.
void lsl_js_draw_text(const char* text, std::size_t length, int weight, float pixel_size,
                      float phase);
void lsl_js_take_pixels(std::uint8_t* rgba);

void lsl_js_load_image(std::uint32_t id, const char* url, std::size_t length, int longest_side);
void lsl_js_free_image(std::uint32_t id);

void lsl_js_push_notices(int wish);
void lsl_js_copy_text(const char* text, std::size_t length);
bool lsl_js_can_share();
void lsl_js_share(const char* title, std::size_t title_length, const char* url,
                  std::size_t url_length);
void lsl_js_download(const char* url, std::size_t url_length, const char* name,
                     std::size_t name_length);
void lsl_js_choose_file(std::uint32_t id, const char* accept, std::size_t length);

void lsl_js_place_video(int which, float x, float y, float width, float height, float radius,
                        bool fixed, bool cover, bool mirrored, bool visible);
void lsl_js_player_watch(const char* url, std::size_t url_length, const char* token,
                         std::size_t token_length);
void lsl_js_player_play_file(const char* url, std::size_t length, double start_s);
void lsl_js_player_show_frame(const char* url, std::size_t length);
bool lsl_js_plays_hls();
void lsl_js_player_resume();
void lsl_js_player_pause();
void lsl_js_player_seek(double position_s);
void lsl_js_player_set_volume(double volume);
void lsl_js_player_set_muted(bool muted);
void lsl_js_player_set_quality(int height);
void lsl_js_player_practise(const char* json, std::size_t length);
void lsl_js_player_step(int frames);
double lsl_js_player_position();
void lsl_js_player_stop();
void lsl_js_set_fullscreen(bool on);
void lsl_js_set_picture_in_picture(bool on);
void lsl_js_set_now_playing(const char* title, std::size_t title_length, const char* artist,
                            std::size_t artist_length, const char* artwork,
                            std::size_t artwork_length);
void lsl_js_keep_awake(bool on);

void lsl_js_capture_open(const char* camera, std::size_t camera_length, const char* microphone,
                         std::size_t microphone_length);
void lsl_js_capture_set_camera_on(bool on);
void lsl_js_capture_set_microphone_on(bool on);
void lsl_js_capture_close();
void lsl_js_broadcast_start(const char* url, std::size_t url_length, const char* token,
                            std::size_t token_length, bool take_over);
void lsl_js_broadcast_ask_to_resume(const char* url, std::size_t length);
void lsl_js_broadcast_stop();
}
