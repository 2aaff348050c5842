#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// Fetches what an http or https address gives: at most 8 MB, ten seconds and three redirects;
/// certificates are verified. Every address that is connected to, after name resolution and for
/// each redirect anew, has to be a public one. InvalidInput with field "thumbnailUrl".
Result<std::string> download_picture(const std::string& url, const Clock& clock);

/// An address of the open internet: not private, loopback, link-local, multicast, documentation,
/// shared (RFC 6598), or an IPv6 form that wraps such an IPv4 address.
bool is_public_address(const sockaddr_storage& address);

/// The parts of an http or https URL; nothing for any other text, for user names in it, and for
/// ports but 80, 443, 8080 and 8443.
struct PictureUrl {
    bool secure = false;
    std::string host;
    std::string port;
    std::string target;  ///< path and query
    static std::optional<PictureUrl> parse(std::string_view text);
    /// What a Location header means, seen from here.
    std::optional<PictureUrl> resolve(std::string_view location) const;
};

}  // namespace lsl::services
