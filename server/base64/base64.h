#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl {

/// RFC 4648 section 5 without padding, as browsers, JOSE and our own tokens have it.
std::string to_base64url(std::string_view bytes);
/// Nothing for text that is none: also with padding, or bits at its end that say nothing. So two
/// texts are never the same bytes.
std::optional<std::string> from_base64url(std::string_view text);

/// RFC 4648 section 4 with padding, as mails, tus and Cloudflare's keys have it.
std::string to_base64(std::string_view bytes);
/// Spaces and line ends do not matter. Nothing for text that is none.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lsl
