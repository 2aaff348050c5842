#include <emscripten.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"
#include "client/platform/web/request_ids.h"

namespace lsl::platform {

RequestId next_request_id() {
    static RequestId last = 0;
    return ++last;
}

std::string initial_data() {
    lsl_js_initial_data();
    return take_text_answer();
}

RequestId http_request(const HttpRequest& request) {
    std::string headers;  // one "Name: value" a line
    for (const auto& [name, value] : request.headers) {
        headers.append(name).append(": ").append(value).append("\n");
    }
    const RequestId id = next_request_id();
    lsl_js_http_request(id, request.method.data(), request.method.size(), request.path.data(),
                        request.path.size(), request.body.data(), request.body.size(),
                        headers.data(), headers.size(),
                        static_cast<double>(request.timeout.count()));
    return id;
}

RequestId http_upload(std::string_view method, std::string_view path, std::uint32_t file_handle) {
    const RequestId id = next_request_id();
    lsl_js_http_upload(id, method.data(), method.size(), path.data(), path.size(), file_handle);
    return id;
}

void http_cancel(RequestId id) { lsl_js_http_cancel(id); }

void open_events(std::string_view path, std::span<const std::string_view> names,
                 std::string_view after) {
    std::string list;
    for (const std::string_view name : names) list.append(name).append("\n");
    lsl_js_open_events(path.data(), path.size(), list.data(), list.size(), after.data(),
                       after.size());
}

void close_events() { lsl_js_close_events(); }

std::string stored(std::string_view key) {
    lsl_js_stored(key.data(), key.size());
    return take_text_answer();
}

void store(std::string_view key, std::string_view value) {
    lsl_js_store(key.data(), key.size(), value.data(), value.size());
}

std::string random_id() {
    lsl_js_random_id();
    return take_text_answer();
}

}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_http(std::uint32_t id, int status, int retry_after_s,
                                      const char* body, std::size_t length) {
    listener().on_http({id, status, retry_after_s, std::string_view(body, length)});
}

EMSCRIPTEN_KEEPALIVE void lsl_on_slow(bool slow) { listener().on_slow(slow); }

EMSCRIPTEN_KEEPALIVE void lsl_on_clock(double ahead_s) { listener().on_clock(ahead_s); }

EMSCRIPTEN_KEEPALIVE void lsl_on_update_ready() { listener().on_update_ready(); }

EMSCRIPTEN_KEEPALIVE void lsl_on_server_event(const char* name, std::size_t name_length,
                                              const char* data, std::size_t data_length) {
    listener().on_server_event(std::string_view(name, name_length),
                               std::string_view(data, data_length));
}

EMSCRIPTEN_KEEPALIVE void lsl_on_events_state(int state) {
    listener().on_events_state(static_cast<EventsState>(state));
}
}
