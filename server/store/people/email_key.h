#pragma once

#include <string>
#include <string_view>

namespace lsl::store {

/// The form in which e-mail addresses are compared, and unique: trimmed, then the full case folding
/// of normalization form C (Unicode 3.13, D145). However an address is typed and whatever composes
/// its letters, it is one account.
std::string email_key(std::string_view email);

/// What former versions compared: trimmed, ASCII letters in lower case. An account whose address
/// became another one's key has kept it.
std::string former_email_key(std::string_view email);

}  // namespace lsl::store
