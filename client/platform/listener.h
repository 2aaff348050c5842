#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "client/platform/input.h"
#include "client/platform/media.h"
#include "shared/base/time.h"

/// The way in of the boundary that bridge.h describes: what the browser tells the app.
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

/// Implemented by the app. More than twenty functions, because it is the list of all that the
/// browser tells, and there is one browser and one app: what belongs to a subject is one line here,
/// and who does not care leaves it out.
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

}  // namespace lsl::platform
