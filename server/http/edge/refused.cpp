#include "server/http/edge/refused.h"

namespace lsl::http {

Error refusal_error(Refused why) {
    Error error = make_error(ErrorCode::TooMany, "too_many", "");
    switch (why) {
        case Refused::ConnectionsOfAddress:
            error.message = "Too many connections from your address. Try again in a moment.";
            break;
        case Refused::ConnectionsOfPerson:
            error.message = "You have too many connections open. Close some pages.";
            break;
        case Refused::EventsOfAddress:
            error.message = "Too many pages are open at your address. Sign in, or close some.";
            break;
        case Refused::EventsOfPerson:
            error.message = "You have too many pages open. Close some.";
            break;
        case Refused::WritesOfPerson:
            error.message = "That was too often. Wait a moment, then try again.";
            error.word = "rate_limited";
            break;
        case Refused::Connections:
        case Refused::Events:
        case Refused::BytesInFlight:
        case Refused::Threads:
            error = make_error(ErrorCode::Unavailable, "busy",
                               "Too many people are here at once. Try again in a moment.");
            break;
    }
    error.retry_after_seconds = 10;
    return error;
}

}  // namespace lsl::http
