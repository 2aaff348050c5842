#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

inline constexpr std::size_t most_message_graphemes = 300;
inline constexpr std::size_t most_message_bytes = 2048;

/// A message's text as it is kept and shown to others: normalization form C, without controls, and
/// otherwise as it was typed, spaces and capitals included. What is taken out: C0 and C1 controls
/// and line ends (newlines and tabs become a space), all that has the property Bidi_Control,
/// interlinear annotations, noncharacters, and tags outside of flags (Unicode 23.9). Joiners stay:
/// emoji and Persian need them.
///
/// InvalidInput of the field `field`, by words: `message_unprintable` for what is no UTF-8,
/// `message_empty` when nothing is left that could be seen, `message_too_long` beyond 300 user-
/// perceived characters (Unicode annex 29) or 2,048 bytes, `message_marks` for more marks on one
/// letter, or more letters joined, than any script needs.
Result<std::string> message_text(std::string_view typed, std::string_view field = "message");

/// As `message_text` counts them.
std::size_t count_graphemes(std::string_view utf8);

/// Whether a text names an address that somebody could follow: with a scheme, with "www.", or a
/// bare name under one of the commonest top domains. Ways of hiding the dots are looked through.
bool has_link(std::string_view text);

}  // namespace lsl::services
