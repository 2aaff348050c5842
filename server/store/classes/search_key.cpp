#include "server/store/classes/search_key.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace lsl::store {

namespace {

utf8proc_int32_t space_as_ascii(utf8proc_int32_t code_point, void*) {
    const bool space = utf8proc_category(code_point) == UTF8PROC_CATEGORY_ZS;
    return space || code_point == '\n' || code_point == '\t' || code_point == '\r' ? ' '
                                                                                   : code_point;
}

std::string with_single_spaces(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += c;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace

std::string search_key(std::string_view text) {
    utf8proc_uint8_t* folded = nullptr;
    constexpr auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                       UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    const utf8proc_ssize_t length = utf8proc_map_custom(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
        static_cast<utf8proc_ssize_t>(text.size()), &folded, options, space_as_ascii, nullptr);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    if (length < 0) return {};
    return with_single_spaces(
        {reinterpret_cast<const char*>(folded), static_cast<std::size_t>(length)});
}

}  // namespace lsl::store
