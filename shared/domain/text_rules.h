#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lsl::domain {

/// Code points of a UTF-8 text; bytes that are no UTF-8 count one each.
std::size_t count_code_points(std::string_view utf8);
bool is_valid_utf8(std::string_view text);
/// C0 and C1 controls, DEL. Newline and tab are allowed where a text has several lines.
enum class Lines { One, Several };
bool has_control_characters(std::string_view utf8, Lines lines);
/// Without white space at both ends (ASCII space, tab, newlines, U+00A0, U+3000).
std::string trimmed(std::string_view text);

}  // namespace lsl::domain
