#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lsl::model {

/// The addresses in a message that may be opened, each once, three at most: https and http, in
/// ASCII alone, since a letter that looks like another one leads somewhere else. What ends a
/// sentence is no part of them.
std::vector<std::string> links_in(std::string_view text);

}  // namespace lsl::model
