#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What a link in a mail is good for.
enum class TokenPurpose : std::uint8_t {
    Confirm,  ///< the address is the person's
    Change,   ///< so is this one, which takes the other's place
    Reset,    ///< another password
    Undo,     ///< the address from before a change
};
std::string_view enum_name(TokenPurpose purpose);
void enum_parse(std::string_view text, std::optional<TokenPurpose>& out);

struct MailToken {
    std::string token_hash;
    UserId user;
    TokenPurpose purpose = TokenPurpose::Confirm;
    std::string email;
    UtcTime created_at;
    UtcTime expires_at;
};

/// Table mail_tokens: rows go when they are used, so that nothing works twice.
class MailTokensStore {
  public:
    explicit MailTokensStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const MailToken& token);
    /// Nothing once it has expired.
    Result<std::optional<MailToken>> find(std::string_view token_hash, UtcTime now);
    Result<void> remove(UserId user, TokenPurpose purpose);
    Result<void> remove_all_of(UserId user);
    Result<void> remove_expired(UtcTime now);
    /// Somebody else may still get this address back.
    Result<bool> is_reserved(std::string_view email, std::optional<UserId> besides, UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
