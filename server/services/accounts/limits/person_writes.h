#pragma once

#include <cstddef>
#include <string>

#include "server/services/accounts/limits/rate_limits.h"

namespace lsl::services {

/// How often one person may change something: each change is stored, told to listeners, and may
/// be heard by hundreds. Thread-safe.
class PersonWrites {
  public:
    PersonWrites(const Clock& clock, std::size_t most_in_a_minute)
        : limits_(clock), limit_{most_in_a_minute, std::chrono::minutes(1)} {}

    /// Counts a change by whoever `person` names. TooMany with retry_after_seconds when it is one
    /// too many: it must not be done then.
    Result<void> take(const std::string& person) { return limits_.take(person, limit_); }
    /// Whether there is one more, without counting it.
    bool has_more(const std::string& person) {
        return limits_.count(person, limit_.within) < limit_.most;
    }

  private:
    RateLimits limits_;  // keys of its own: strangers cannot crowd people out of them
    const RateLimit limit_;
};

}  // namespace lsl::services
