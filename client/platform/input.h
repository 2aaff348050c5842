#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lsl::platform {

/// What the person's hands do, as the browser tells it. Positions are CSS pixels from the top left
/// of the viewport: add Viewport::scroll_y for page coordinates.

struct Modifiers {
    bool shift = false;
    bool control = false;
    bool alt = false;
    bool meta = false;  ///< the Command or Windows key
    bool operator==(const Modifiers&) const = default;
};

enum class PointerPhase : std::uint8_t {
    Move,
    Down,
    Up,
    Leave,   ///< left the window, or a finger was lifted: nothing is hovered any more
    Cancel,  ///< the browser took the gesture (scroll, zoom): the press must not fire
};

enum class PointerDevice : std::uint8_t { Mouse, Touch, Pen };

/// Only the primary pointer is told of; a second finger is the browser's (pinch).
struct PointerEvent {
    PointerPhase phase = PointerPhase::Move;
    PointerDevice device = PointerDevice::Mouse;
    float x = 0, y = 0;
    int button = -1;               ///< DOM number: 0 main, 1 middle, 2 secondary; -1 = none changed
    std::uint32_t buttons = 0;     ///< DOM bit set of what is held: 1 main, 2 secondary, 4 middle
    std::uint32_t node = 0;        ///< semantic node whose element is under the pointer; 0 = none
    bool in_field = false;         ///< that element is a text field and takes the press itself
    bool opens_elsewhere = false;  ///< on a link with Control, Meta, Shift or not the main button:
                                   ///< the browser opens it in a tab, the app does nothing
    Modifiers modifiers;
};

struct KeyEvent {
    std::string_view key;   ///< DOM `key`: "a", "Escape", "ArrowLeft", " "
    std::string_view code;  ///< DOM `code`: "KeyA", "Space"
    Modifiers modifiers;
    std::uint32_t node = 0;  ///< semantic node that has the focus; 0 = none
    bool down = true;
    bool repeat = false;
    bool in_field = false;  ///< a text field has the focus and takes the key
    bool on_control =
        false;  ///< a button, link or slider has the focus: Enter, Space, arrows are its
};

}  // namespace lsl::platform
