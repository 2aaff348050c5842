#pragma once

#include <string_view>
#include <utility>

#include "server/http/api/sessions.h"
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

/// An answer with a cookie beside it.
template <class T>
Answer<T> with_header(Answer<T> answer, Header header) {
    answer.headers.push_back(std::move(header));
    return answer;
}

/// The answer to a sign-in, with its cookies.
inline Answer<api::Session> opened(const Sessions& sessions, services::LoggedIn in, int status) {
    Answer<api::Session> answer(std::move(in.session), status);
    answer.headers.push_back(sessions.open_viewer(in.session_token));
    answer.headers.push_back(sessions.remember_device(in.device));
    return answer;
}

}  // namespace lsl::http
