#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::config {

/// The link behind an e-mail address ("mailto:…", RFC 6068) or a page's address. Nothing for what
/// is neither.
std::optional<std::string> contact_link(std::string_view contact);

}  // namespace lsl::config
