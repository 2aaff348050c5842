#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/staff.h"

namespace lsl::store {

struct Invitation {
    InvitationId id;
    StreamId stream_id;
    std::optional<std::string> email;  ///< nothing: whoever has the link
    domain::StaffRole role = domain::StaffRole::Guest;
    UserId invited_by;
    UtcTime created_at;
    UtcTime expires_at;
    std::optional<UserId> accepted_by;
};

/// Table staff_invitations.
class InvitationsStore {
  public:
    explicit InvitationsStore(Connection& connection) : connection_(connection) {}

    /// Takes the place of an open invitation of the same address to the same class.
    Result<void> insert(const Invitation& invitation, std::string_view token_hash);
    /// By the link that was shown or the one that was mailed.
    Result<std::optional<Invitation>> find(std::string_view token_hash);
    Result<std::optional<Invitation>> find(InvitationId id);
    /// A second link to it, for its mail.
    Result<void> set_mail_token(InvitationId id, std::string_view token_hash);
    /// Those that can be accepted still, oldest first.
    Result<std::vector<Invitation>> open_of(StreamId stream, UtcTime now);
    /// False when the class has no such open invitation.
    Result<bool> remove_open(InvitationId id, StreamId stream);
    Result<void> note_accepted(InvitationId id, UserId by, UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
