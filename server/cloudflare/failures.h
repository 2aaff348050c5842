#pragma once

#include <string>

#include "shared/base/error.h"

namespace lsl::cloudflare {

/// The ways in which the hosted service lets us down, each Unavailable with a time to come again.
/// `detail` is for the log and has no secret.

/// No usable answer: not reached, cut off, not understood, or the service is broken.
Error unreachable(std::string detail, int retry_after_seconds = 30);
/// Our token or signature is refused.
Error misconfigured(std::string detail);
/// A rate limit or quota is used up.
Error busy(std::string detail, int retry_after_seconds);

}  // namespace lsl::cloudflare
