#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/events/event_hub.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "server/store/people/invitations_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/people_api.h"

namespace lsl::services {

struct StaffOptions {
    std::string public_url;  ///< without a slash at the end
    /// A role is for confirmed addresses alone: mail can be sent, so that people can confirm
    /// theirs.
    bool confirmed_addresses_only = false;
    /// Invitations to an address leave as mails; nothing: the link is handed on by hand.
    std::optional<OutgoingMails> mails = {};
};

inline constexpr std::chrono::days invitation_lifetime{7};

/// Who has a role on a class: invited by a link, which one person may follow once, and taken back.
/// Ids come as text; malformed, unknown and foreign ones are NotFound. That the caller may is the
/// caller's check, but for what each function says. Thread-safe.
class Staff {
  public:
    Staff(store::Database& database, const Clock& clock, EventHub& hub, StaffOptions options);

    /// The studio's owner first, then in the order of joining. Addresses are told to who manages
    /// staff alone.
    Result<api::ListStaff::Response> list(const Caller& caller, std::string_view stream_id);
    /// InvalidInput `role` or `email`, Conflict `already_staff`.
    Result<api::InviteStaff::Response> invite(const Caller& caller, std::string_view stream_id,
                                              const api::InviteStaff::Request& request);
    /// `who` is a person's or an open invitation's id. Whoever does not manage staff may remove
    /// themselves alone: Forbidden. Conflict `last_owner`. Their event streams end at once.
    Result<void> remove(const Caller& caller, std::string_view stream_id, std::string_view who);
    /// What an invitation is about, for whoever has its token, visitors too. Errors as of accept,
    /// but for what only an acceptance finds.
    Result<api::GetInvitation::Response> offer(const Caller& caller, std::string_view token);
    /// The link is void from now on. Errors as of offer.
    Result<void> decline(const Caller& caller, std::string_view token);
    /// NotFound, Gone `invitation_used` or `invitation_expired`, Forbidden `wrong_account` or
    /// `email_not_verified`, Conflict `already_staff`. Again by who has accepted: the same answer.
    Result<api::AcceptInvitation::Response> accept(const Caller& caller, std::string_view token);

  private:
    Result<void> mail(store::Connection& tx, const store::Invitation& invitation) const;
    Result<wire::StaffMember> join(store::Connection& tx, const Person& person,
                                   const store::Invitation& invitation);
    /// Whoever listens hears by the new rights.
    void rights_changed(UserId user);

    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
    const StaffOptions options_;
};

}  // namespace lsl::services
