#include "server/store/people/email_key.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "shared/domain/text_rules.h"

namespace lsl::store {

std::string email_key(std::string_view email) {
    const std::string address = domain::trimmed(email);
    utf8proc_uint8_t* folded = nullptr;
    constexpr auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(address.data()),
                     static_cast<utf8proc_ssize_t>(address.size()), &folded, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    // What is no UTF-8 is nobody's address.
    if (length < 0) return address;
    return {reinterpret_cast<const char*>(folded), static_cast<std::size_t>(length)};
}

std::string former_email_key(std::string_view email) {
    std::string address = domain::trimmed(email);
    for (char& c : address) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return address;
}

}  // namespace lsl::store
