#pragma once

#include <string_view>

namespace lsl::services {

/// One of the passwords of eight and more characters that people choose most: more than 11,000 of
/// the 30,000 that zxcvbn ranks. Case does not matter.
bool is_popular_password(std::string_view password);

}  // namespace lsl::services
