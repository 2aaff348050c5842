#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/wire/archive.h"

namespace lsl::wire {

/// What a JSON text is read into or written from: a call of `describe`.
using Description = std::function<void(Archive&)>;

/// One object as compact JSON. Bytes that are not UTF-8 become U+FFFD.
std::string write_json(const Description& describe_members);

/// Malformed (word "malformed_json") when the text is not a JSON object; InvalidInput with
/// `field` and a sentence when a member is missing, of the wrong type or out of range.
Result<void> read_json(std::string_view text, const Description& describe_members);

template <class T>
std::string to_json(const T& message) {
    return write_json([&](Archive& a) { describe(a, const_cast<T&>(message)); });
}

template <class T>
Result<T> from_json(std::string_view text) {
    T message{};
    if (auto read = read_json(text, [&](Archive& a) { describe(a, message); }); !read) {
        return std::move(read).error();
    }
    return message;
}

}  // namespace lsl::wire
