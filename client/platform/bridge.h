#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/platform/input.h"
#include "client/platform/media.h"
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

// ---- The window -------------------------------------------------------------------------------

struct Insets {
    float top = 0, right = 0, bottom = 0, left = 0;
    bool operator==(const Insets&) const = default;
};

/// What a person chose for everything on the machine, as 0xRRGGBB. CSS: Canvas, CanvasText,
/// LinkText, Highlight, HighlightText.
struct SystemColors {
    std::uint32_t canvas = 0, text = 0, link = 0, highlight = 0, highlight_text = 0;
    bool operator==(const SystemColors&) const = default;
};

struct Viewport {
    float width = 0, height = 0;  ///< CSS pixels of the canvas = what is seen of the page
    float keyboard_height = 0;    ///< what a soft keyboard hides at the bottom
    float pixel_ratio = 1;        ///< device pixels per CSS pixel (browser zoom included)
    float text_scale = 1;         ///< the person's font size against the browser's usual 16 px
    Insets safe_area;             ///< notches and home bars
    bool dark = true;
    bool high_contrast = false;
    std::optional<SystemColors> forced_colors;  ///< the page is to be seen in these alone
    bool reduced_motion = false;
    bool coarse_pointer = false;  ///< fingers: larger targets
    bool operator==(const Viewport&) const = default;
};

/// Colours as 0xRRGGBB, for what the browser draws itself: page background, form fields, the
/// browser's own bars. Change them only together with what is painted.
struct PageTheme {
    bool dark = true;
    std::uint32_t background = 0x120F17;
    std::uint32_t surface = 0x1C1824;
    std::uint32_t text = 0xF7F3FA;
    std::uint32_t muted = 0xAFA5BD;
    std::uint32_t line = 0x352D42;
    std::uint32_t accent = 0xFF6B7A;
    std::uint32_t focus = 0x8FB8FF;
    bool operator==(const PageTheme&) const = default;
};

enum class Cursor : std::uint8_t { Default, Pointer, Text, Grab, Grabbing, NotAllowed, Hidden };

// ---- Answers that come later ------------------------------------------------------------------

using RequestId = std::uint32_t;  ///< never 0

struct HttpAnswer {
    RequestId id = 0;
    int status = 0;         ///< 0 = no answer: offline, refused, timed out
    int retry_after_s = 0;  ///< Retry-After; 0 = none
    std::string_view body;
};

/// A file that the person chose; it stays readable until the page goes or another is chosen.
struct ChosenFile {
    RequestId id = 0;          ///< of choose_file
    std::uint32_t handle = 0;  ///< for http_upload; 0 = the person chose nothing
    std::string_view name, type;
    std::int64_t size = 0;
};

/// Code that only some pages need, and its words: the browser fetches them when it is asked for
/// them (web/README.md, "Parts"). Nothing of a part may be called before it is here.
enum class Part : std::uint8_t { Player, Studio, Account, Room };

/// What the page wants of the browser about push messages.
enum class PushWish : std::uint8_t {
    On,     ///< the browser asks the person: inside a press alone
    Off,    ///< it forgets its subscription
    Renew,  ///< asks nobody: what is there is told, and made anew where our key is another one
};
enum class PushAnswered : std::uint8_t {
    On,
    Off,
    Blocked,          ///< by the person, or by who runs the device
    Unsupported,      ///< this browser cannot
    NeedsInstalling,  ///< only an app on the home screen can (iPhone, iPad)
    NoAnswer,         ///< the browser did not answer in time
    Failed,
};
struct PushAnswer {
    PushAnswered what = PushAnswered::Off;
    /// On: the subscription as JSON, as PushSubscription.toJSON() has it. Off: the endpoint that is
    /// forgotten, or empty.
    std::string_view text;
};

enum class EventsState : std::uint8_t { Closed, Connecting, Open };

/// Implemented by the app.
class Listener {
  public:
    virtual ~Listener() = default;

