#include "server/store/people/erasure_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {
namespace {

// Each with one value: whose.
constexpr const char* statements[] = {
    "DELETE FROM sessions WHERE user_id = ?",
    "DELETE FROM idempotency_keys WHERE user_id = ?",
    "DELETE FROM mail_tokens WHERE user_id = ?",
    "DELETE FROM mails WHERE user_id = ?",
    "UPDATE watch_people SET user_id = NULL WHERE user_id = ?",
    "DELETE FROM notices WHERE user_id = ?",
    "DELETE FROM class_bells WHERE user_id = ?",
    "DELETE FROM followed_teachers WHERE user_id = ?",
    "DELETE FROM push_subscriptions WHERE user_id = ?",
    "DELETE FROM passkeys WHERE user_id = ?",
    "DELETE FROM sign_in_challenges WHERE user_id = ?",
    "DELETE FROM second_factors WHERE user_id = ?",
    "DELETE FROM recovery_codes WHERE user_id = ?",
    "DELETE FROM notice_settings WHERE user_id = ?",
    "DELETE FROM notice_choices WHERE user_id = ?",
    "DELETE FROM staff_invitations WHERE accepted_by IS NULL AND email_key = "
    "(SELECT email_key FROM users WHERE id = ?)",
    "UPDATE staff_invitations SET email = NULL, email_key = NULL WHERE accepted_by = ?",
    "UPDATE users SET email = '', email_key = id, display_name = '', password_hash = '', "
    "email_verified_at = NULL, language = NULL WHERE id = ?",
};

}  // namespace

Result<void> ErasureStore::erase(UserId user) {
    for (const char* sql : statements) {
        Statement statement = connection_.prepare(sql);
        statement.bind(user);
        LSL_TRY(statement.run());
    }
    return {};
}

Result<std::vector<ChatLine>> ErasureStore::chat_of(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT id, stream_id, message, sent_at, is_deleted FROM stream_chat_messages
        WHERE user_id = ? ORDER BY sent_at, id)sql");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        ChatLine line;
        row.columns(line.id, line.stream_id, line.message, line.sent_at, line.is_deleted);
        return line;
    });
}

Result<std::vector<RoomTrace>> ErasureStore::rooms_of(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT room.stream_id, room.note, room.timed_out_until, room.timeout_reason, room.is_seen,
            class_efforts.effort
        FROM chat_people AS room LEFT JOIN class_efforts USING (stream_id, user_id)
        WHERE room.user_id = ?1
        UNION ALL
        SELECT stream_id, '', NULL, '', FALSE, effort FROM class_efforts AS one
        WHERE user_id = ?1 AND NOT EXISTS (SELECT 1 FROM chat_people
            WHERE chat_people.stream_id = one.stream_id AND chat_people.user_id = one.user_id)
        ORDER BY 1)sql");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        RoomTrace trace;
        row.columns(trace.stream_id, trace.note, trace.timed_out_until, trace.timeout_reason,
                    trace.is_seen, trace.effort);
        return trace;
    });
}

Result<std::vector<ReportMade>> ErasureStore::reports_of(UserId user) {
    Statement statement = connection_.prepare(R"sql(
        SELECT message_id, reason, created_at, decision, decision_reason FROM chat_reports
        WHERE user_id = ? ORDER BY created_at, id)sql");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        ReportMade report;
        row.columns(report.message_id, report.reason, report.created_at, report.decision,
                    report.decision_reason);
        return report;
    });
}

Result<std::vector<MessageId>> ErasureStore::votes_of(UserId user) {
    Statement statement = connection_.prepare(
        "SELECT message_id FROM chat_votes WHERE user_id = ? ORDER BY message_id");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        MessageId id;
        row.columns(id);
        return id;
    });
}

Result<std::vector<PollVote>> ErasureStore::poll_votes_of(UserId user) {
    Statement statement = connection_.prepare(
        "SELECT poll_id, option_index FROM chat_poll_votes WHERE user_id = ? ORDER BY poll_id");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        PollVote vote;
        row.columns(vote.poll_id, vote.option);
        return vote;
    });
}

}  // namespace lsl::store
