#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::cloudflare {

/// RFC 4648 section 5 without padding, as JOSE wants it.
std::string to_base64url(std::string_view bytes);
/// RFC 4648 section 4 with padding, as tus and Cloudflare's keys have it.
std::string to_base64(std::string_view bytes);
/// Spaces and line ends do not matter. Nothing for text that is no base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lsl::cloudflare
