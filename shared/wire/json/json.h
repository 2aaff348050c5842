#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "shared/base/result.h"
#include "shared/wire/json/archive.h"

namespace lsl::wire {

/// What a JSON text is read into or written from: a call of `describe`. Borrows the function for
/// the length of the call that it is handed to.
class Description {
  public:
    template <class F>
    requires(!std::is_same_v<F, Description>) Description(const F& function)
        : function_(std::addressof(function)),
          call_([](const void* borrowed, Archive& a) { (*static_cast<const F*>(borrowed))(a); }) {}
    void operator()(Archive& archive) const { call_(function_, archive); }

  private:
    const void* function_;
    void (*call_)(const void*, Archive&);
};

// On the server these stand on nlohmann's library (json.cpp), in the browser on its own parser
// (client/platform/web/json.cpp).

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
