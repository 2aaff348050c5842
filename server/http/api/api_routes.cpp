#include "server/http/api/call_parts.h"
#include "server/http/api/routes.h"
#include "server/http/edge/conditional.h"

namespace lsl::http {
namespace {

/// A player reports twice a minute, and where it pauses or jumps; one person may have some open.
constexpr services::RateLimit reports_of_a_viewer{60, std::chrono::minutes(1)};

using services::Visit;

/// The answer to a logout: the cookie goes, and what the browser keeps of recordings and pages.
/// Not "cookies", which would take the other session along, nor "storage", which holds the app.
Answer<api::Empty> signed_out(Header cookie) {
    return with_header(with_header(Answer<api::Empty>({}), std::move(cookie)),
                       {"Clear-Site-Data", "\"cache\""});
}

void add_accounts(Router& routes, const Services& s, const Sessions& sessions) {
    const auto visit = [&sessions](const Call& call) { return sessions.visit(call.request); };
    const auto let_in = [&sessions](services::LoggedIn in, int status) {
        return opened(sessions, std::move(in), status);
    };
    routes.on<api::Register>(
        [s, visit, let_in](Call& call,
                           const api::Register::Request& body) -> Result<Answer<api::Session>> {
            return let_in(LSL_TRY(s.accounts.register_viewer(body, visit(call))), 201);
        });
    routes.on<api::Login>([s, visit, &sessions](Call& call,
                                                const api::Login::Request& body) -> Response {
        auto in = s.accounts.login(body, visit(call));
        if (!in) return failure(in.error());
        if (in->second_factor.empty()) {
            return respond(Result<Answer<api::Session>>(opened(sessions, std::move(*in), 200)));
        }
        Response asked = failure(make_error(ErrorCode::Unauthenticated, "second_factor_required",
                                            "Now the code that your app shows."));
        asked.headers.push_back(sessions.open_second_factor(in->second_factor));
        return asked;
    });
    routes.on<api::Logout>([s, &sessions](Call& call) -> Result<Answer<api::Empty>> {
        s.accounts.logout(sessions.viewer_token(call.request));
        return signed_out(sessions.close_viewer());
    });
    routes.on<api::Me>([s](Call& call) -> Result<api::Me::Response> {
        const services::Person& person = *call.caller.person();
        return api::Me::Response{wire::user_row(person.user), person.token_balance,
                                 call.caller.roles,
                                 LSL_TRY(s.notices.inbox.unread(person.user.id))};
    });
    routes.on<api::InstructorLogin>(
        [s, &sessions](Call& call,
                       const api::InstructorLogin::Request& body) -> Result<Answer<api::Empty>> {
            const Visit from{.address = call.request.client_address,
                             .session = std::string(sessions.instructor_token(call.request)),
                             .device = {},
                             .user_agent = std::string(call.request.header("User-Agent"))};
            const std::string token = LSL_TRY(s.accounts.owner_login(body.token, from));
            return with_header(Answer<api::Empty>({}), sessions.open_instructor(token));
        });
    routes.on<api::InstructorLogout>([s, &sessions](Call& call) -> Result<Answer<api::Empty>> {
        s.accounts.logout(sessions.instructor_token(call.request));
        return signed_out(sessions.close_instructor());
    });
}

void add_classes(Router& routes, const Services& s) {
    routes.on<api::ListStreams>([s](Call& call) -> Result<api::ListStreams::Response> {
        return s.streams.list(LSL_TRY(page_of(call)), LSL_TRY(class_filter_of(call.request)));
    });
    routes.on<api::GetStream>([s](Call& call) { return s.streams.get(call.id()); });
    routes.add({"GET", "/api/streams/{id}/calendar.ics", [s](Call& call) {
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

Result<Answer<api::Enroll::Response>> enroll(const Services& s, const Call& call,
                                             const api::Enroll::Request& body) {
    const std::string_view key = LSL_TRY(idempotency_key(call));
    auto done = LSL_TRY(s.enrollments.enroll(call.user(), call.id(), key, body.expectedPrice));
    return Answer<api::Enroll::Response>(std::move(done.response), done.created ? 201 : 200);
}

/// A person's own place or role comes first; where that shows nothing, the owner's may.
template <class Show>
Result<api::GetPlayback::Response> show_to(const services::Caller& caller, const Show& show) {
    if (caller.account) {
        auto shown = show(services::Watcher{caller.account->user.id, caller.account->login});
        if (shown || !caller.owner) return shown;
    }
    return show(services::Watcher{caller.owner->user.id, caller.owner->login});
}

/// The owner counts nowhere.
Result<api::Empty> report_watching(const Services& s, const Call& call,
                                   const api::ReportWatching::Request& said) {
    if (!call.caller.account) return api::Empty{};
    LSL_TRY(s.limits.take("watching:" + call.user().to_string(), reports_of_a_viewer));
    const auto told = s.attendance.report_watching(call.user(), call.id(), said);
    if (!told && !call.caller.owner) return told.error();
    return api::Empty{};
}

void add_viewer(Router& routes, const Services& s) {
    routes.on<api::ListEnrollments>([s](Call& call) -> Result<api::ListEnrollments::Response> {
        return s.enrollments.list(call.user(), LSL_TRY(page_of(call)));
    });
    routes.on<api::GetEnrollment>(
        [s](Call& call) { return s.enrollments.find(call.user(), call.id()); });
    routes.on<api::Enroll>(
        [s](Call& call, const api::Enroll::Request& body) { return enroll(s, call, body); });
    routes.on<api::Withdraw>(
        [s](Call& call) { return s.enrollments.withdraw(call.user(), call.id()); });
    routes.on<api::GetWallet>([s](Call& call) -> Result<api::GetWallet::Response> {
        return s.wallets.read(call.user(), LSL_TRY(page_of(call)));
    });
    routes.on<api::GetPlayback>([s](Call& call) {
        return show_to(call.caller, [&](const services::Watcher& watcher) {
            return s.playback.playback_for(watcher, call.id());
        });
    });
    routes.on<api::ReportWatching>([s](Call& call, const api::ReportWatching::Request& said) {
        return report_watching(s, call, said);
    });
    routes.on<api::GetWorkoutPlayback>([s](Call& call) {
        return show_to(call.caller, [&](const services::Watcher& watcher) {
            return s.playback.playback_of_workout(watcher, call.id());
        });
    });
}

}  // namespace

void add_api_routes(Router& routes, const Services& services, const Sessions& sessions) {
    add_accounts(routes, services, sessions);
    add_own_account_routes(routes, services, sessions);
    add_factor_routes(routes, services, sessions);
    add_classes(routes, services);
    add_viewer(routes, services);
    add_staff_routes(routes, services);
    add_chat_routes(routes, services);
    add_practice_routes(routes, services);
    add_figures_routes(routes, services);
    add_notice_routes(routes, services);
}

}  // namespace lsl::http
