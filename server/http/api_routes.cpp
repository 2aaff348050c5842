#include "server/http/conditional.h"
#include "server/http/routes.h"

namespace lsl::http {
namespace {

/// A player reports twice a minute; one person may have some open.
constexpr services::RateLimit reports_of_a_viewer{30, std::chrono::minutes(1)};

using services::PageRequest;
using services::Visit;

constexpr std::size_t longest_idempotency_key = 255;

Result<PageRequest> page_of(const Call& call) {
    return PageRequest::parse(call.request.parameter("limit"), call.request.parameter("cursor"));
}

/// An answer with a cookie beside it.
template <class T>
Answer<T> with_header(Answer<T> answer, Header header) {
    answer.headers.push_back(std::move(header));
    return answer;
}

void add_accounts(Router& routes, const Services& s, const Sessions& sessions) {
    const auto visit = [&sessions](const Call& call) {
        return Visit{call.request.client_address, std::string(sessions.viewer_token(call.request))};
    };
    routes.on<api::Register>(
        [s, &sessions, visit](Call& call,
                              const api::Register::Request& body) -> Result<Answer<api::Session>> {
            auto in = LSL_TRY(s.accounts.register_viewer(body, visit(call)));
            return with_header(Answer<api::Session>(std::move(in.session), 201),
                               sessions.open_viewer(in.session_token));
        });
    routes.on<api::Login>(
        [s, &sessions, visit](Call& call,
                              const api::Login::Request& body) -> Result<Answer<api::Session>> {
            auto in = LSL_TRY(s.accounts.login(body, visit(call)));
            return with_header(Answer<api::Session>(std::move(in.session)),
                               sessions.open_viewer(in.session_token));
        });
    routes.on<api::Logout>([s, &sessions](Call& call) -> Result<Answer<api::Empty>> {
        s.accounts.logout(sessions.viewer_token(call.request));
        return with_header(Answer<api::Empty>({}), sessions.close_viewer());
    });
    routes.on<api::Me>([](Call& call) -> Result<api::Session> {
        const domain::User& user = call.viewer->user;
        return api::Session{{user.id, user.email, user.display_name}, call.viewer->token_balance};
    });
    routes.on<api::InstructorLogin>(
        [s, &sessions](Call& call,
                       const api::InstructorLogin::Request& body) -> Result<Answer<api::Empty>> {
            const Visit from{call.request.client_address,
                             std::string(sessions.instructor_token(call.request))};
            const std::string token = LSL_TRY(s.accounts.instructor_login(body.token, from));
            return with_header(Answer<api::Empty>({}), sessions.open_instructor(token));
        });
    routes.on<api::InstructorLogout>([s, &sessions](Call& call) -> Result<Answer<api::Empty>> {
        s.accounts.instructor_logout(sessions.instructor_token(call.request));
        return with_header(Answer<api::Empty>({}), sessions.close_instructor());
    });
}

void add_classes(Router& routes, const Services& s) {
    routes.on<api::ListStreams>([s](Call& call) -> Result<api::ListStreams::Response> {
        return s.streams.list(LSL_TRY(page_of(call)));
    });
    routes.on<api::GetStream>([s](Call& call) { return s.streams.get(call.id()); });
    routes.add({"GET", "/api/streams/{id}/calendar.ics", api::Access::Anyone, [s](Call& call) {
                    auto file = s.streams.calendar_file(call.id());
                    if (!file) return failure(file.error());
                    Response response =
                        text_response(200, "text/calendar; charset=utf-8", std::move(file->text));
                    response.add("Content-Disposition", file->disposition);
                    response.add("ETag", file->etag);
                    response.add("Cache-Control", "no-cache");
                    return unless_current(call.request, std::move(response));
                }});
    routes.on<api::ListWorkouts>([s](Call& call) -> Result<api::ListWorkouts::Response> {
        return s.workouts.list(LSL_TRY(page_of(call)), call.request.parameter("q"));
    });
    routes.on<api::GetWorkout>([s](Call& call) { return s.workouts.get(call.id()); });
}

Result<Answer<api::Enroll::Response>> enroll(const Services& s, const Call& call) {
    const std::string_view key = call.request.header("Idempotency-Key");
    if (key.size() > longest_idempotency_key) {
        return make_error(ErrorCode::InvalidInput, "invalid_idempotency_key",
                          "The Idempotency-Key is longer than 255 characters.");
    }
    auto done = LSL_TRY(s.enrollments.enroll(call.user(), call.id(), key));
    return Answer<api::Enroll::Response>(std::move(done.response), done.created ? 201 : 200);
}

void add_viewer(Router& routes, const Services& s) {
    routes.on<api::ListEnrollments>([s](Call& call) -> Result<api::ListEnrollments::Response> {
        return s.enrollments.list(call.user(), LSL_TRY(page_of(call)));
    });
    routes.on<api::GetEnrollment>(
        [s](Call& call) { return s.enrollments.find(call.user(), call.id()); });
    routes.on<api::Enroll>([s](Call& call) { return enroll(s, call); });
    routes.on<api::Withdraw>(
        [s](Call& call) { return s.enrollments.withdraw(call.user(), call.id()); });
    routes.on<api::GetWallet>([s](Call& call) -> Result<api::GetWallet::Response> {
        return s.wallets.read(call.user(), LSL_TRY(page_of(call)));
    });
    routes.on<api::GetPlayback>(
        [s](Call& call) { return s.playback.playback_for(call.user(), call.id()); });
    routes.on<api::ReportWatching>([s](Call& call) -> Result<api::Empty> {
        LSL_TRY(s.limits.take("watching:" + call.user().to_string(), reports_of_a_viewer));
        LSL_TRY(s.playback.report_watching(call.user(), call.id()));
        return api::Empty{};
    });
    routes.on<api::GetWorkoutPlayback>(
        [s](Call& call) { return s.playback.playback_of_workout(call.user(), call.id()); });
}

Response set_picture(const Services& s, Call& call) {
    if (!call.request.header("Content-Type").starts_with("image/")) {
        return failure(make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                                  "The picture has to be a JPEG, PNG or WebP file."));
    }
    const auto bytes = call.read_body(max_picture_bytes);
    if (!bytes) return failure(bytes.error());
    return respond(s.streams.set_picture(call.id(), *bytes));
}

void add_instructor(Router& routes, const Services& s) {
    routes.on<api::ListInstructorStreams>(
        [s](Call& call) -> Result<api::ListInstructorStreams::Response> {
            return s.streams.list_for_instructor(LSL_TRY(page_of(call)));
        });
    routes.on<api::GetInstructorStream>(
        [s](Call& call) { return s.streams.get_for_instructor(call.id()); });
    routes.on<api::CreateStream>(
        [s](Call&,
            const api::CreateStream::Request& body) -> Result<Answer<api::OneInstructorStream>> {
            return Answer<api::OneInstructorStream>(LSL_TRY(s.streams.create(body)), 201);
        });
    routes.on<api::ChangeStream>([s](Call& call, const api::ChangeStream::Request& body) {
        return s.streams.change(call.id(), body);
    });
    routes.add({"POST", "/api/instructor/streams/{id}/thumbnail", api::Access::Instructor,
                [s](Call& call) { return set_picture(s, call); }});
    routes.on<api::StartStream>([s](Call& call) { return s.streams.start(call.id()); });
    routes.on<api::EndStream>([s](Call& call) { return s.streams.end(call.id()); });
    routes.on<api::CancelStream>([s](Call& call) { return s.streams.cancel(call.id()); });
}

}  // namespace

void add_api_routes(Router& routes, const Services& services, const Sessions& sessions) {
    add_accounts(routes, services, sessions);
    add_classes(routes, services);
    add_viewer(routes, services);
    add_instructor(routes, services);
}

}  // namespace lsl::http
