#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/domain/account.h"

namespace lsl::store {

struct Account {
    domain::User user;
    std::string password_hash;
    std::int64_t token_balance = 0;
    std::optional<std::string> language = {};  ///< of mails: "en", "de", "ar"; nothing: not known
};

/// Table users. The balance is changed by WalletStore alone.
class UsersStore {
  public:
    explicit UsersStore(Connection& connection) : connection_(connection) {}

    /// Conflict when the address is taken (compared by email_key).
    Result<void> insert(const domain::User& user, const std::string& password_hash);
    Result<std::optional<Account>> find(UserId id);
    Result<std::optional<Account>> find_by_email(std::string_view email);
    Result<void> set_password_hash(UserId id, const std::string& password_hash);
    Result<void> set_language(UserId id, std::string_view language);
    /// Conflict when somebody else has it.
    Result<void> set_email(UserId id, const std::string& email, UtcTime verified_at);
    /// Only while it is the person's address.
    Result<void> note_verified(UserId id, std::string_view email, UtcTime now);
    /// Anybody but the studio's owner, who is there from the beginning.
    Result<bool> any();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
