#include "server/http/api/access_check.h"

#include <algorithm>
#include <optional>

#include "server/http/edge/refusals.h"
#include "shared/domain/permissions.h"

namespace lsl::http {
namespace {

using domain::StaffAction;
using domain::StaffRole;

Error log_in_first() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in first.");
}

/// The highest of somebody's roles, on whatever class.
std::optional<StaffRole> highest_role(const services::Caller& caller) {
    std::optional<StaffRole> highest;
    for (const domain::HeldRole& held : caller.roles) highest = std::max(highest, {held.role});
    return highest;
}

Result<void> check_class_staff(const Services& services, const Call& call, StaffAction action) {
    const auto id = StreamId::parse(call.id());
    if (!id) return not_found("There is no such class.");
    auto allowed = domain::require_role(call.caller.role_on(*id), action);
    // Classes are public: who asks for one that there isn't hears just that.
    if (!allowed) LSL_TRY(services.streams.get(call.id()));
    return allowed;
}

/// Who has a role, but not in the whole studio, hears that it is not enough.
Result<void> check_studio_staff(const Call& call, StaffAction action) {
    const auto in_studio = call.caller.studio_role();
    if (in_studio || !call.caller.is_staff()) return domain::require_role(in_studio, action);
    return domain::require_role(StaffRole::Guest, action);
}

}  // namespace

Result<void> check_access(const Services& services, const Sessions& sessions, const Route& route,
                          Call& call) {
    if (route.rule == nullptr) return internal_error("no rule for " + route.pattern);
    const api::AccessRule& rule = *route.rule;
    switch (rule.who) {
        case api::Who::Anyone:
        case api::Who::Token: return {};
        case api::Who::Cron: {
            auto allowed = services.accounts.require_cron(call.request.bearer());
            if (!allowed) LSL_TRY(count_refusal(services.limits, call.request));
            return allowed;
        }
        default: break;
    }
    call.caller = sessions.caller(call.request);
    if (rule.who == api::Who::Recognised) return {};
    if (call.caller.person() == nullptr) return log_in_first();
    switch (rule.who) {
        case api::Who::Account:
            if (!call.caller.account) return log_in_first();
            return {};
        case api::Who::ClassStaff: return check_class_staff(services, call, rule.action);
        case api::Who::AnyStaff:
            return domain::require_role(highest_role(call.caller), rule.action);
        case api::Who::StudioStaff: return check_studio_staff(call, rule.action);
        default: return {};
    }
}

}  // namespace lsl::http
