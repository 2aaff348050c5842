#include "server/services/accounts/staff.h"

#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/email_key.h"
#include "server/store/people/staff_store.h"
#include "server/store/people/users_store.h"
#include "shared/domain/permissions.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using domain::StaffRole;

Error already_staff() {
    return make_error(ErrorCode::Conflict, "already_staff",
                      "This person has this role on the class already.");
}

Error no_such_member() { return not_found("There is no such person or invitation here."); }

Error no_such_invitation() { return not_found("There is no such invitation."); }

Error invitation_used() {
    return make_error(ErrorCode::Gone, "invitation_used",
                      "This invitation has been used. Ask the studio for another one.");
}

/// A role that somebody can be invited to: the studio has one owner.
Result<StaffRole> invited_role(std::string_view name) {
    const auto role = domain::parse_staff_role(name);
    if (role && *role != StaffRole::Owner) return *role;
    return invalid_field("role", "Choose co_instructor, moderator or guest.");
}

Result<std::optional<std::string>> invited_address(const std::optional<std::string>& email) {
    if (!email || domain::trimmed(*email).empty()) return std::optional<std::string>();
    LSL_TRY(domain::check_email(*email));
    return std::optional(domain::trimmed(*email));
}

Result<void> check_not_staff(store::Connection& tx, const std::string& email, StreamId stream,
                             StaffRole role) {
    const auto account = LSL_TRY(store::UsersStore(tx).find_by_email(email));
    if (!account) return {};
    const auto has = LSL_TRY(store::StaffStore(tx).role_on(account->user.id, stream));
    if (has == role || has == StaffRole::Owner) return already_staff();
    return {};
}

/// Open still, and not for somebody else. A visitor may turn out to be anybody.
Result<void> check_good_for(const Person* person, const store::Invitation& invitation,
                            UtcTime now) {
    if (invitation.accepted_by) return invitation_used();
    if (invitation.expires_at <= now) {
        return make_error(ErrorCode::Gone, "invitation_expired",
                          "This invitation was good for seven days. Ask for another one.");
    }
    if (person == nullptr || !invitation.email) return {};
    if (store::email_key(*invitation.email) != store::email_key(person->user.email)) {
        return make_error(ErrorCode::Forbidden, "wrong_account",
                          "This invitation is for another account. Sign in with the address "
                          "that it was sent to.");
    }
    return {};
}

/// What came of an invitation that was accepted: the role, for who has it by it.
Result<std::optional<store::StaffMember>> accepted_as(store::Connection& connection,
                                                      const Person* person,
                                                      const store::Invitation& invitation) {
    if (person == nullptr || invitation.accepted_by != person->user.id) {
        return std::optional<store::StaffMember>();
    }
    return store::StaffStore(connection).member(person->user.id, invitation.stream_id);
}

wire::StaffMember member_row(const store::StaffMember& member, bool with_address) {
    return {.user_id = member.user_id,
            .display_name = member.display_name,
            .role = member.role,
            .invited_by = member.invited_by,
            .accepted_at = member.accepted_at,
            .email = with_address ? member.email : std::string()};
}

}  // namespace

Staff::Staff(store::Database& database, const Clock& clock, EventHub& hub, StaffOptions options)
    : database_(database), clock_(clock), hub_(hub), options_(std::move(options)) {}

Result<api::ListStaff::Response> Staff::list(const Caller& caller, std::string_view stream_id) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    const bool with_addresses =
        domain::require_role(caller.role_on(id), domain::StaffAction::ManageStaff).has_value();
    return database_.read([&](store::Connection& reader) -> Result<api::ListStaff::Response> {
        LSL_TRY(require_stream(reader, id));
        api::ListStaff::Response response;
        for (const auto& member : LSL_TRY(store::StaffStore(reader).members(id))) {
            response.staff.push_back(member_row(member, with_addresses));
        }
        for (auto& one : LSL_TRY(store::InvitationsStore(reader).open_of(id, clock_.utc()))) {
            if (!with_addresses) one.email.reset();
            response.invitations.push_back(
                {one.id, std::move(one.email), one.role, one.expires_at, {}});
        }
        return response;
    });
}

