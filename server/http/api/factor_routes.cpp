#include "server/http/api/call_parts.h"
#include "server/http/api/routes.h"

// Signing in by more than a password, and what people keep for that.

namespace lsl::http {
namespace {

Result<Answer<api::Empty>> empty_answer(Result<void> done) {
    if (!done) return done.error();
    return Answer<api::Empty>({}, 204);
}

void add_sign_in(Router& routes, const Services& s, const Sessions& sessions) {
    using In = Result<Answer<api::Session>>;
    routes.on<api::PasskeyOptions>(
        [s](Call& call) { return s.passkeys.ask(call.request.client_address); });
    routes.on<api::PasskeyLogin>(
        [s, &sessions](Call& call, const api::PasskeyLogin::Request& body) -> In {
            auto in = LSL_TRY(s.passkeys.sign_in(body, sessions.visit(call.request)));
            return opened(sessions, std::move(in), 200);
        });
    routes.on<api::SecondFactorLogin>(
        [s, &sessions](Call& call, const api::SecondFactorLogin::Request& body) -> In {
            auto in = LSL_TRY(s.second_factors.sign_in(sessions.second_factor(call.request),
                                                       body.code, sessions.visit(call.request)));
            return with_header(opened(sessions, std::move(in), 200),
                               sessions.close_second_factor());
        });
}

void add_passkeys(Router& routes, const Services& s) {
    routes.on<api::ListPasskeys>([s](Call& call) { return s.passkeys.list(*call.caller.account); });
    routes.on<api::NewPasskeyOptions>([s](Call& call, const api::NewPasskeyOptions::Request& body) {
        return s.passkeys.begin(*call.caller.account, body.password, call.request.client_address);
    });
    using Added = Result<Answer<api::AddPasskey::Response>>;
    routes.on<api::AddPasskey>([s](Call& call, const api::AddPasskey::Request& body) -> Added {
        auto added = LSL_TRY(s.passkeys.add(*call.caller.account, body));
        return Answer<api::AddPasskey::Response>(std::move(added), 201);
    });
    routes.on<api::RenamePasskey>([s](Call& call, const api::RenamePasskey::Request& body) {
        return empty_answer(s.passkeys.rename(*call.caller.account, call.id(), body.name));
    });
    routes.on<api::RemovePasskey>([s](Call& call, const api::RemovePasskey::Request& body) {
        return empty_answer(s.passkeys.remove(*call.caller.account, call.id(), body.password,
                                              call.request.client_address));
    });
}

void add_second_factor(Router& routes, const Services& s) {
    routes.on<api::GetSecondFactor>(
        [s](Call& call) { return s.second_factors.state(*call.caller.account); });
    routes.on<api::BeginSecondFactor>([s](Call& call, const api::BeginSecondFactor::Request& body) {
        return s.second_factors.begin(*call.caller.account, body.password,
                                      call.request.client_address);
    });
    routes.on<api::ConfirmSecondFactor>(
        [s](Call& call, const api::ConfirmSecondFactor::Request& body) {
            return s.second_factors.confirm(*call.caller.account, body.code);
        });
    routes.on<api::RenewRecoveryCodes>(
        [s](Call& call, const api::RenewRecoveryCodes::Request& body) {
            return s.second_factors.renew_codes(*call.caller.account, body.password,
                                                call.request.client_address);
        });
    routes.on<api::RemoveSecondFactor>(
        [s](Call& call, const api::RemoveSecondFactor::Request& body) {
            return empty_answer(s.second_factors.remove(*call.caller.account, body.password,
                                                        call.request.client_address));
        });
}

}  // namespace

void add_factor_routes(Router& routes, const Services& s, const Sessions& sessions) {
    add_sign_in(routes, s, sessions);
    add_passkeys(routes, s);
    add_second_factor(routes, s);
}

}  // namespace lsl::http
