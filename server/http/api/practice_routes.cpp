#include "server/http/api/routes.h"
#include "shared/wire/practice_api.h"

namespace lsl::http {

namespace {

/// A player tells its place six times a minute; one person may have some open, and stop often.
constexpr services::RateLimit notes_of_a_viewer{60, std::chrono::minutes(1)};

Result<void> take(const Services& s, const Call& call) {
    return s.limits.take("practice:" + call.user().to_string(), notes_of_a_viewer);
}

}  // namespace

void add_practice_routes(Router& routes, const Services& s) {
    routes.on<api::KeepProgress>(
        [s](Call& call, const api::KeepProgress::Request& body) -> Result<Answer<api::Empty>> {
            LSL_TRY(take(s, call));
            LSL_TRY(s.practice.keep_progress(call.user(), call.id(), body.positionMs));
            return Answer<api::Empty>({}, 204);
        });
    routes.on<api::GetPracticeNotes>([s](Call& call) -> Result<api::GetPracticeNotes::Response> {
        return api::GetPracticeNotes::Response{LSL_TRY(s.practice.notes(call.user(), call.id()))};
    });
    routes.on<api::PutPracticeNotes>(
        [s](Call& call, const api::PutPracticeNotes::Request& body) -> Result<Answer<api::Empty>> {
            LSL_TRY(take(s, call));
            LSL_TRY(s.practice.keep_notes(call.user(), call.id(), body.notes));
            return Answer<api::Empty>({}, 204);
        });
}

}  // namespace lsl::http
