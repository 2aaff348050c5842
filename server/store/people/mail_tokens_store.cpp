#include "server/store/people/mail_tokens_store.h"

#include <array>

#include "server/store/people/email_key.h"
#include "server/store/read_rows.h"

namespace lsl::store {
namespace {

constexpr std::array<std::string_view, 4> purpose_names{"confirm", "change", "reset", "undo"};

}  // namespace

std::string_view enum_name(TokenPurpose purpose) {
    return purpose_names[static_cast<std::size_t>(purpose)];
}

void enum_parse(std::string_view text, std::optional<TokenPurpose>& out) {
    out.reset();
    for (std::size_t i = 0; i < purpose_names.size(); ++i) {
        if (purpose_names[i] == text) out = static_cast<TokenPurpose>(i);
    }
}

Result<void> MailTokensStore::insert(const MailToken& token) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO mail_tokens (token_hash, user_id, purpose, email, email_key, created_at,
            expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(token.token_hash, token.user, token.purpose, token.email, email_key(token.email),
                   token.created_at, token.expires_at);
    return statement.run();
}

Result<std::optional<MailToken>> MailTokensStore::find(std::string_view token_hash, UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT token_hash, user_id, purpose, email, created_at, expires_at FROM mail_tokens
        WHERE token_hash = ? AND expires_at > ?)sql");
    statement.bind(token_hash, now);
    return read_row(statement, [](Statement& row) {
        MailToken token;
        row.columns(token.token_hash, token.user, token.purpose, token.email, token.created_at,
                    token.expires_at);
        return token;
    });
}

Result<void> MailTokensStore::remove(UserId user, TokenPurpose purpose) {
    Statement statement =
        connection_.prepare("DELETE FROM mail_tokens WHERE user_id = ? AND purpose = ?");
    statement.bind(user, purpose);
    return statement.run();
}

Result<void> MailTokensStore::remove_all_of(UserId user) {
    Statement statement = connection_.prepare("DELETE FROM mail_tokens WHERE user_id = ?");
    statement.bind(user);
    return statement.run();
}

Result<void> MailTokensStore::remove_expired(UtcTime now) {
    Statement statement = connection_.prepare("DELETE FROM mail_tokens WHERE expires_at <= ?");
    statement.bind(now);
    return statement.run();
}

Result<bool> MailTokensStore::is_reserved(std::string_view email, std::optional<UserId> besides,
                                          UtcTime now) {
    Statement statement = connection_.prepare(R"sql(
        SELECT user_id FROM mail_tokens WHERE email_key = ? AND purpose = 'undo'
        AND expires_at > ? AND user_id <> coalesce(?, ''))sql");
    statement.bind(email_key(email), now, besides);
    return statement.step();
}

}  // namespace lsl::store
