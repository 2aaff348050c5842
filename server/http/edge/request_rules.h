#pragma once

#include <cstddef>
#include <string_view>

#include "server/http/edge/message.h"
#include "shared/base/result.h"

namespace lsl::http {

/// Exactly one well-formed Host (RFC 9112 3.2), no ambiguous body length (RFC 9112 6.1).
/// Whoever breaks these gets 400 and loses the connection.
Result<void> check_framing(const Request& request);

/// Requests that change something must come from our own pages or from a program: a foreign
/// Origin or `Sec-Fetch-Site: cross-site` is Forbidden. `public_origin` is PUBLIC_URL.
Result<void> check_origin(const Request& request, std::string_view public_origin);

/// A body of this type, parameters aside; `unsupported_media_type` otherwise.
Result<void> require_content_type(const Request& request, std::string_view type);

/// By the head alone: a body whose declared length is beyond `most` is `too_large`; forms in
/// several parts and compressed bodies are `unsupported_media_type`.
Result<void> check_body(const Request& request, std::size_t most);
Error body_too_large();

/// Whether a JSON text has half a character in it: bytes that are no UTF-8, or one half of a
/// surrogate pair (RFC 8259 8.2). Readers refuse it as malformed, whatever it was meant for.
bool has_broken_characters(std::string_view json);
/// What to say where people write such a text: InvalidInput `message_unprintable` of that field.
Error unprintable(std::string_view field);

}  // namespace lsl::http
