#pragma once

#include <cstdint>
#include <string_view>

#include "shared/domain/permissions.h"
#include "shared/wire/account_api.h"
#include "shared/wire/api.h"
#include "shared/wire/chapter_api.h"
#include "shared/wire/chat_api.h"
#include "shared/wire/check_api.h"
#include "shared/wire/factors_api.h"
#include "shared/wire/figures_api.h"
#include "shared/wire/notice_api.h"
#include "shared/wire/people_api.h"
#include "shared/wire/practice_api.h"

// Who may call what: the one list, which routes get their rules from. A route that is not in it
// answers nobody; an endpoint of api.h that is not in it does not compile.

namespace lsl::api {

enum class Who : std::uint8_t {
    Anyone,       ///< visitors, too; what they are shown may depend on who they are
    Recognised,   ///< visitors, too; the route looks who they are
    Account,      ///< who signed in with a password: for what is their own
    Person,       ///< who is signed in, by either cookie; the service asks for the rest
    ClassStaff,   ///< a role that allows `action` on the class {id}
    AnyStaff,     ///< a role that allows `action` on whatever class
    StudioStaff,  ///< a role that allows `action` in the whole studio
    Cron,         ///< CRON_SECRET as Bearer
    Token,        ///< the route itself looks at a token: to publish, to watch, to tell us something
};

constexpr bool is_for_staff(Who who) {
    return who == Who::ClassStaff || who == Who::AnyStaff || who == Who::StudioStaff;
}

struct AccessRule {
    std::string_view method;
    std::string_view path;
    Who who = Who::Anyone;
    domain::StaffAction action = domain::StaffAction::Watch;  ///< of staff alone
};

// Not inline: with the sanitizer of null pointers GCC takes no address of an inline variable for a
// constant.
constexpr AccessRule access_list[] = {
    {"POST", "/api/auth/register", Who::Anyone},
    {"POST", "/api/auth/login", Who::Anyone},
    {"POST", "/api/auth/logout", Who::Anyone},
    {"POST", "/api/instructor/login", Who::Anyone},
    {"POST", "/api/instructor/logout", Who::Anyone},
    {"GET", "/api/me", Who::Person},

    {"POST", "/api/auth/verify-email", Who::Anyone},
    {"POST", "/api/auth/resend-verification", Who::Account},
    {"POST", "/api/auth/forgot-password", Who::Anyone},
    {"POST", "/api/auth/reset-password", Who::Anyone},
    {"POST", "/api/auth/change-password", Who::Account},
    {"POST", "/api/auth/change-email", Who::Account},
    {"POST", "/api/auth/undo-email", Who::Anyone},
    {"POST", "/api/auth/passkey/options", Who::Anyone},
    {"POST", "/api/auth/passkey", Who::Anyone},
    {"POST", "/api/auth/second-factor", Who::Anyone},  // its cookie is the right
    {"GET", "/api/me/passkeys", Who::Account},
    {"POST", "/api/me/passkeys", Who::Account},
    {"POST", "/api/me/passkeys/options", Who::Account},
    {"PATCH", "/api/me/passkeys/{id}", Who::Account},
    {"DELETE", "/api/me/passkeys/{id}", Who::Account},
    {"GET", "/api/me/second-factor", Who::Account},
    {"POST", "/api/me/second-factor", Who::Account},
    {"POST", "/api/me/second-factor/confirm", Who::Account},
    {"POST", "/api/me/second-factor/recovery-codes", Who::Account},
    {"DELETE", "/api/me/second-factor", Who::Account},
    {"GET", "/api/me/sessions", Who::Person},
    {"DELETE", "/api/me/sessions/{id}", Who::Person},
    {"GET", "/api/me/export", Who::Person},
    {"GET", "/api/me/calendar", Who::Account},
    {"POST", "/api/me/calendar/rotate", Who::Account},
    {"GET", "/api/instructor/calendar", Who::AnyStaff, domain::StaffAction::ReadClass},
    {"POST", "/api/instructor/calendar/rotate", Who::AnyStaff, domain::StaffAction::ReadClass},
    {"GET", "/calendar/{name}", Who::Anyone},  // its name is the secret
    {"DELETE", "/api/me", Who::Account},
    {"GET", "/api/me/notices/settings", Who::Account},
    {"PUT", "/api/me/notices/settings", Who::Account},
    {"GET", "/api/me/notices", Who::Account},
    {"POST", "/api/me/notices/read", Who::Account},
    {"POST", "/api/me/notices/test", Who::Account},
    {"GET", "/api/me/followed", Who::Account},
    {"DELETE", "/api/me/followed/{id}", Who::Account},
    {"GET", "/api/push/key", Who::Anyone},
    {"POST", "/api/me/push", Who::Account},
    {"DELETE", "/api/me/push", Who::Account},
    {"POST", "/api/unsubscribe/{token}", Who::Anyone},  // the token is the right

    {"GET", "/api/streams", Who::Anyone},
    {"GET", "/api/streams/{id}", Who::Anyone},
    {"GET", "/api/streams/{id}/calendar.ics", Who::Anyone},
    {"GET", "/api/streams/{id}/frame.jpg", Who::Anyone},
    {"GET", "/api/workouts", Who::Anyone},
    {"GET", "/api/workouts/{id}", Who::Anyone},
    {"GET", "/api/events", Who::Anyone},
    {"GET", "/thumbnails/{name}", Who::Anyone},

    {"GET", "/api/enrollments", Who::Account},
    {"GET", "/api/streams/{id}/enrollment", Who::Account},
    {"DELETE", "/api/streams/{id}/enrollment", Who::Account},
    {"POST", "/api/streams/{id}/enroll", Who::Account},
    {"GET", "/api/streams/{id}/bells", Who::Account},
    {"PUT", "/api/streams/{id}/bells", Who::Account},
    {"GET", "/api/wallet", Who::Account},
    {"GET", "/api/streams/{id}/playback", Who::Person},
    {"POST", "/api/streams/{id}/watching", Who::Person},
    {"PUT", "/api/streams/{id}/progress", Who::Account},
    {"GET", "/api/streams/{id}/practice", Who::Account},
    {"PUT", "/api/streams/{id}/practice", Who::Account},
    {"GET", "/api/streams/{id}/chapters", Who::Person},
    {"GET", "/api/streams/{id}/chapters.vtt", Who::Person},
    {"POST", "/api/streams/{id}/chapters", Who::ClassStaff, domain::StaffAction::Moderate},
    {"PATCH", "/api/streams/{id}/chapters/{chapter}", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"DELETE", "/api/streams/{id}/chapters/{chapter}", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"GET", "/api/workouts/{id}/playback", Who::Person},

    {"GET", "/api/instructor/streams", Who::AnyStaff, domain::StaffAction::ReadClass},
    {"POST", "/api/instructor/streams/create", Who::StudioStaff, domain::StaffAction::CreateClass},
    {"GET", "/api/instructor/streams/{id}", Who::ClassStaff, domain::StaffAction::ReadClass},
    {"PATCH", "/api/instructor/streams/{id}", Who::ClassStaff, domain::StaffAction::ChangeClass},
    {"POST", "/api/instructor/streams/{id}/thumbnail", Who::ClassStaff,
     domain::StaffAction::ChangeClass},
    {"POST", "/api/instructor/streams/{id}/start", Who::ClassStaff, domain::StaffAction::RunClass},
    {"POST", "/api/instructor/streams/{id}/back-to-planned", Who::ClassStaff,
     domain::StaffAction::RunClass},
    {"POST", "/api/instructor/streams/{id}/end", Who::ClassStaff, domain::StaffAction::RunClass},
    {"PUT", "/api/instructor/streams/{id}/sending", Who::ClassStaff, domain::StaffAction::Publish},
    {"POST", "/api/instructor/streams/{id}/check", Who::ClassStaff, domain::StaffAction::Publish},
    {"POST", "/api/instructor/streams/{id}/inputs/main/rotate-token", Who::ClassStaff,
     domain::StaffAction::Publish},
    {"POST", "/api/instructor/streams/{id}/cancel", Who::ClassStaff, domain::StaffAction::GiveBack},
    {"POST", "/api/instructor/streams/{id}/refund", Who::ClassStaff, domain::StaffAction::GiveBack},
    {"GET", "/api/instructor/streams/{id}/staff", Who::ClassStaff, domain::StaffAction::ReadStaff},
    {"POST", "/api/instructor/streams/{id}/staff", Who::ClassStaff,
     domain::StaffAction::ManageStaff},
    // Whatever role it is: people may remove themselves.
    {"DELETE", "/api/instructor/streams/{id}/staff/{person}", Who::ClassStaff,
     domain::StaffAction::Watch},
    {"GET", "/api/invitations/{token}", Who::Recognised},
    {"POST", "/api/invitations/{token}/accept", Who::Person},
    {"POST", "/api/invitations/{token}/decline", Who::Person},
    {"GET", "/api/instructor/streams/{id}/figures", Who::ClassStaff,
     domain::StaffAction::ReadFigures},
    {"GET", "/api/instructor/streams/{id}/figures.csv", Who::ClassStaff,
     domain::StaffAction::ReadFigures},
    {"GET", "/api/instructor/streams/{id}/attendance", Who::ClassStaff,
     domain::StaffAction::ReadFigures},
    {"GET", "/api/instructor/figures", Who::StudioStaff, domain::StaffAction::RunStudio},
    {"GET", "/api/instructor/figures.csv", Who::StudioStaff, domain::StaffAction::RunStudio},
    {"POST", "/api/instructor/grants", Who::StudioStaff, domain::StaffAction::GrantTokens},
    {"GET", "/api/instructor/jobs", Who::StudioStaff, domain::StaffAction::RunStudio},
    {"POST", "/api/instructor/jobs/{id}/confirm", Who::StudioStaff, domain::StaffAction::RunStudio},

    // The room of a class. Of a Person the service asks that they are in it.
    {"GET", "/api/streams/{id}/chat", Who::Person},
    {"POST", "/api/streams/{id}/chat", Who::Person},
    {"DELETE", "/api/streams/{id}/chat/{message}", Who::Person},
    {"POST", "/api/streams/{id}/chat/{message}/vote", Who::Person},
    {"POST", "/api/streams/{id}/chat/{message}/report", Who::Person},
    {"POST", "/api/streams/{id}/chat/{message}/pin", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/{message}/unpin", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/{message}/answer", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/{message}/allow", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"GET", "/api/streams/{id}/chat/settings", Who::ClassStaff, domain::StaffAction::Moderate},
    {"PATCH", "/api/streams/{id}/chat/settings", Who::ClassStaff, domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/timeouts", Who::ClassStaff, domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/restored", Who::ClassStaff, domain::StaffAction::Moderate},
    {"GET", "/api/streams/{id}/chat/reports", Who::ClassStaff, domain::StaffAction::Moderate},
    {"POST", "/api/streams/{id}/chat/reports/{report}", Who::ClassStaff,
     domain::StaffAction::Moderate},
    {"GET", "/api/streams/{id}/people/{user}/note", Who::ClassStaff, domain::StaffAction::Moderate},
    {"PUT", "/api/streams/{id}/people/{user}/note", Who::ClassStaff, domain::StaffAction::Moderate},
    {"GET", "/api/streams/{id}/chat/questions", Who::ClassStaff, domain::StaffAction::Moderate},
    {"GET", "/api/streams/{id}/chat/replay", Who::Person},
    {"GET", "/api/streams/{id}/chat/energy", Who::Person},
    {"POST", "/api/streams/{id}/reactions", Who::Person},
    {"PUT", "/api/streams/{id}/wish", Who::Person},
    {"DELETE", "/api/streams/{id}/wish", Who::ClassStaff, domain::StaffAction::Moderate},
    {"PUT", "/api/streams/{id}/effort", Who::Person},
    {"GET", "/api/streams/{id}/present", Who::Person},
    {"PUT", "/api/streams/{id}/present", Who::Person},
    {"POST", "/api/streams/{id}/polls", Who::ClassStaff, domain::StaffAction::Moderate},
    {"PUT", "/api/streams/{id}/polls/{poll}/vote", Who::Person},
    {"POST", "/api/streams/{id}/polls/{poll}/close", Who::ClassStaff,
     domain::StaffAction::Moderate},

    {"GET", "/api/cron/cleanup-recordings", Who::Cron},
    {"POST", "/api/cron/cleanup-recordings", Who::Cron},
    {"GET", "/api/cron/migrate-streams-to-workouts", Who::Cron},
    {"POST", "/api/cron/migrate-streams-to-workouts", Who::Cron},

    {"GET", "/recordings/{video}", Who::Token},
    {"OPTIONS", "/whip/{live_input}", Who::Anyone},
    {"GET", "/whip/{live_input}", Who::Anyone},
    {"POST", "/whip/{live_input}", Who::Token},
    {"OPTIONS", "/whip/{live_input}/{session}", Who::Anyone},
    {"GET", "/whip/{live_input}/{session}", Who::Anyone},
    {"PATCH", "/whip/{live_input}/{session}", Who::Token},
    {"DELETE", "/whip/{live_input}/{session}", Who::Token},
    {"OPTIONS", "/whep/{playback}", Who::Anyone},
    {"GET", "/whep/{playback}", Who::Anyone},
    {"POST", "/whep/{playback}", Who::Token},
    {"OPTIONS", "/whep/{playback}/{session}", Who::Anyone},
    {"GET", "/whep/{playback}/{session}", Who::Anyone},
    {"PATCH", "/whep/{playback}/{session}", Who::Token},
    {"DELETE", "/whep/{playback}/{session}", Who::Token},
    {"OPTIONS", "/whep/{playback}/{session}/layer", Who::Anyone},
    {"POST", "/whep/{playback}/{session}/layer", Who::Token},
    {"OPTIONS", "/whep/{playback}/{session}/sse", Who::Anyone},
    {"POST", "/whep/{playback}/{session}/sse", Who::Token},
    {"OPTIONS", "/whep/{playback}/{session}/sse/{stream}", Who::Anyone},
    {"GET", "/whep/{playback}/{session}/sse/{stream}", Who::Anyone},
    {"DELETE", "/whep/{playback}/{session}/sse/{stream}", Who::Anyone},
    {"POST", "/api/webhooks/cloudflare/video", Who::Token},
    {"POST", "/api/webhooks/cloudflare/live-input", Who::Token},

    {"GET", "/healthz", Who::Anyone},
    {"GET", "/api/openapi.json", Who::Anyone},
    {"GET", "/metrics", Who::Anyone},  // on this machine; elsewhere by METRICS_TOKEN
};

/// Some of a class's fields are for its owner alone: with one of them the whole change is.
inline domain::StaffAction action_of(const ChangeStream::Request& change) {
    return change.priceInTokens || change.keepForCatalog ? domain::StaffAction::ChangeTerms
                                                         : domain::StaffAction::ChangeClass;
}

/// Null for what is not in the list.
constexpr const AccessRule* find_rule(std::string_view method, std::string_view path) {
    for (const AccessRule& rule : access_list) {
        if (rule.method == method && rule.path == path) return &rule;
    }
    return nullptr;
}

/// Of an endpoint of api.h.
template <class Endpoint>
constexpr const AccessRule& rule_of() {
    constexpr const AccessRule* rule = find_rule(method_name(Endpoint::method), Endpoint::path);
    static_assert(rule != nullptr, "the endpoint is missing in access_list");
    return *rule;
}

}  // namespace lsl::api
