#include "server/store/rooms/chat_people_store.h"

#include <algorithm>

#include "server/store/read_rows.h"

namespace lsl::store {

namespace {

/// With one `?`: the person.
constexpr const char* forgetting[] = {
    "UPDATE stream_chat_messages SET votes = votes - 1 "
    "WHERE id IN (SELECT message_id FROM chat_votes WHERE user_id = ?)",
    "DELETE FROM chat_votes WHERE user_id = ?",
    "DELETE FROM chat_poll_votes WHERE user_id = ?",
    "DELETE FROM class_efforts WHERE user_id = ?",
    "DELETE FROM chat_people WHERE user_id = ?",
    "UPDATE chat_people SET note_by = NULL WHERE note_by = ?",
    "UPDATE chat_reports SET user_id = NULL WHERE user_id = ?",
};

}  // namespace

Result<ChatPersonRow> ChatPeopleStore::find(StreamId stream, UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT bucket_full_at, last_sent_at, timed_out_until, timeout_reason, is_seen, note,
            note_by, note_at
        FROM chat_people WHERE stream_id = ? AND user_id = ?)sql");
    statement.bind(stream, user);
    ChatPersonRow row;
    if (!LSL_TRY(statement.step())) return row;
    statement.columns(row.bucket_full_at, row.last_sent_at, row.timed_out_until, row.timeout_reason,
                      row.is_seen, row.note, row.note_by, row.note_at);
    return row;
}

Result<void> ChatPeopleStore::note_sent(StreamId stream, UserId user, UtcTime bucket_full_at,
                                        UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO chat_people (stream_id, user_id, bucket_full_at, last_sent_at)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (stream_id, user_id) DO UPDATE SET bucket_full_at = excluded.bucket_full_at,
            last_sent_at = excluded.last_sent_at)sql");
    statement.bind(stream, user, bucket_full_at, now);
    return statement.run();
}

Result<void> ChatPeopleStore::set_timeout(StreamId stream, UserId user,
                                          std::optional<UtcTime> until, const std::string& reason) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO chat_people (stream_id, user_id, timed_out_until, timeout_reason)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (stream_id, user_id) DO UPDATE SET
            timed_out_until = excluded.timed_out_until,
            timeout_reason = excluded.timeout_reason)sql");
    statement.bind(stream, user, until, reason);
    return statement.run();
}

Result<void> ChatPeopleStore::set_seen(StreamId stream, UserId user, bool seen) {
    Statement statement = connection_.prepare(
        "INSERT INTO chat_people (stream_id, user_id, is_seen) VALUES (?, ?, ?) "
        "ON CONFLICT (stream_id, user_id) DO UPDATE SET is_seen = excluded.is_seen");
    statement.bind(stream, user, seen);
    return statement.run();
}

Result<void> ChatPeopleStore::set_note(StreamId stream, UserId user, const std::string& note,
                                       UserId by, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO chat_people (stream_id, user_id, note, note_by, note_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (stream_id, user_id) DO UPDATE SET note = excluded.note,
            note_by = excluded.note_by, note_at = excluded.note_at)sql");
    statement.bind(stream, user, note, by, now);
    return statement.run();
}

Result<std::optional<NamedPerson>> ChatPeopleStore::named(StreamId stream, UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT display_name, role
        FROM users LEFT JOIN class_staff ON class_staff.user_id = users.id
            AND revoked_at IS NULL AND (stream_id = ? OR stream_id IS NULL)
        WHERE users.id = ?)sql");
    statement.bind(stream, user);
    std::optional<NamedPerson> person;
    while (LSL_TRY(statement.step())) {
        NamedPerson found;
        std::string role;
        statement.columns(found.display_name, role);
        found.role = domain::parse_staff_role(role);
        if (person) found.role = std::max(found.role, person->role);
        person = std::move(found);
    }
    return person;
}

Result<void> ChatPeopleStore::forget(UserId user) {
    for (const char* sql : forgetting) {
        Statement statement = connection_.prepare(sql);
        statement.bind(user);
        LSL_TRY(statement.run());
    }
    return {};
}

}  // namespace lsl::store
