#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::store {

/// What was asked of somebody who signs in or makes a passkey.
struct SignInChallenge {
    std::string hash;     ///< of what was given out
    std::string purpose;  ///< "passkey", "sign_in", "second_factor"
    std::optional<UserId> user;
    std::string user_handle;  ///< of a passkey to be made, base64url
    UtcTime expires_at;
};

/// Table sign_in_challenges.
class SignInChallengesStore {
  public:
    explicit SignInChallengesStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(const SignInChallenge& challenge);
    /// Nothing once it has expired, nor for another purpose.
    Result<std::optional<SignInChallenge>> find(std::string_view hash, std::string_view purpose,
                                                UtcTime now);
    Result<void> remove(std::string_view hash);
    Result<void> remove_expired(UtcTime now);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
