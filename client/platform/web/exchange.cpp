#include <emscripten.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/platform/web/border.h"
#include "client/platform/web/imports.h"
#include "client/platform/web/request_ids.h"

namespace lsl::platform {

void copy_text(std::string_view text) { lsl_js_copy_text(text.data(), text.size()); }

void push_notices(PushWish wish) { lsl_js_push_notices(static_cast<int>(wish)); }

bool can_share() {
    static const bool can = lsl_js_can_share();
    return can;
}

void share(std::string_view title, std::string_view url) {
    lsl_js_share(title.data(), title.size(), url.data(), url.size());
}

void download(std::string_view url, std::string_view file_name) {
    lsl_js_download(url.data(), url.size(), file_name.data(), file_name.size());
}

RequestId choose_file(std::string_view accept) {
    const RequestId id = next_request_id();
    lsl_js_choose_file(id, accept.data(), accept.size());
    return id;
}

}  // namespace lsl::platform

using namespace lsl::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void lsl_on_copied(bool copied) { listener().on_copied(copied); }

EMSCRIPTEN_KEEPALIVE void lsl_on_push(int what, const char* text, std::size_t length) {
    listener().on_push({static_cast<PushAnswered>(what), std::string_view(text, length)});
}

EMSCRIPTEN_KEEPALIVE void lsl_on_file(std::uint32_t id, std::uint32_t handle, const char* name,
                                      std::size_t name_length, const char* type,
                                      std::size_t type_length, double size) {
    listener().on_file({id, handle, std::string_view(name, name_length),
                        std::string_view(type, type_length), static_cast<std::int64_t>(size)});
}
}
