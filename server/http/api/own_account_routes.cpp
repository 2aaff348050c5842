#include "server/http/api/call_parts.h"
#include "server/http/api/routes.h"
#include "server/http/edge/conditional.h"
#include "server/http/edge/refusals.h"

// What people do with their own accounts.

namespace lsl::http {
namespace {

Result<Answer<api::Empty>> without_body(Result<void> done, int status = 204) {
    if (!done) return done.error();
    return Answer<api::Empty>({}, status);
}

Result<Answer<api::ExportAccount::Response>> export_account(const Services& s, const Call& call) {
    Answer<api::ExportAccount::Response> answer(
        LSL_TRY(s.own_account.export_of(call.caller, s.accounts.sessions())));
    answer.headers.push_back(
        {"Content-Disposition", "attachment; filename=\"leansporty-account.json\""});
    return answer;
}

Result<Answer<api::Empty>> delete_account(const Services& s, const Sessions& sessions,
                                          const Call& call, const std::string& password) {
    LSL_TRY(s.own_account.remove(*call.caller.account, password, call.request.client_address));
    Answer<api::Empty> answer({}, 204);
    answer.headers.push_back(sessions.close_viewer());
    answer.headers.push_back({"Clear-Site-Data", "\"cache\""});
    return answer;
}

void add_addresses(Router& routes, const Services& s) {
    routes.on<api::VerifyEmail>([s](Call&, const api::VerifyEmail::Request& body) {
        return without_body(s.addresses.verify(body.token));
    });
    routes.on<api::ResendVerification>(
        [s](Call& call) { return without_body(s.addresses.resend(*call.caller.account), 202); });
    routes.on<api::ForgotPassword>([s](Call& call, const api::ForgotPassword::Request& body) {
        return without_body(s.addresses.forgot(body.email, call.request.client_address), 202);
    });
    routes.on<api::ResetPassword>([s](Call& call, const api::ResetPassword::Request& body) {
        return without_body(s.addresses.reset(body, call.request.client_address));
    });
    routes.on<api::ChangeEmail>([s](Call& call, const api::ChangeEmail::Request& body) {
        return without_body(
            s.addresses.change(*call.caller.account, body, call.request.client_address), 202);
    });
    routes.on<api::UndoEmail>([s](Call&, const api::UndoEmail::Request& body) {
        return without_body(s.addresses.undo(body.token));
    });
}

/// Fetched by programs, which send what they have of it along.
Response calendar_file(const Services& s, const Call& call) {
    auto file = s.calendars.read(call.id());
    // Whoever tries addresses out is slowed down.
    if (!file) return slowing_guesses(s.limits, call.request, failure(file.error()));
    Response response = text_response(200, "text/calendar; charset=utf-8", std::move(file->text));
    response.add("Content-Disposition", file->disposition);
    response.add("ETag", file->etag);
    response.add("Cache-Control", "private, no-cache");
    return unless_current(call.request, std::move(response));
}

void add_calendars(Router& routes, const Services& s) {
    using services::CalendarKind;
    // Who teaches is whoever acts as staff: the owner by the access token, or a person with a role.
    const auto teacher = [](const Call& call) -> const services::Person& {
        return call.caller.owner ? *call.caller.owner : *call.caller.account;
    };
    routes.on<api::GetCalendar>(
        [s](Call& call) { return s.calendars.address(*call.caller.account, CalendarKind::Own); });
    routes.on<api::RotateCalendar>(
        [s](Call& call) { return s.calendars.rotate(*call.caller.account, CalendarKind::Own); });
    routes.on<api::GetTaughtCalendar>([s, teacher](Call& call) {
        return s.calendars.address(teacher(call), CalendarKind::Taught);
    });
    routes.on<api::RotateTaughtCalendar>([s, teacher](Call& call) {
        return s.calendars.rotate(teacher(call), CalendarKind::Taught);
    });
    routes.add({"GET", "/calendar/{name}", [s](Call& call) { return calendar_file(s, call); }});
}

}  // namespace

void add_own_account_routes(Router& routes, const Services& s, const Sessions& sessions) {
    add_addresses(routes, s);
    add_calendars(routes, s);
    routes.on<api::ListSessions>(
        [s](Call& call) { return s.accounts.sessions().list(call.caller); });
    routes.on<api::EndSession>([s](Call& call) {
        return without_body(s.accounts.sessions().end(call.caller, call.id()));
    });
    routes.on<api::ChangePassword>([s](Call& call, const api::ChangePassword::Request& body) {
        return without_body(
            s.own_account.change_password(*call.caller.account, body, call.request.client_address));
    });
    routes.on<api::ExportAccount>([s](Call& call) { return export_account(s, call); });
    routes.on<api::DeleteAccount>(
        [s, &sessions](Call& call, const api::DeleteAccount::Request& body) {
            return delete_account(s, sessions, call, body.password);
        });
}

}  // namespace lsl::http
