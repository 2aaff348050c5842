#include "server/http/edge/respond.h"

#include "shared/wire/api.h"

namespace lsl::http {

int status_of(const Error& error) {
    // RFC 9725 4.3.1: a missing or stale entity tag has statuses of its own.
    if (error.word == "etag_missing") return 428;
    if (error.word == "etag_mismatch") return 412;
    // What a publisher's session URL says for good, as against a state that passes.
    if (error.word == "taken_over") return 410;
    if (error.word == "unsupported_media_type") return 415;
    if (error.word == "method_not_allowed") return 405;
    switch (error.code) {
        case ErrorCode::InvalidInput: return 422;
        case ErrorCode::Malformed: return 400;
        case ErrorCode::Unauthenticated: return 401;
        case ErrorCode::Forbidden: return 403;
        case ErrorCode::NotFound: return 404;
        case ErrorCode::Gone: return 410;
        case ErrorCode::Conflict: return 409;
        case ErrorCode::PaymentRequired: return 402;
        case ErrorCode::TooLarge: return 413;
        case ErrorCode::TooMany: return 429;
        case ErrorCode::Unavailable: return 503;
        case ErrorCode::Internal: return 500;
    }
    return 500;
}

Response failure(const Error& error) {
    const int status = status_of(error);
    int retry_after = error.retry_after_seconds;
    if (retry_after <= 0 && (status == 429 || status == 503)) retry_after = 5;
    api::Failure body{error.message,         error.word, error.field,
                      error.price_in_tokens, {},         error.until};
    if (retry_after > 0) body.retry_after = retry_after;
    Response response = json_response(status, wire::to_json(body));
    if (retry_after > 0) response.add("Retry-After", std::to_string(retry_after));
    response.log_detail = error.detail;
    return response;
}

Response json_response(int status, std::string json) {
    Response response = text_response(status, json_type, std::move(json));
    response.add("Cache-Control", "no-store");
    return response;
}

}  // namespace lsl::http
