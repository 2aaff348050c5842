#include "server/http/edge/refusals.h"

#include <chrono>

#include "server/http/edge/respond.h"

namespace lsl::http {
namespace {

constexpr services::RateLimit refusal_limit{300, std::chrono::minutes(5)};

}  // namespace

Result<void> count_refusal(services::RateLimits& limits, const Request& request) {
    return limits.take("refused:" + services::site_key(request.client_address), refusal_limit);
}

Response slowing_guesses(services::RateLimits& limits, const Request& request, Response response) {
    if (response.status != 401 && response.status != 404) return response;
    const auto counted = count_refusal(limits, request);
    return counted ? std::move(response) : failure(counted.error());
}

}  // namespace lsl::http
