#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.h"

namespace lsl::services {

/// Time steps of 30 seconds since 1970 (RFC 6238 4.1).
std::int64_t totp_step(UtcTime now);
/// The code of six digits of a step (RFC 6238 with HMAC-SHA-1).
std::string totp_code(std::string_view secret, std::int64_t step);
/// The step whose code this is: the present one or one beside it. Nothing for a wrong code.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         UtcTime now);

/// RFC 4648 section 6 without padding.
std::string to_base32(std::string_view bytes);

}  // namespace lsl::services
