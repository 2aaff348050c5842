#pragma once

#include <cstdint>
#include <string_view>

namespace lsl::model {

struct Language {
    std::string_view tag;   ///< "de"
    std::string_view name;  ///< in itself: "Deutsch"
    bool right_to_left = false;
};

namespace msg {

/// A message without placeholders: its place in the message files.
struct Plain {
    std::uint16_t index = 0;
};

/// What stands for a placeholder: a text, or a number, which is written as the language does.
struct Argument {
    explicit Argument(std::string_view of) : text(of) {}
    explicit Argument(std::int64_t of) : number(of), is_number(true) {}
    std::string_view text;
    std::int64_t number = 0;
    bool is_number = false;
};

struct ErrorText {
    std::string_view word;
    Plain text;
};

}  // namespace msg
}  // namespace lsl::model
