#include "server/config/contact_link.h"

#include <algorithm>

namespace lsl::config {

std::optional<std::string> contact_link(std::string_view contact) {
    const bool plain = std::all_of(contact.begin(), contact.end(), [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '<' && c != '>';
    });
    if (!plain) return std::nullopt;
    if (contact.starts_with("https://") || contact.starts_with("http://")) {
        return std::string(contact);
    }
    if (contact.starts_with("mailto:")) contact.remove_prefix(7);
    const std::size_t at = contact.find('@');
    const bool address = at != std::string_view::npos && at > 0 && at + 1 < contact.size() &&
                         contact.find('@', at + 1) == std::string_view::npos &&
                         contact.find_first_of("?&/:,") == std::string_view::npos;
    if (!address) return std::nullopt;
    return "mailto:" + std::string(contact);
}

}  // namespace lsl::config
