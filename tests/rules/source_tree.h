// The repository's own sources, read once from disk.
#pragma once

#include "tests/rules/source_text.h"

#include <vector>

namespace lsl::rules {

// Every .h, .cpp, .js and .mjs below shared, client, server, web and tests, in the order of their
// paths.
const std::vector<SourceText>& source_tree();

}  // namespace lsl::rules
