#include "server/services/accounts/passwords/prepared_password.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace lsl::services {
namespace {

utf8proc_int32_t space_as_ascii(utf8proc_int32_t code_point, void*) {
    return utf8proc_category(code_point) == UTF8PROC_CATEGORY_ZS ? ' ' : code_point;
}

}  // namespace

std::string prepared_password(std::string_view typed) {
    utf8proc_uint8_t* composed = nullptr;
    constexpr auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const utf8proc_ssize_t length = utf8proc_map_custom(
        reinterpret_cast<const utf8proc_uint8_t*>(typed.data()),
        static_cast<utf8proc_ssize_t>(typed.size()), &composed, options, space_as_ascii, nullptr);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
    if (length < 0) return std::string(typed);
    return {reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length)};
}

}  // namespace lsl::services
