#include <emscripten.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"

namespace lsl::platform {

std::string current_url() {
    lsl_js_current_url();
    return take_text_answer();
}

std::string origin() {
    lsl_js_origin();
    return take_text_answer();
}

void push_url(std::string_view url) { lsl_js_push_url(url.data(), url.size()); }

void replace_url(std::string_view url) { lsl_js_replace_url(url.data(), url.size()); }

void go_back(std::string_view fallback) { lsl_js_go_back(fallback.data(), fallback.size()); }

void open_external(std::string_view url, bool new_tab) {
    lsl_js_open_external(url.data(), url.size(), new_tab);
}

void reload() { lsl_js_reload(); }

void set_leave_guard(bool on) { lsl_js_set_leave_guard(on); }

}  // namespace lsl::platform

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_route(const char* url, std::size_t length, float scroll_y) {
    lsl::platform::listener().on_route(std::string_view(url, length), scroll_y);
}
}
