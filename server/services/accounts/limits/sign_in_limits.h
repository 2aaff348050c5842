#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/accounts/limits/rate_limits.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// How often somebody may guess. Attempts count as wrong from their beginning, so that many at once
/// do not slip through, and are forgiven when they turn out right.
///
/// | who | wrong attempts |
/// |---|---|
/// | an account | 20 in 15 minutes, 40 in an hour, 60 in four, 100 in a day |
/// | a site (an IPv4 address, an IPv6 /48) | 100 in 15 minutes |
/// | a closed account, from sites without a wrong attempt | half of an account's beyond those |
/// | a known device | an account's, of its own; what others do does not count for it |
///
/// So nobody can lock a person out of the browser that she uses, a new device of hers still gets
/// in, and however many addresses somebody has, an account yields 150 guesses a day to all of them
/// together. Thread-safe.
class SignInLimits {
  public:
    explicit SignInLimits(const Clock& clock) : limits_(clock) {}

    /// What an attempt was counted at.
    class Attempt {
      private:
        friend class SignInLimits;
        std::vector<std::string> counted_;
    };

    /// `account` names it, existing or not; `device` is a known device's name, if it is one.
    /// TooMany with retry_after_seconds, and then nothing is counted.
    Result<Attempt> begin(std::string_view account, std::string_view address,
                          const std::optional<std::string>& device);
    void forgive(const Attempt& attempt);

  private:
    Result<void> count(Attempt& attempt, std::string key, std::span<const RateLimit> limits);
    Result<void> begin_unknown(Attempt& attempt, const std::string& account,
                               const std::string& site);

    RateLimits limits_;
};

}  // namespace lsl::services
