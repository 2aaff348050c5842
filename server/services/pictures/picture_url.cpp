#include <algorithm>
#include <array>

#include "server/services/pictures/picture_download.h"

namespace lsl::services {

namespace {

constexpr std::array<std::string_view, 4> allowed_ports = {"80", "443", "8080", "8443"};

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

bool is_web_port(std::string_view port) {
    return std::find(allowed_ports.begin(), allowed_ports.end(), port) != allowed_ports.end();
}

std::optional<PictureUrl> PictureUrl::parse(std::string_view text) {
    PictureUrl url;
    if (text.starts_with("https://")) {
        url.secure = true;
        text.remove_prefix(8);
    } else if (text.starts_with("http://")) {
        text.remove_prefix(7);
    } else {
        return std::nullopt;
    }
    if (!is_plain(text)) return std::nullopt;
    const auto end = text.find_first_of("/?#");
    const std::string_view authority = text.substr(0, end);
    std::string_view rest = end == std::string_view::npos ? "" : text.substr(end);
    rest = rest.substr(0, rest.find('#'));
    url.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);

    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    std::string_view port;
    if (authority.starts_with('[')) {  // an IPv6 address (RFC 3986 3.2.2)
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        url.host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
    } else {
        const auto colon = authority.find(':');
        url.host = authority.substr(0, colon);
        port = colon == std::string_view::npos ? "" : authority.substr(colon);
    }
    if (url.host.empty() || (!port.empty() && port.front() != ':')) return std::nullopt;
    if (!port.empty()) port.remove_prefix(1);
    url.port = port.empty() ? (url.secure ? "443" : "80") : std::string(port);
    return url;
}

std::optional<PictureUrl> PictureUrl::resolve(std::string_view location) const {
    if (!is_plain(location) || location.empty()) return std::nullopt;
    if (location.starts_with("//")) {
        return parse((secure ? "https:" : "http:") + std::string(location));
    }
    if (location.find("://") != std::string_view::npos) {
        // From a protected page to an open one is a step that somebody in between may have made.
        const auto url = parse(location);
        return url && (url->secure || !secure) ? url : std::nullopt;
    }
    PictureUrl url = *this;
    if (location.starts_with('/')) {
        url.target = location;
    } else {
        url.target = target.substr(0, target.find('?'));
        url.target = url.target.substr(0, url.target.rfind('/') + 1) + std::string(location);
    }
    url.target = url.target.substr(0, url.target.find('#'));
    return url;
}

}  // namespace lsl::services
