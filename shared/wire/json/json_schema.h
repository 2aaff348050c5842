#pragma once

#include <string>

#include "shared/wire/json/json.h"

namespace lsl::wire {

/// The JSON Schema (draft 2020-12) of a message, made from the same description that reads and
/// writes it. Members that may be absent or null are not required and have "null" among their
/// types.
std::string write_json_schema(const Description& describe_members);

template <class T>
std::string json_schema() {
    T message{};
    return write_json_schema([&](Archive& a) { describe(a, message); });
}

}  // namespace lsl::wire
