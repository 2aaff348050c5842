#pragma once

#include <string>
#include <string_view>

namespace lsl::services {

/// A password as it is hashed and compared, by the profile OpaqueString (RFC 8265 4.2.2): every
/// kind of space is U+0020, and letters are composed (normalization form C), since one keyboard
/// sends an "é" as one character and another as two. What is no UTF-8 stays as it is.
std::string prepared_password(std::string_view typed);

}  // namespace lsl::services
