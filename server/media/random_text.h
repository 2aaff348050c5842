#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/media/packet/bytes.h"

namespace lsl::media {

/// Letters and digits that nobody can guess, 6 bits each: fit for URLs, SDP and ICE (ice-char of
/// RFC 8839 5.4).
std::string random_text(const RandomBytes& random, std::size_t length);
std::uint32_t random_u32(const RandomBytes& random);

}  // namespace lsl::media
