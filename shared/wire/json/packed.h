#pragma once

#include <string_view>

#include "shared/wire/json/json.h"

namespace lsl::wire {

/// Reads what web/json.js made of a JSON text: the values one after the other, each a letter and
/// what belongs to it (numbers little-endian, lengths 32 bits, strings UTF-8 without an end mark):
///
///     n t f             null, true, false
///     d <float64>       a number
///     s <bytes> <text>  a string
///     l <bytes> <count> <value…>          a list; <bytes> counts the values alone
///     o <bytes> <count> <name value…>     an object; a name is <bytes> <text>
///
/// Errors as those of read_json; "" is what a malformed text was made into.
Result<void> read_packed(std::string_view packed, const Description& describe_members);

}  // namespace lsl::wire