Result<api::InviteStaff::Response> Staff::invite(const Caller& caller, std::string_view stream_id,
                                                 const api::InviteStaff::Request& request) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    const StaffRole role = LSL_TRY(invited_role(request.role));
    const UtcTime now = clock_.utc();
    const std::string token = random_secret();
    const store::Invitation invitation{.id = new_id<InvitationId>(clock_),
                                       .stream_id = id,
                                       .email = LSL_TRY(invited_address(request.email)),
                                       .role = role,
                                       .invited_by = caller.acting(),
                                       .created_at = now,
                                       .expires_at = now + invitation_lifetime,
                                       .accepted_by = std::nullopt};
    const auto invited = database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_stream(tx, id));
        if (invitation.email) LSL_TRY(check_not_staff(tx, *invitation.email, id, role));
        LSL_TRY(store::InvitationsStore(tx).insert(invitation, sha256_hex(token)));
        if (invitation.email) LSL_TRY(mail(tx, invitation));
        return store::AuditStore(tx).add({.at = now,
                                          .actor = invitation.invited_by,
                                          .action = "staff_invited",
                                          .person = std::nullopt,
                                          .stream_id = id,
                                          .subject = request.role,
                                          .reason = {}});
    });
    if (!invited) return invited.error();
    return api::InviteStaff::Response{{invitation.id, invitation.email, role, invitation.expires_at,
                                       options_.public_url + "/invitation#" + token}};
}

Result<void> Staff::mail(store::Connection& tx, const store::Invitation& invitation) const {
    if (!options_.mails) return {};
    const auto account = LSL_TRY(store::UsersStore(tx).find_by_email(*invitation.email));
    return options_.mails->put(tx, MailKind::Invitation,
                               account ? std::optional(account->user.id) : std::nullopt,
                               *invitation.email, invitation.id.to_string());
}

Result<void> Staff::remove(const Caller& caller, std::string_view stream_id, std::string_view who) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    const auto uuid = Uuid::parse(who);
    if (!uuid) return no_such_member();
    const UserId user{*uuid};
    if (!caller.is(user)) {
        LSL_TRY(domain::require_role(caller.role_on(id), domain::StaffAction::ManageStaff));
    }
    const UtcTime now = clock_.utc();
    bool left = false;
    const auto removed = database_.write([&](store::Connection& tx) -> Result<void> {
        left = false;
        store::StaffStore staff(tx);
        store::AuditEntry entry{.at = now,
                                .actor = caller.acting(),
                                .action = "staff_removed",
                                .person = user,
                                .stream_id = id,
                                .subject = {},
                                .reason = {}};
        const auto role = LSL_TRY(staff.role_on(user, id));
        if (role == StaffRole::Owner) {
            if (LSL_TRY(staff.count_owners()) <= 1) {
                return make_error(ErrorCode::Conflict, "last_owner",
                                  "A studio has an owner: the last one can't be removed.");
            }
            LSL_TRY(staff.revoke(user, std::nullopt, now));
        } else if (role) {
            LSL_TRY(staff.revoke(user, id, now));
        } else {
            const bool withdrawn =
                LSL_TRY(store::InvitationsStore(tx).remove_open(InvitationId{*uuid}, id));
            if (!withdrawn) return no_such_member();
            entry.action = "invitation_withdrawn";
            entry.person.reset();
            entry.subject = uuid->to_string();
            return store::AuditStore(tx).add(entry);
        }
        left = true;
        entry.subject = domain::staff_role_name(*role);
        return store::AuditStore(tx).add(entry);
    });
    if (removed && left) rights_changed(user);
    return removed;
}

