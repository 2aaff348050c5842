#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// An address of the open internet: not private, loopback, link-local, multicast, documentation,
/// shared (RFC 6598), or an IPv6 form that wraps such an IPv4 address.
bool is_public_address(const sockaddr_storage& address);

/// 80, 443, 8080 or 8443: other ports belong to services that would take a request for something
/// else.
bool is_web_port(std::string_view port);

/// The parts of an http or https URL; nothing for any other text, and for user names in it.
struct PictureUrl {
    bool secure = false;
    std::string host;
    std::string port;
    std::string target;  ///< path and query
    static std::optional<PictureUrl> parse(std::string_view text);
    /// What a Location header means, seen from here.
    std::optional<PictureUrl> resolve(std::string_view location) const;
};

/// Where pictures may come from. Others than these are for tests, which have no public address.
struct PictureSources {
    bool (*address)(const sockaddr_storage&) = is_public_address;
    bool (*port)(std::string_view) = is_web_port;
};

/// Fetches what an http or https address gives: at most 8 MB, ten seconds and three redirects;
/// certificates are verified. The address that is connected to is looked at after the name was
/// resolved, for each redirect anew. InvalidInput with field "thumbnailUrl".
Result<std::string> download_picture(const std::string& url, const Clock& clock,
                                     const PictureSources& sources = {});

}  // namespace lsl::services
