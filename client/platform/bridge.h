#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/platform/listener.h"
#include "shared/base/time.h"

struct ImDrawData;

/// The whole boundary between our C++ and the browser. Out: plain functions. In: one Listener.
/// `client/platform/web` implements it over `web/*.js`; `client/platform/null` records the calls
/// and lets tests play the browser. One thread. Strings are UTF-8 and copied on both sides.
///
/// Every Listener function runs inside the DOM event that caused it, so what needs a person's
/// gesture (fullscreen, sound, clipboard, camera) works when called from there. A Listener function
/// is never entered from within another platform function, except where said.
namespace lsl::platform {

/// Connects the app to the browser: surface, input, mirror, address. Called once, from main, with
/// an ImGui context made: it takes the renderer up (io.BackendFlags, BackendRendererName). False:
/// there is no WebGL2; the page then shows its plain HTML and nothing is ever called.
bool start(Listener& listener);

// ---- Frames and time --------------------------------------------------------------------------

/// Asks for one on_frame; any number of calls before it make one.
void request_frame();
/// Asks for one on_wake after that time; replaces an earlier wish. Negative = none.
void wake_after(std::chrono::milliseconds time);
/// Paints ImGui's draw data over transparency. Only from on_frame.
void paint(ImDrawData* draw_data);
/// The server's time, as well as it is known.
UtcTime utc_now();
MonoTime mono_now();

// ---- The document -----------------------------------------------------------------------------

void set_title(std::string_view title);
/// How far the document scrolls. Equal values cost nothing.
void set_page_height(float height);
void set_theme(const PageTheme& theme);
void set_cursor(Cursor cursor);
/// The mirror of the screen: a JSON array of objects with the member names of ui::Node (reading
/// order, a parent before its children; `role` as the enumerator's name, `rect` as {x, y, width,
/// height}, `field` and its `options` as objects, the lettering as the numbers of its members in an
/// array `text`). Members with their default value may be left out (a password field's value, too,
/// though the person typed one). Elements are kept by id, so call it only when the tree has
/// changed.
void set_semantics(std::string_view json);
/// Moves the keyboard focus to a node's element, at once or when the mirror gets it. 0 = blur.
void focus_node(std::uint32_t node);
/// Scrolls the document. `smooth` is ignored under reduced motion.
void scroll_to(float y, bool smooth = false);
/// Keeps the document from scrolling beneath a dialog.
void lock_scroll(bool locked);

// ---- The address ------------------------------------------------------------------------------

/// Path with query of the page, e.g. "/streams?when=today".
std::string current_url();
/// "https://host:port", for links to copy.
std::string origin();
/// A new history entry; the leaving one keeps its scroll position. Equal to the present one =
/// no-op.
void push_url(std::string_view url);
void replace_url(std::string_view url);
/// Back, or `fallback` when this page was the first that the tab showed; on_route follows.
void go_back(std::string_view fallback);
/// Leaves the app: another site, or a page that the server makes. In a new tab when asked.
void open_external(std::string_view url, bool new_tab);
void reload();
/// Has the part fetched, again and again until it is here; on_part follows. May be called as often
/// as somebody looks for it.
void load_part(Part part);
bool part_is_here(Part part);
/// While on, leaving the page asks first. Only for a running broadcast.
void set_leave_guard(bool on);

// ---- Data -------------------------------------------------------------------------------------

/// JSON that the server put into the page for its first screen; empty = none.
std::string initial_data();

struct HttpRequest {
    std::string_view method = "GET";
    std::string_view path;  ///< same origin, e.g. "/api/streams"
    std::string_view body;  ///< JSON; empty = none
    std::span<const std::pair<std::string_view, std::string_view>> headers;
    std::chrono::milliseconds timeout{20000};
};
/// Exactly one on_http follows, later, unless cancelled. Cookies go along.
RequestId http_request(const HttpRequest& request);
/// The file as the request's body with its own content type.
RequestId http_upload(std::string_view method, std::string_view path, std::uint32_t file_handle);
void http_cancel(RequestId id);

/// Server-sent events of `path`; reconnects by itself until closed. `names`: the events wanted.
/// `after`: the id of the last event whose effect is known here; empty = that of the last one
/// heard.
void open_events(std::string_view path, std::span<const std::string_view> names,
                 std::string_view after);
void close_events();

/// Small preferences of this browser (volume, last camera). Empty = not there.
std::string stored(std::string_view key);
void store(std::string_view key, std::string_view value);

/// A fresh UUID, e.g. for Idempotency-Key.
std::string random_id();

// ---- Words in the person's language and zone ---------------------------------------------------

enum class TimeStyle : std::uint8_t {
    Day,       ///< "Today 18:30", "Tomorrow 07:00", "Tue 20:00", beyond six days "28 Nov, 10:00"
    Clock,     ///< "18:30"
    Date,      ///< "28 Nov 2026"
    DateTime,  ///< "Sat 28 Nov 2026, 10:00"
    Relative,  ///< "12 min ago", "in 5 days"
    DayName,   ///< "Today", "Tomorrow", "Tuesday", beyond six days "28 November"
    Weekday,   ///< "Sat 28 Nov"
};
std::string format_time(UtcTime time, TimeStyle style);
/// "3,200": the person's separators.
std::string format_number(double value, int decimals = 0);
/// "1.2K"
std::string format_compact(double value);
/// In words, the two largest units at most: "6 days, 4 hr"; below a minute "< 1 min".
std::string format_span(std::chrono::seconds span);
/// For an input of type datetime-local: "2026-11-28T10:00" in the person's zone, and back.
std::string local_field_from_utc(UtcTime time);
std::optional<UtcTime> utc_from_local_field(std::string_view text);
std::string time_zone();  ///< "Europe/Zagreb"

/// What the person reads, best first: "de-AT,de,en".
std::string language_wishes();
/// Where a message file lies: "de" is what the program says in that language, "de-studio" what a
/// part says. Empty = there is none, since nothing is said, or the program has it.
std::string messages_path(std::string_view file);
/// From here on words are those of this language, and the document says so. What parts say that are
/// here has changed already; those that come bring this language's words. No part is here before
/// the first call.
void set_language(std::string_view tag, bool right_to_left);
/// The language's plural form of a number: "zero", "one", "two", "few", "many" or "other".
std::string_view plural_form(std::int64_t number);

// ---- Letters ----------------------------------------------------------------------------------

/// Text drawn by the browser with the page's fonts: one code point, or several that belong together
/// (emoji sequences, Arabic, Indic …), shaped as one run. Sizes are device pixels; a weight is a
/// CSS font-weight. A code point of ui's icon range is an icon in a square of `pixel_size`, its top
/// left corner at the pen.
struct GlyphBitmap {
    int width = 0, height = 0;       ///< 0 x 0 for a blank
    int left = 0, top = 0;           ///< from the pen on the baseline to the top left, y down
    std::vector<std::uint8_t> rgba;  ///< straight alpha, rows without padding
    bool colored = false;            ///< has its own colours (emoji); otherwise white
};

/// How far the pen moves, fractions included.
float text_advance(std::string_view text, int weight, float pixel_size);
/// Change of the distance between two neighbouring code points, em.
float text_kerning(char32_t left, char32_t right, int weight);
/// Where each word (or each grapheme) of the text ends, bytes, ascending, by the rules of its
/// language. Empty: this browser does not know them.
std::vector<std::size_t> text_pieces(std::string_view text, bool words);
/// The picture, with the pen at the fraction `phase` (0 ≤ phase < 1) of a pixel.
GlyphBitmap draw_text(std::string_view text, int weight, float pixel_size, float phase);

// ---- Pictures ---------------------------------------------------------------------------------

enum class ImageState : std::uint8_t { Loading, Ready, Failed };

struct Image {
    ImageState state = ImageState::Loading;
    std::uint64_t texture = 0;  ///< ImTextureID when Ready
    int width = 0, height = 0;  ///< of the texture, pixels
    MonoTime since;             ///< when it became Ready, for fading in
};
/// The picture of that address, loaded on first use, reduced to `longest_side` device pixels. Ask
/// in every frame that shows it: the least recently used go when all together pass the limit.
Image use_image(std::string_view url, int longest_side);

// ---- Clipboard, sharing, files ----------------------------------------------------------------

void copy_text(std::string_view text);  ///< on_copied follows
void push_notices(PushWish wish);       ///< on_push follows
bool can_share();                       ///< phones: the system's share sheet
void share(std::string_view title, std::string_view url);
void download(std::string_view url, std::string_view file_name);
/// Opens the file picker; on_file follows. `accept` as in HTML, e.g. "image/*".
RequestId choose_file(std::string_view accept);

// ---- Watching ---------------------------------------------------------------------------------

/// Where the player's video lies; equal values cost nothing.
void place_player(const VideoPlace& place);
/// Live by WHEP. Tries with sound, then muted. Waits and reconnects by itself until player_stop. No
/// token = none is sent: a hosted server's URL has it inside.
void player_watch(std::string_view whep_url, std::string_view token);
/// A recording by HTTP ranges (or HLS where the browser plays it).
void player_play_file(std::string_view url, double start_s = 0);
/// A hosted player's own page in the place of the video. It has its own controls and tells nothing
/// of what it does: once loaded it counts as playing with a picture.
void player_show_frame(std::string_view url);
/// Whether player_play_file takes an HLS manifest.
bool plays_hls();
void player_resume();
void player_pause();
void player_seek(double position_s);
void player_set_volume(double volume);
void player_set_muted(bool muted);
/// Of a live class: the size to get, one of PlayerState::heights; 0 = what the line carries. Holds
/// for whatever is watched afterwards.
void player_set_quality(int height);
/// Of a recording: speed, loop and counts from now on, for whatever is played afterwards too.
void player_practise(const PlayerPractice& practice);
/// Frames on, or back below 0; pauses.
void player_step(int frames);
/// The recording's second that plays now; newer than what was told last. 0 = none.
double player_position();
void player_stop();
/// The page in fullscreen (lay the video out over all of it); on iPhones the video alone.
void set_fullscreen(bool on);
void set_picture_in_picture(bool on);
/// For the system's media keys and lock screen.
void set_now_playing(std::string_view title, std::string_view artist, std::string_view artwork_url);
/// Keeps the screen on while true (watching, broadcasting).
void keep_awake(bool on);

// ---- The desks ---------------------------------------------------------------------------------

/// What only a part's own script understands, as JSON that the part's code wrote: wishes by their
/// names in web/studio/desk.js, web/player/live_desk.js and web/passkeys.js. Loads the part when it
/// isn't here. on_desk follows whenever its state has changed.
void tell_desk(Part part, std::string_view json);

// ---- Broadcasting -----------------------------------------------------------------------------

void place_preview(const VideoPlace& place);
/// Camera and microphone, with these devices or the usual ones ("" = any). Called again = switch;
/// a running broadcast goes on with the new ones.
void capture_open(std::string_view camera_id, std::string_view microphone_id);
void capture_set_camera_on(bool on);
void capture_set_microphone_on(bool on);
void capture_close();
/// WHIP. Reconnects by itself until broadcast_stop. Who is on air from elsewhere is replaced only
/// when `take_over` says so.
void broadcast_start(std::string_view whip_url, std::string_view token, bool take_over);
/// Was this tab on air there until moments ago (a reload, a crash), and may it open its devices
/// without asking? Then on_may_resume follows, once the page is seen; else nothing does.
void broadcast_ask_to_resume(std::string_view whip_url);
void broadcast_stop();

}  // namespace lsl::platform
