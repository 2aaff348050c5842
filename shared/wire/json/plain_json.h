#pragma once

#include <string>

#include "shared/wire/json/json.h"

namespace lsl::wire {

/// write_json without a library, for the browser's short requests. Differs in two ways: members
/// come in the order of the description, and fractions have three decimals at most. Text has to be
/// UTF-8, as all text of the app is.
std::string write_plain_json(const Description& describe_members);

}  // namespace lsl::wire
