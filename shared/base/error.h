#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "shared/base/time.h"

namespace lsl {

/// What kind of failure a caller can react to. `server/http/edge/respond.cpp` maps these to HTTP
/// statuses in one place; the client maps them to a tone.
enum class ErrorCode {
    InvalidInput,     ///< a value is wrong: 422 (400 when the text could not even be parsed)
    Malformed,        ///< the bytes are not what they claim to be: 400
    Unauthenticated,  ///< nobody is logged in: 401
    Forbidden,        ///< the wrong person: 403
    NotFound,         ///< no such thing, or none that this person may know of: 404
    Gone,             ///< it was there and is over for good: 410
    Conflict,         ///< a transition or state that does not fit: 409
    PaymentRequired,  ///< not enough tokens: 402
    TooLarge,         ///< 413
    TooMany,          ///< a rate limit: 429 with `retry_after_seconds`
    Unavailable,      ///< full, or a part is down: 503 with `retry_after_seconds`
    Internal,         ///< our fault: 500
};

/// A failure with one sentence for a person and, apart from it, a detail for the log.
/// `message` may be shown to anybody; `detail` never leaves the server.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string word;     ///< stable machine-readable word, e.g. "insufficient_tokens"
    std::string message;  ///< a sentence for a person
    std::string field;    ///< name of the request field at fault, or empty
    std::string detail;   ///< for the log only
    int retry_after_seconds = 0;
    std::optional<std::int64_t> price_in_tokens;  ///< as it is now, when it is the reason
    std::optional<UtcTime> until = {};            ///< when the reason is over, where that is known

    /// Same error, with the detail for the log.
    Error with_detail(std::string text) && {
        detail = std::move(text);
        return std::move(*this);
    }
};

inline Error make_error(ErrorCode code, std::string word, std::string message) {
    Error error;
    error.code = code;
    error.word = std::move(word);
    error.message = std::move(message);
    return error;
}

/// A value that breaks a rule, with the field it came in.
inline Error invalid_field(std::string field, std::string message) {
    Error error = make_error(ErrorCode::InvalidInput, "invalid_" + field, std::move(message));
    error.field = std::move(field);
    return error;
}

inline Error not_found(std::string message) {
    return make_error(ErrorCode::NotFound, "not_found", std::move(message));
}

inline Error internal_error(std::string detail) {
    return make_error(ErrorCode::Internal, "internal",
                      "Something went wrong on our side. Try again in a moment.")
        .with_detail(std::move(detail));
}

}  // namespace lsl
