#include "server/store/people/invitations_store.h"

#include "server/store/people/email_key.h"
#include "server/store/read_rows.h"
#include "shared/domain/account.h"

namespace lsl::store {

namespace {

#define INVITATION_COLUMNS \
    "id, stream_id, email, role, invited_by, created_at, expires_at, accepted_by"

Invitation read_invitation(Statement& row) {
    Invitation one;
    std::string role;
    row.columns(one.id, one.stream_id, one.email, role, one.invited_by, one.created_at,
                one.expires_at, one.accepted_by);
    one.role = domain::parse_staff_role(role).value_or(domain::StaffRole::Guest);
    return one;
}

}  // namespace

Result<void> InvitationsStore::insert(const Invitation& one, std::string_view token_hash) {
    std::optional<std::string> key;
    if (one.email) key = email_key(*one.email);
    Statement former = connection_.prepare(
        "DELETE FROM staff_invitations "
        "WHERE stream_id = ? AND email_key = ? AND accepted_by IS NULL");
    former.bind(one.stream_id, key);
    LSL_TRY(former.run());
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO staff_invitations (id, stream_id, email, email_key, role, token_hash,
            invited_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(one.id, one.stream_id, one.email, key, domain::staff_role_name(one.role),
                   token_hash, one.invited_by, one.created_at, one.expires_at);
    return statement.run();
}

Result<std::optional<Invitation>> InvitationsStore::find(std::string_view token_hash) {
    Statement statement = connection_.prepare("SELECT " INVITATION_COLUMNS
                                              " FROM staff_invitations WHERE token_hash = ? "
                                              "OR mail_token_hash = ?");
    statement.bind(token_hash, token_hash);
    return read_row(statement, read_invitation);
}

Result<std::optional<Invitation>> InvitationsStore::find(InvitationId id) {
    Statement statement =
        connection_.prepare("SELECT " INVITATION_COLUMNS " FROM staff_invitations WHERE id = ?");
    statement.bind(id);
    return read_row(statement, read_invitation);
}

Result<void> InvitationsStore::set_mail_token(InvitationId id, std::string_view token_hash) {
    Statement statement =
        connection_.prepare("UPDATE staff_invitations SET mail_token_hash = ? WHERE id = ?");
    statement.bind(token_hash, id);
    return statement.run();
}

Result<std::vector<Invitation>> InvitationsStore::open_of(StreamId stream, UtcTime now) {
    Statement statement = connection_.prepare(
        "SELECT " INVITATION_COLUMNS
        " FROM staff_invitations "
        "WHERE stream_id = ? AND accepted_by IS NULL AND expires_at > ? ORDER BY created_at, id");
    statement.bind(stream, now);
    return read_rows(statement, read_invitation);
}

Result<bool> InvitationsStore::remove_open(InvitationId id, StreamId stream) {
    Statement statement = connection_.prepare(
        "DELETE FROM staff_invitations WHERE id = ? AND stream_id = ? AND accepted_by IS NULL");
    statement.bind(id, stream);
    LSL_TRY(statement.run());
    return connection_.changes() > 0;
}

Result<void> InvitationsStore::note_accepted(InvitationId id, UserId by, UtcTime now) {
    Statement statement = connection_.prepare(
        "UPDATE staff_invitations SET accepted_by = ?, accepted_at = ? WHERE id = ?");
    statement.bind(by, now, id);
    return statement.run();
}

}  // namespace lsl::store
