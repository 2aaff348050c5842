#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

// How text travels in a mail, where lines are short and bytes are ASCII. Pure functions.

namespace lsl::mail {

/// A line of a header with its name, folded, with CRLF at its end: what is not printable ASCII
/// becomes encoded words (RFC 2047) of at most 75 characters, none of which ends inside a code
/// point. The one way into a message's head: InvalidInput `mail_header` when name or value hold a
/// line break, a NUL or other controls, which could begin a header or a body of their own.
Result<std::string> header_line(std::string_view name, std::string_view text);

/// The same for what has a syntax of its own (addresses, ids, dates) and is written as it is, but
/// for folding at spaces.
Result<std::string> structured_header_line(std::string_view name, std::string_view value);

/// A display name before an address: as it is, quoted, or as encoded words (RFC 5322 3.2.5).
std::string phrase(std::string_view name);

/// Quoted-printable (RFC 2045 6.7): lines of at most 76 characters, CRLF between them, pure ASCII.
std::string quoted_printable(std::string_view text);

/// base64 in lines of 76 characters (RFC 2045 6.8).
std::string base64_lines(std::string_view bytes);

}  // namespace lsl::mail
