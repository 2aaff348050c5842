#include "shared/wire/people_api.h"

namespace lsl::api {

using wire::Archive;

void describe(Archive& a, ListStaff::Response& m) {
    a.field("staff", m.staff);
    a.field("invitations", m.invitations);
}

void describe(Archive& a, InviteStaff::Request& m) {
    a.field("email", m.email);
    a.field("role", m.role);
}

void describe(Archive& a, InviteStaff::Response& m) { a.field("invitation", m.invitation); }

void describe(Archive& a, GetInvitation::Response& m) { a.field("invitation", m.invitation); }

void describe(Archive& a, AcceptInvitation::Response& m) { a.field("staff", m.staff); }

void describe(Archive& a, GrantTokens::Request& m) {
    a.field("email", m.email);
    a.field("tokens", m.tokens);
    a.field("reason", m.reason);
}

void describe(Archive& a, GrantTokens::Response& m) {
    a.field("entry", m.entry);
    a.field("token_balance", m.token_balance);
}

}  // namespace lsl::api
