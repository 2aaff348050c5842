#pragma once

#include <string_view>

#include "server/http/message.h"
#include "server/services/rate_limits.h"

namespace lsl::http {

/// Slows down whoever guesses tokens or ids: after 300 refused requests from an address within
/// five minutes it gets 429, right tokens or not. `request` is about to be answered.
Result<void> check_refusals(services::RateLimits& limits, const Request& request);
/// Notes the answer when it is a refusal (401, 403, 404).
void note_refusal(services::RateLimits& limits, const Request& request, const Response& response);

}  // namespace lsl::http
