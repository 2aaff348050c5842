#pragma once

#include "server/http/edge/message.h"
#include "server/services/accounts/limits/rate_limits.h"

namespace lsl::http {

// Slows down whoever guesses tokens or ids: 300 refused requests of a site within five minutes get
// their reasons, the next ones 429. Only refused requests are counted and slowed down: a right
// token is never refused because others guess, which matters where many share an address.

/// Counts a refused request; TooMany with retry_after_seconds when it is one too many.
Result<void> count_refusal(services::RateLimits& limits, const Request& request);

/// The answer as it is, or 429 when it is a refusal (401 or 404) too many.
Response slowing_guesses(services::RateLimits& limits, const Request& request, Response response);

}  // namespace lsl::http
