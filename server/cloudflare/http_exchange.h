#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/result.h"

namespace lsl::cloudflare {

/// How long and how much one request may take, and whom it trusts.
struct HttpLimits {
    std::chrono::milliseconds connecting{10'000};
    std::chrono::milliseconds whole{60'000};  ///< from the first byte sent to the last one read
    std::size_t largest_answer = 8u << 20;    ///< 1,000 videos are about 2 MB
    std::string ca_file;                      ///< PEM; empty = the system's authorities
};

struct HttpRequest {
    std::string method = "GET";  ///< or HEAD, POST, PUT, PATCH, DELETE; the last has no body
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;  ///< valid during the call
    std::string content_type;
};

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case; the last of equal ones
    std::string body;

    /// Empty when there is none. `name` in lower case.
    std::string header(const std::string& name) const;
    bool is_success() const { return status >= 200 && status < 300; }
};

/// One request on a connection of its own; blocks up to the limits. Certificates and host names are
/// verified, redirects not followed. Any thread. A query may leave in another encoding of the same
/// meaning ("+" for "%20").
/// Unavailable when no whole answer came: not reached, certificate refused, too slow, cut off, too
/// large. Its detail names the host and the reason, never the path, which may be a secret.
Result<HttpAnswer> exchange(const HttpRequest& request, const HttpLimits& limits);

/// Seconds of a `retry-after` header; 0 without one or for any other text than 0–86400.
int retry_after_seconds(const HttpAnswer& answer);

}  // namespace lsl::cloudflare
