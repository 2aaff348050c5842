#include "server/cloudflare/failures.h"

#include <algorithm>
#include <utility>

namespace lsl::cloudflare {

namespace {

Error unavailable(std::string word, std::string message, std::string detail, int seconds) {
    Error error = make_error(ErrorCode::Unavailable, std::move(word), std::move(message));
    error.detail = std::move(detail);
    error.retry_after_seconds = std::max(seconds, 1);
    return error;
}

}  // namespace

Error unreachable(std::string detail, int retry_after_seconds) {
    return unavailable("hosted_media_unreachable",
                       "The hosted media service can't be reached. Try again in a moment.",
                       std::move(detail), retry_after_seconds);
}

Error misconfigured(std::string detail) {
    constexpr int until_somebody_mends_it_seconds = 60;
    return unavailable("hosted_media_misconfigured",
                       "Hosted media is misconfigured. Please tell the administrator.",
                       std::move(detail), until_somebody_mends_it_seconds);
}

Error busy(std::string detail, int retry_after_seconds) {
    return unavailable("hosted_media_busy",
                       "The hosted media service is busy. Try again in a moment.",
                       std::move(detail), retry_after_seconds);
}

}  // namespace lsl::cloudflare
