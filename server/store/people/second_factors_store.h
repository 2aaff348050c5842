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

/// The secret that somebody's codes are made from.
struct SecondFactor {
    UserId user;
    std::string sealed_secret;
    std::int64_t last_step = 0;  ///< of the newest code that was taken
    UtcTime created_at;
    std::optional<UtcTime> confirmed_at;  ///< nothing: not in use yet
};

/// Tables second_factors and recovery_codes.
class SecondFactorsStore {
  public:
    explicit SecondFactorsStore(Connection& connection) : connection_(connection) {}

    Result<std::optional<SecondFactor>> find(UserId user);
    /// In place of the one that there was.
    Result<void> put(const SecondFactor& factor);
    /// False when a code of that step or a later one has been taken.
    Result<bool> take_step(UserId user, std::int64_t step);
    Result<void> confirm(UserId user, UtcTime now);
    /// With the recovery codes.
    Result<void> remove(UserId user);

    Result<void> add_recovery_code(UserId user, std::string_view hash);
    Result<void> remove_recovery_codes(UserId user);
    /// Whether there was one.
    Result<bool> take_recovery_code(UserId user, std::string_view hash);
    Result<std::int64_t> count_recovery_codes(UserId user);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
