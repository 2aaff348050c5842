#include "server/cloudflare/web_url.h"

#include <algorithm>

namespace lsl::cloudflare {

namespace {

bool is_plain(char c) { return c > ' ' && c < 0x7f; }

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool is_of_authority(char c) { return is_unreserved(c) || c == ':' || c == '[' || c == ']'; }

}  // namespace

std::optional<WebUrl> WebUrl::parse(std::string_view text) {
    std::size_t scheme = 0;
    for (std::string_view one : {"https://", "http://"}) {
        if (text.starts_with(one)) scheme = one.size();
    }
    if (scheme == 0 || !std::all_of(text.begin(), text.end(), is_plain)) return std::nullopt;
    text = text.substr(0, text.find('#'));
    const std::size_t end = std::min(text.find_first_of("/?", scheme), text.size());
    const std::string_view authority = text.substr(scheme, end - scheme);
    if (authority.empty() || !std::all_of(authority.begin(), authority.end(), is_of_authority)) {
        return std::nullopt;
    }
    WebUrl url{std::string(text.substr(0, end)), std::string(text.substr(end))};
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    return url;
}

std::optional<WebUrl> WebUrl::resolve(std::string_view location) const {
    const std::string scheme = is_secure() ? "https:" : "http:";
    if (location.empty()) return std::nullopt;
    if (location.starts_with("//")) return parse(scheme + std::string(location));
    if (const auto colon = location.find("://"); colon < location.find_first_of("/?#")) {
        auto other = parse(location);
        if (other && is_secure() && !other->is_secure()) return std::nullopt;
        return other;
    }
    if (location.starts_with('/')) return parse(origin + std::string(location));
    const std::string path = target.substr(0, target.find('?'));
    const bool keeps_path = location.starts_with('?');
    return parse(origin + (keeps_path ? path : path.substr(0, path.rfind('/') + 1)) +
                 std::string(location));
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

}  // namespace lsl::cloudflare
