#pragma once

#include <string>
#include <string_view>

namespace lsl::services {

/// What a User-Agent says in a person's words: "Firefox on Windows", "curl"; empty when it says
/// nothing. A guess, good enough to know one's own devices apart; never more than 60 characters of
/// printable ASCII, whatever a stranger sends.
std::string device_words(std::string_view user_agent);

}  // namespace lsl::services
