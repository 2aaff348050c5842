#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::ui {

/// The code point at `at`, which moves behind it. A malformed byte gives U+FFFD and moves by one.
char32_t next_code_point(std::string_view text, std::size_t& at);

std::string utf8(char32_t code_point);

/// The next piece that is one picture: a code point with its marks, an emoji sequence, a flag, a
/// whole run of a script that needs shaping. Right-to-left runs take in the spaces between their
/// words when drawn as a line; when a place to break is looked for, they must not.
enum class RunSpaces : bool { Break, Join };
std::string_view next_cluster(std::string_view text, std::size_t& at,
                              RunSpaces spaces = RunSpaces::Join);

/// Hebrew, Arabic and their like.
bool has_right_to_left(std::string_view text);

/// Where each grapheme ends, by the rules of next_cluster: for platforms without better ones.
std::vector<std::size_t> grapheme_ends(std::string_view text);

bool is_wide(char32_t c);  ///< CJK and the like: a line may break on either side
/// Thai, Khmer and others that put no spaces between words.
bool is_unspaced(char32_t c);
bool is_space(char32_t c);  ///< where a line breaks and the space vanishes
/// Closing punctuation and small kana: never begins a line.
bool sticks_to_previous(char32_t c);
/// Opening punctuation: never ends a line.
bool sticks_to_next(char32_t c);

}  // namespace lsl::ui
