#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::push {

/// RFC 4648 section 5 without padding, as browsers and push services write keys and tokens.
std::string to_base64url(std::string_view bytes);
/// Padding at the end does not matter. Nothing for text that is none.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace lsl::push