Result<api::GetInvitation::Response> Staff::offer(const Caller& caller, std::string_view token) {
    const std::string hash = sha256_hex(token);
    const Person* person = caller.person();
    return database_.read([&](store::Connection& reader) -> Result<api::GetInvitation::Response> {
        const auto invitation = LSL_TRY(store::InvitationsStore(reader).find(hash));
        if (!invitation) return no_such_invitation();
        const bool accepted = LSL_TRY(accepted_as(reader, person, *invitation)).has_value();
        if (!accepted) LSL_TRY(check_good_for(person, *invitation, clock_.utc()));
        const domain::Stream stream = LSL_TRY(require_stream(reader, invitation->stream_id)).stream;
        const auto inviter = LSL_TRY(store::UsersStore(reader).find(invitation->invited_by));
        return api::GetInvitation::Response{{stream.id, stream.title, stream.thumbnail_url,
                                             stream.scheduled_start_time,
                                             inviter ? inviter->user.display_name : std::string(),
                                             invitation->role, invitation->expires_at, accepted}};
    });
}

Result<void> Staff::decline(const Caller& caller, std::string_view token) {
    const Person* person = caller.person();
    const std::string hash = sha256_hex(token);
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::InvitationsStore invitations(tx);
        const auto invitation = LSL_TRY(invitations.find(hash));
        if (!invitation) return no_such_invitation();
        LSL_TRY(check_good_for(person, *invitation, now));
        LSL_TRY(invitations.remove_open(invitation->id, invitation->stream_id));
        return store::AuditStore(tx).add({.at = now,
                                          .actor = person->user.id,
                                          .action = "invitation_declined",
                                          .person = std::nullopt,
                                          .stream_id = invitation->stream_id,
                                          .subject = invitation->id.to_string(),
                                          .reason = {}});
    });
}

Result<api::AcceptInvitation::Response> Staff::accept(const Caller& caller,
                                                      std::string_view token) {
    const Person& person = *caller.person();
    const UserId user = person.user.id;
    const std::string hash = sha256_hex(token);
    auto accepted =
        database_.write([&](store::Connection& tx) -> Result<api::AcceptInvitation::Response> {
            const auto invitation = LSL_TRY(store::InvitationsStore(tx).find(hash));
            if (!invitation) return no_such_invitation();
            const StreamId stream = invitation->stream_id;
            if (const auto member = LSL_TRY(accepted_as(tx, &person, *invitation))) {
                return api::AcceptInvitation::Response{
                    {user, stream, member->role, member->accepted_at}};
            }
            const auto member = LSL_TRY(join(tx, person, *invitation));
            return api::AcceptInvitation::Response{{user, stream, member.role, member.accepted_at}};
        });
    if (accepted) rights_changed(user);
    return accepted;
}

Result<wire::StaffMember> Staff::join(store::Connection& tx, const Person& person,
                                      const store::Invitation& invitation) {
    const UtcTime now = clock_.utc();
    const StreamId stream = invitation.stream_id;
    LSL_TRY(check_good_for(&person, invitation, now));
    if (options_.confirmed_addresses_only && !person.user.email_verified_at) {
        return make_error(ErrorCode::Forbidden, "email_not_verified",
                          "Confirm your e-mail address first.");
    }
    store::StaffStore staff(tx);
    const auto has = LSL_TRY(staff.role_on(person.user.id, stream));
    if (has == StaffRole::Owner || has == invitation.role) return already_staff();
    if (has) LSL_TRY(staff.revoke(person.user.id, stream, now));
    LSL_TRY(staff.insert({.id = new_uuid(clock_),
                          .stream_id = stream,
                          .user_id = person.user.id,
                          .role = invitation.role,
                          .invited_by = invitation.invited_by,
                          .accepted_at = now}));
    LSL_TRY(store::InvitationsStore(tx).note_accepted(invitation.id, person.user.id, now));
    LSL_TRY(
        store::AuditStore(tx).add({.at = now,
                                   .actor = person.user.id,
                                   .action = "staff_joined",
                                   .person = person.user.id,
                                   .stream_id = stream,
                                   .subject = std::string(domain::staff_role_name(invitation.role)),
                                   .reason = {}}));
    return wire::StaffMember{.user_id = person.user.id,
                             .display_name = person.user.display_name,
                             .role = invitation.role,
                             .invited_by = invitation.invited_by,
                             .accepted_at = now,
                             .email = {}};
}

void Staff::rights_changed(UserId user) { hub_.disconnect_user(user); }

}  // namespace lsl::services
