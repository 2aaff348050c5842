#pragma once

#include <string_view>

namespace lsl::domain {

/// A piece that is repeated to the end ("abcabcabc", "aaaaaaaa"), or mostly neighbours in the
/// character table ("12345678", "hgfedcba"): few tries find it, however long it is.
bool is_simple_pattern(std::string_view text);

/// Fewer than six characters are left of the password without the person's address, their name and
/// the words of this product, whatever their case.
bool is_about(std::string_view password, std::string_view email, std::string_view display_name);

}  // namespace lsl::domain
