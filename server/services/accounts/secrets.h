#pragma once

#include <string>
#include <string_view>

#include "server/base64/base64.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"

namespace lsl::services {

/// 255 bits of the system's random source or more, as 43 characters [A-Za-z0-9_-]. The first is a
/// letter: people hand these to command lines, where "-" begins an option.
std::string random_secret();
/// 128 bits as 32 characters [0-9a-f]: for names that must not be guessed.
std::string random_name();

/// SHA-256 in hex.
std::string sha256_hex(std::string_view text);
/// Compares in a time that does not depend on where the texts differ. False when either is empty.
bool same_secret(std::string_view a, std::string_view b);

using lsl::to_base64url;
/// Empty also for text that is none.
inline std::string from_base64url(std::string_view text) {
    return lsl::from_base64url(text).value_or(std::string());
}

/// A version 7 UUID (RFC 9562 5.7): sorts by time, 74 random bits.
Uuid new_uuid(const Clock& clock);
template <class IdType>
IdType new_id(const Clock& clock) {
    return IdType{new_uuid(clock)};
}

}  // namespace lsl::services
