#pragma once

#include <cstdint>
#include <string_view>

#include "server/http/edge/message.h"

namespace lsl::http {

enum class Encoding : std::uint8_t { Identity, Gzip, Brotli };

/// Best of what the client takes (RFC 9110 12.5.3) and we have.
Encoding negotiated_encoding(std::string_view accept_encoding, bool has_brotli, bool has_gzip);

/// Packs HTML and JSON of a kilobyte and more for a client that takes gzip. Not for answers with a
/// secret in them: who can put text into such an answer and watch its length can guess the secret
/// (BREACH, CVE-2013-3587).
void compress(const Request& request, Response& response);

}  // namespace lsl::http