    // The window
    /// First called from within start(), then on every change.
    virtual void on_viewport(const Viewport&) {}
    virtual void on_scroll(float /*scroll_y*/) {}
    /// What a part that is about to be here says, in the language of set_language or, when that
    /// could not be had, in English: lines as its message file has them. False: it isn't complete,
    /// and is fetched again.
    virtual bool on_part_words(Part, std::string_view /*texts*/) { return true; }
    /// A part that was asked for is here.
    virtual void on_part() {}
    /// The one place to paint. `time` rises steadily; it was asked for by request_frame, or the
    /// canvas has a new size and must not be shown empty.
    virtual void on_frame(MonoTime /*time*/) {}
    /// The wake_after time has come (also in a hidden tab, then at most once a second).
    virtual void on_wake(MonoTime /*time*/) {}
    virtual void on_visibility(bool /*visible*/) {}
    /// The page is about to go: requests made in here outlive it. It may come back (Back, from the
    /// browser's memory), and then goes on as if nothing had been.
    virtual void on_leave() {}
    virtual void on_online(bool /*online*/) {}
    /// The brand font arrived (or was replaced): drop the glyphs drawn so far and paint again.
    virtual void on_fonts_changed() {}
    /// Textures of draw data and images were lost and come back by themselves; paint again.
    virtual void on_context_restored() {}

    // Input
    virtual void on_pointer(const PointerEvent&) {}
    /// True = handled here: the browser does nothing with the key. Never for browser shortcuts.
    virtual bool on_key(const KeyEvent&) { return false; }

    // The semantic mirror: what a keyboard, a screen reader or a script does to its elements.
    /// A click that no pointer made, or a form's submission (then the id of its submit button).
    virtual void on_activate(std::uint32_t /*node*/) {}
    virtual void on_field_input(std::uint32_t /*node*/, std::string_view /*text*/) {}
    /// The person left the field (`change`, `blur`): the time to judge it.
    virtual void on_field_commit(std::uint32_t /*node*/) {}
    virtual void on_slider(std::uint32_t /*node*/, double /*value*/) {}
    /// A dialog that scrolls by itself was scrolled to `y`, CSS pixels.
    virtual void on_node_scroll(std::uint32_t /*node*/, float /*y*/) {}
    /// 0 = no element of the mirror has the focus. `visible`: by keyboard, so a ring is due.
    virtual void on_focus(std::uint32_t /*node*/, bool /*visible*/) {}

    // The address
    /// Back or Forward: path with query, and the scroll position that entry had.
    virtual void on_route(std::string_view /*url*/, float /*scroll_y*/) {}

    // The network
    virtual void on_http(const HttpAnswer&) {}
    /// Whether an answer has been waited for longer than people like (uploads don't count).
    virtual void on_slow(bool /*slow*/) {}
    /// This device's clock goes that much ahead of the server's (below 0: behind). utc_now() and
    /// the words of times are right all the same. 0: it was put right.
    virtual void on_clock(double /*ahead_s*/) {}
    /// The server has another build of the app than this one: a page that is loaded now gets it.
    virtual void on_update_ready() {}
    virtual void on_server_event(std::string_view /*name*/, std::string_view /*data*/) {}
    /// After Open following a gap, ask again for what may have been missed.
    virtual void on_events_state(EventsState) {}

    // Pictures, files, clipboard
    virtual void on_images_changed() {}  ///< an image asked for by use_image is ready or failed
    virtual void on_file(const ChosenFile&) {}
    virtual void on_copied(bool /*copied*/) {}
    virtual void on_push(const PushAnswer& /*answer*/) {}

    // Media
    virtual void on_player(const PlayerState&) {}
    virtual void on_capture(const CaptureState&) {}
    virtual void on_broadcast(const BroadcastState&) {}
    virtual void on_may_resume() {}  ///< after broadcast_ask_to_resume
    /// The state of a part's desk as JSON, which only that part reads: see client/media/desk.h.
    virtual void on_desk(Part, std::string_view /*json*/) {}
    /// Loudness of the microphone, 0..1 of full scale, about 10 times a second while it is open and
    /// the page is seen.
    virtual void on_level(const Sound& /*heard*/) {}
};

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
/// height}, `field` and its `options` as objects). Members with their default value may be left
/// out (a password field's value, too, though the person typed one). Elements are kept by id, so
/// call it only when the tree has changed.
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
/// names in web/desk.js and web/live_desk.js. Loads the part when it isn't here. on_desk follows
/// whenever its state has changed.
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
