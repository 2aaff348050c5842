#include "server/config/public_url.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace lsl::config {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Error broken_rule(std::string text) {
    return make_error(ErrorCode::InvalidInput, "invalid_public_url", std::move(text));
}

/// ":8443" of "example.com:8443", ":80" of "[::1]:80"; empty when there is none.
std::string_view port_part(std::string_view authority) {
    const std::size_t host_end = authority.starts_with('[') ? authority.find(']') : 0;
    const std::size_t colon = authority.find(':', host_end);
    return colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
}

}  // namespace

Result<std::string> normalized_origin(std::string_view url) {
    const std::string like = "must be like https://live.example.com, without a path";
    const std::size_t scheme_end = url.find("://");
    std::string scheme(url.substr(0, scheme_end));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), lower);
    if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https")) {
        return broken_rule(like);
    }
    std::string_view authority = url.substr(scheme_end + 3);
    if (authority.ends_with('/')) authority.remove_suffix(1);
    if (authority.empty() || authority.find_first_of("/?#@ \t\"<>\\%") != std::string_view::npos) {
        return broken_rule(like);
    }
    if (std::any_of(authority.begin(), authority.end(), [](char c) { return (c & 0x80) != 0; })) {
        return broken_rule(
            "must give the name as DNS has it (xn--…), which is how browsers write it");
    }
    const std::string_view port = port_part(authority);
    std::string host(authority.substr(0, authority.size() - port.size()));
    std::transform(host.begin(), host.end(), host.begin(), lower);
    if (host.empty()) return broken_rule(like);
    std::string origin = scheme + "://" + host;
    if (port.empty()) return origin;

    std::uint16_t number = 0;
    const auto [end, bad] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (bad != std::errc() || end != port.data() + port.size() || number == 0) {
        return broken_rule("must have a port from 1 to 65535, or none");
    }
    if (number != (scheme == "https" ? 443 : 80)) origin += ":" + std::to_string(number);
    return origin;
}

}  // namespace lsl::config
