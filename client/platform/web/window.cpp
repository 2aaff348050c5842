#include <emscripten.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"
#include "client/platform/web/pictures.h"
#include "client/platform/web/renderer.h"

namespace lsl::platform {
namespace {

MonoTime from_ms(double ms) { return {static_cast<std::int64_t>(ms * 1000)}; }

}  // namespace

bool start(Listener& app) {
    set_listener(app);
    lsl_js_prepare_canvas();
    if (!start_renderer()) {
        lsl_js_no_graphics();
        return false;
    }
    return lsl_js_start();
}

void request_frame() { lsl_js_request_frame(); }

void wake_after(std::chrono::milliseconds time) {
    lsl_js_wake_after(static_cast<double>(time.count()));
}

void paint(ImDrawData* draw_data) {
    render(draw_data);
    pictures_painted();
}

UtcTime utc_now() {
    return UtcTime(std::chrono::milliseconds(static_cast<std::int64_t>(lsl_js_utc_now())));
}

MonoTime mono_now() { return from_ms(lsl_js_mono_now()); }

void set_title(std::string_view title) {
    static std::string shown;
    if (shown == title) return;
    shown = title;
    lsl_js_set_title(title.data(), title.size());
}

void set_page_height(float height) {
    static float shown = -1;
    if (shown == height) return;
    shown = height;
    lsl_js_set_page_height(height);
}

void set_theme(const PageTheme& theme) {
    static bool first = true;
    static PageTheme shown;
    if (!first && shown == theme) return;
    first = false;
    shown = theme;
    lsl_js_set_theme(theme.dark, theme.background, theme.surface, theme.text, theme.muted,
                     theme.line, theme.accent, theme.focus);
}

void set_cursor(Cursor cursor) {
    static Cursor shown = Cursor::Default;
    if (shown == cursor) return;
    shown = cursor;
    lsl_js_set_cursor(static_cast<int>(cursor));
}

void set_semantics(std::string_view json) { lsl_js_set_semantics(json.data(), json.size()); }

void focus_node(std::uint32_t node) { lsl_js_focus_node(node); }

void scroll_to(float y, bool smooth) { lsl_js_scroll_to(y, smooth); }

void lock_scroll(bool locked) {
    static bool shown = false;
    if (shown == locked) return;
    shown = locked;
    lsl_js_lock_scroll(locked);
}

void load_part(Part part) { lsl_js_load_part(static_cast<int>(part)); }

bool part_is_here(Part part) { return lsl_js_part_is_here(static_cast<int>(part)); }

}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_viewport() {
    const auto n = numbers();
    Viewport viewport;
    viewport.width = static_cast<float>(n[0]);
    viewport.height = static_cast<float>(n[1]);
    viewport.keyboard_height = static_cast<float>(n[2]);
    viewport.pixel_ratio = static_cast<float>(n[3]);
    viewport.text_scale = static_cast<float>(n[4]);
    viewport.safe_area = {static_cast<float>(n[5]), static_cast<float>(n[6]),
                          static_cast<float>(n[7]), static_cast<float>(n[8])};
    viewport.dark = n[9] != 0;
    viewport.high_contrast = n[10] != 0;
    viewport.reduced_motion = n[11] != 0;
    viewport.coarse_pointer = n[12] != 0;
    const auto color = [&](std::size_t at) { return static_cast<std::uint32_t>(n[at]); };
    if (n[13] != 0) {
        viewport.forced_colors =
            SystemColors{color(14), color(15), color(16), color(17), color(18)};
    }
    listener().on_viewport(viewport);
}

/// True = incomplete. A program that has crashed answers 0, and is not asked again.
EMSCRIPTEN_KEEPALIVE bool lsl_on_part_words(int part, const char* texts, std::size_t length) {
    return !listener().on_part_words(static_cast<Part>(part), {texts, length});
}

EMSCRIPTEN_KEEPALIVE void lsl_on_part() { listener().on_part(); }

EMSCRIPTEN_KEEPALIVE void lsl_on_scroll(float y) { listener().on_scroll(y); }

EMSCRIPTEN_KEEPALIVE void lsl_on_frame(double ms) { listener().on_frame(from_ms(ms)); }

EMSCRIPTEN_KEEPALIVE void lsl_on_wake(double ms) { listener().on_wake(from_ms(ms)); }

EMSCRIPTEN_KEEPALIVE void lsl_on_visibility(bool visible) { listener().on_visibility(visible); }

EMSCRIPTEN_KEEPALIVE void lsl_on_leave() { listener().on_leave(); }

EMSCRIPTEN_KEEPALIVE void lsl_on_online(bool online) { listener().on_online(online); }

EMSCRIPTEN_KEEPALIVE void lsl_on_fonts_changed() { listener().on_fonts_changed(); }

EMSCRIPTEN_KEEPALIVE void lsl_on_context(bool lost) {
    if (lost) {
        renderer_lost();
        pictures_lost();
        return;
    }
    renderer_restored();
    pictures_restored();
    listener().on_context_restored();
}
}
