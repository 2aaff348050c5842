#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lsl::services {

/// Whether a text has one of a class's blocked words in it. Both sides are compared as a reader
/// would take them: without case and accents, full-width and invisible signs resolved, letters of
/// other scripts and digits as the Latin letters that they look like. Whole words count, so that no
/// harmless word is caught for a part of it; scripts without spaces are searched within. A second
/// look takes single letters with gaps between them as a word and drawn-out letters as one.
///
/// A hit is a reason to hold a message for staff, never to refuse it: lists are wrong at times.
bool has_blocked_word(std::string_view text, const std::vector<std::string>& words);

}  // namespace lsl::services
