#pragma once

#include <string_view>

#include "server/http/edge/router.h"
#include "server/services/classes/class_filter.h"
#include "server/services/classes/page_request.h"
#include "shared/base/result.h"

namespace lsl::http {

/// `?limit=&cursor=`
inline Result<services::PageRequest> page_of(const Call& call) {
    return services::PageRequest::parse(call.request.parameter("limit"),
                                        call.request.parameter("cursor"));
}

/// `?q=&style=&level=`
inline Result<store::ListFilter> class_filter_of(const Request& request) {
    return services::parse_class_filter(request.parameter("q"), request.parameter("style"),
                                        request.parameter("level"));
}

/// The header of that name, or empty. InvalidInput beyond 255 characters.
inline Result<std::string_view> idempotency_key(const Call& call) {
    constexpr std::size_t longest = 255;
    const std::string_view key = call.request.header("Idempotency-Key");
    if (key.size() <= longest) return key;
    return make_error(ErrorCode::InvalidInput, "invalid_idempotency_key",
                      "The Idempotency-Key is longer than 255 characters.");
}

}  // namespace lsl::http
