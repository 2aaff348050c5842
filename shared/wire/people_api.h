#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/api.h"

// The contract's part about people with roles: see api.h.

namespace lsl::api {

/// Who has a role on a class, and who has been invited to one.
struct ListStaff {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/staff";
    using Request = Empty;
    struct Response {
        std::vector<wire::StaffMember> staff;
        std::vector<wire::InvitationRow> invitations;
    };
};

/// A link by which one person takes a role, once and within seven days.
struct InviteStaff {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/staff";
    struct Request {
        std::optional<std::string> email;  // nothing: whoever has the link
        std::string role;
    };
    struct Response {  // 201
        wire::InvitationRow invitation;
    };
};

/// {person}: a person's id, or an open invitation's. 204.
struct RemoveStaff {
    static constexpr Method method = Method::Delete;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/staff/{person}";
    using Request = Empty;
    using Response = Empty;
};

/// What an invitation is about, for whoever has its link, signed in or not. 404 unknown or taken
/// back, 410 `invitation_used` or `invitation_expired`, 403 `wrong_account`.
struct GetInvitation {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/invitations/{token}";
    using Request = Empty;
    struct Response {
        wire::InvitationOffer invitation;
    };
};

/// No, thanks: the link is void. Errors as of GetInvitation. 204.
struct DeclineInvitation {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/invitations/{token}/decline";
    using Request = Empty;
    using Response = Empty;
};

struct AcceptInvitation {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/invitations/{token}/accept";
    using Request = Empty;
    struct Response {
        wire::AcceptedRole staff;
    };
};

/// Tokens as a present. Header Idempotency-Key honoured.
struct GrantTokens {
    static constexpr Method method = Method::Post;
    static constexpr std::string_view path = "/api/instructor/grants";
    struct Request {
        std::string email;
        std::int64_t tokens = 0;
        std::string reason;
        bool operator==(const Request&) const = default;
    };
    struct Response {  // 201
        domain::WalletEntry entry;
        std::int64_t token_balance = 0;
    };
};

void describe(wire::Archive& a, ListStaff::Response& m);
void describe(wire::Archive& a, InviteStaff::Request& m);
void describe(wire::Archive& a, InviteStaff::Response& m);
void describe(wire::Archive& a, GetInvitation::Response& m);
void describe(wire::Archive& a, AcceptInvitation::Response& m);
void describe(wire::Archive& a, GrantTokens::Request& m);
void describe(wire::Archive& a, GrantTokens::Response& m);

}  // namespace lsl::api
