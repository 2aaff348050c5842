#include "server/store/erasure_store.h"

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

}  // namespace lsl::store
