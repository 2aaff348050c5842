#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace lsl::push {

/// The longest address of a subscription in octets. Those of the known services have about 200.
inline constexpr std::size_t longest_endpoint = 1024;

/// A host that may be asked to deliver, beside the services that everybody knows.
struct PushHost {
    std::string name;          ///< in small letters; an IPv6 address without brackets
    std::optional<int> port;   ///< nothing: 443, of a loopback host every port
    bool is_loopback = false;  ///< it may be http, and have an address of this machine
};

/// "push.example.com", "127.0.0.1:9090", "[::1]:9090", "localhost". Nothing for any other text.
std::optional<PushHost> parse_push_host(std::string_view text);

/// Where a subscription's messages are posted. It comes from strangers, so what it may name is a
/// list: whoever could name any address would let this server ask its own network.
struct Endpoint {
    std::string url;
    std::string origin;            ///< "https://host", with a port only where it is unusual
    bool may_be_loopback = false;  ///< its host is one of the settings' loopback hosts
};

/// By the very parser of the library that connects: two parsers may see two hosts in one address.
/// InvalidInput `endpoint` for what is not https at a known service or one of `others`, has a user
/// name or another port, or is too long.
Result<Endpoint> parse_endpoint(std::string_view url, const std::vector<PushHost>& others);

}  // namespace lsl::push
