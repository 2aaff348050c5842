#include "server/http/refusals.h"

#include <chrono>

namespace lsl::http {
namespace {

constexpr services::RateLimit refusal_limit{300, std::chrono::minutes(5)};

std::string key_of(const Request& request) {
    return "refused:" + services::address_key(request.client_address);
}

}  // namespace

Result<void> check_refusals(services::RateLimits& limits, const Request& request) {
    if (limits.count(key_of(request), refusal_limit.within) < refusal_limit.most) return {};
    Error error = make_error(ErrorCode::TooMany, "rate_limited",
                             "Too many refused attempts. Try again in a few minutes.");
    error.retry_after_seconds = 60;
    return error;
}

void note_refusal(services::RateLimits& limits, const Request& request, const Response& response) {
    if (response.status != 401 && response.status != 403 && response.status != 404) return;
    [[maybe_unused]] const auto counted = limits.take(key_of(request), refusal_limit);
}

}  // namespace lsl::http
