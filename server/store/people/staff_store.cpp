#include "server/store/people/staff_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

/// The table allows no other words.
domain::StaffRole role_of(const std::string& name) {
    return domain::parse_staff_role(name).value_or(domain::StaffRole::Guest);
}

domain::HeldRole read_role(Statement& row) {
    domain::HeldRole held;
    std::string role;
    row.columns(role, held.stream_id);
    held.role = role_of(role);
    return held;
}

StaffMember read_member(Statement& row) {
    StaffMember member;
    std::string role;
    row.columns(member.user_id, member.display_name, member.email, role, member.invited_by,
                member.accepted_at);
    member.role = role_of(role);
    return member;
}

}  // namespace

Result<std::vector<domain::HeldRole>> StaffStore::roles_of(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT role, stream_id FROM class_staff WHERE user_id = ? AND revoked_at IS NULL
        ORDER BY accepted_at, id)sql");
    statement.bind(user);
    return read_rows(statement, read_role);
}

Result<std::optional<domain::StaffRole>> StaffStore::role_on(UserId user, StreamId stream) {
    return domain::role_on(LSL_TRY(roles_of(user)), stream);
}

Result<void> StaffStore::insert(const StaffRow& row) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO class_staff (id, stream_id, user_id, role, invited_by, accepted_at)
        VALUES (?, ?, ?, ?, ?, ?))sql");
    statement.bind(row.id.to_string(), row.stream_id, row.user_id,
                   domain::staff_role_name(row.role), row.invited_by, row.accepted_at);
    return statement.run();
}

Result<void> StaffStore::revoke(UserId user, std::optional<StreamId> stream, UtcTime now) {
    Statement statement = connection_.prepare(
        stream ? "UPDATE class_staff SET revoked_at = ? "
                 "WHERE user_id = ? AND revoked_at IS NULL AND stream_id = ?"
               : "UPDATE class_staff SET revoked_at = ? "
                 "WHERE user_id = ? AND revoked_at IS NULL AND stream_id IS NULL");
    if (stream) {
        statement.bind(now, user, *stream);
    } else {
        statement.bind(now, user);
    }
    return statement.run();
}

Result<std::vector<StaffMember>> StaffStore::members(StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT user_id, display_name, email, role, invited_by, accepted_at
        FROM class_staff JOIN users ON users.id = user_id
        WHERE (stream_id = ? OR stream_id IS NULL) AND revoked_at IS NULL
        ORDER BY CASE WHEN stream_id IS NULL THEN 0 ELSE 1 END, accepted_at, class_staff.id)sql");
    statement.bind(stream);
    return read_rows(statement, read_member);
}

Result<std::optional<StaffMember>> StaffStore::member(UserId user, StreamId stream) {
    Statement statement = connection_.prepare(R"sql(
        SELECT user_id, display_name, email, role, invited_by, accepted_at
        FROM class_staff JOIN users ON users.id = user_id
        WHERE user_id = ? AND stream_id = ? AND revoked_at IS NULL)sql");
    statement.bind(user, stream);
    return read_row(statement, read_member);
}

Result<std::int64_t> StaffStore::count_owners() {
    Statement statement = connection_.prepare(
        "SELECT count(*) FROM class_staff "
        "WHERE stream_id IS NULL AND role = 'owner' AND revoked_at IS NULL");
    LSL_TRY(statement.step());
    std::int64_t count = 0;
    statement.next(count);
    return count;
}

Result<std::optional<UserId>> StaffStore::owner() {
    Statement statement = connection_.prepare(R"sql(
        SELECT user_id FROM class_staff
        WHERE stream_id IS NULL AND role = 'owner' AND revoked_at IS NULL
        ORDER BY accepted_at, id LIMIT 1)sql");
    return read_row(statement, [](Statement& row) {
        UserId id;
        row.next(id);
        return id;
    });
}

Result<bool> StaffStore::owner_may_sign_in() {
    Statement statement = connection_.prepare(R"sql(
        SELECT users.id FROM class_staff JOIN users ON users.id = class_staff.user_id
        WHERE role = 'owner' AND revoked_at IS NULL AND (password_hash <> ''
            OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = users.id)) LIMIT 1)sql");
    return statement.step();
}

}  // namespace lsl::store
