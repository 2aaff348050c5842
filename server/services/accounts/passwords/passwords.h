#pragma once

#include <string>
#include <string_view>

#include "server/services/accounts/limits/fair_workers.h"
#include "shared/base/result.h"

namespace lsl::services {

/// What one Argon2id computation costs. The default is OWASP's minimum: 19 MiB, two passes.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 19u << 20;
};

/// Argon2id through libsodium. At most two computations run at once (each takes its memory and a
/// core), at a lower priority than everything else. `share` says on whose account: those who wait
/// are served in turn by share, and who has to wait too long gets Unavailable. Thread-safe.
class Passwords {
  public:
    explicit Passwords(PasswordCost cost = {}, FairWorkersOptions workers = {});

    /// In the PHC text form, which carries salt and parameters.
    Result<std::string> hash(std::string_view password, const std::string& share);
    Result<bool> verify(const std::string& hash, std::string_view password,
                        const std::string& share);
    /// A hash of nothing anybody knows, for accounts that do not exist: the same work, never true.
    const std::string& dummy_hash() const { return dummy_; }
    /// The stored hash was made at another cost: make it anew at the next right password.
    bool needs_rehash(const std::string& hash) const;

  private:
    const PasswordCost cost_;
    FairWorkers workers_;
    std::string dummy_;
};

}  // namespace lsl::services
