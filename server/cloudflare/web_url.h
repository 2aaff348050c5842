#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::cloudflare {

/// An http or https URL in the two parts that a request needs. Nothing else is accepted: no user
/// names, no spaces or control characters; a fragment is dropped.
struct WebUrl {
    std::string origin;  ///< "https://host" or "https://host:port", lower case as it came
    std::string target;  ///< path and query, at least "/"

    static std::optional<WebUrl> parse(std::string_view text);
    /// What a Location header means, seen from here (RFC 3986 5.2, without dot segments). Never
    /// leads from https to http.
    std::optional<WebUrl> resolve(std::string_view location) const;
    std::string text() const { return origin + target; }
    bool is_secure() const { return origin.starts_with("https://"); }
};

/// Everything but letters, digits and "-._~" as %XX: fit for one path segment or query value.
std::string percent_encode(std::string_view text);

}  // namespace lsl::cloudflare
