#include <emscripten.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"

namespace lsl::platform {
namespace {

/// Bits as web/input.js sets them.
enum Flag : std::uint32_t {
    Shift = 1,
    Control = 2,
    Alt = 4,
    Meta = 8,
    InField = 16,
    OpensElsewhere = 32,
    Down = 64,
    Repeat = 128,
    OnControl = 256,
};

Modifiers modifiers_of(std::uint32_t flags) {
    return {(flags & Shift) != 0, (flags & Control) != 0, (flags & Alt) != 0, (flags & Meta) != 0};
}

}  // namespace
}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_pointer(int phase, int device, float x, float y, int button,
                                         std::uint32_t buttons, std::uint32_t node,
                                         std::uint32_t flags) {
    PointerEvent event;
    event.phase = static_cast<PointerPhase>(phase);
    event.device = static_cast<PointerDevice>(device);
    event.x = x;
    event.y = y;
    event.button = button;
    event.buttons = buttons;
    event.node = node;
    event.in_field = (flags & InField) != 0;
    event.opens_elsewhere = (flags & OpensElsewhere) != 0;
    event.modifiers = modifiers_of(flags);
    listener().on_pointer(event);
}

EMSCRIPTEN_KEEPALIVE bool lsl_on_key(const char* key, std::size_t key_length, const char* code,
                                     std::size_t code_length, std::uint32_t node,
                                     std::uint32_t flags) {
    KeyEvent event;
    event.key = std::string_view(key, key_length);
    event.code = std::string_view(code, code_length);
    event.modifiers = modifiers_of(flags);
    event.node = node;
    event.down = (flags & Down) != 0;
    event.repeat = (flags & Repeat) != 0;
    event.in_field = (flags & InField) != 0;
    event.on_control = (flags & OnControl) != 0;
    return listener().on_key(event);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_activate(std::uint32_t node) { listener().on_activate(node); }

EMSCRIPTEN_KEEPALIVE void lsl_on_field_input(std::uint32_t node, const char* text,
                                             std::size_t length) {
    listener().on_field_input(node, std::string_view(text, length));
}

EMSCRIPTEN_KEEPALIVE void lsl_on_field_commit(std::uint32_t node) {
    listener().on_field_commit(node);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_slider(std::uint32_t node, double value) {
    listener().on_slider(node, value);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_node_scroll(std::uint32_t node, float y) {
    listener().on_node_scroll(node, y);
}

EMSCRIPTEN_KEEPALIVE void lsl_on_focus(std::uint32_t node, bool visible) {
    listener().on_focus(node, visible);
}
}
