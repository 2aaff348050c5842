#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::services {

/// What one Argon2id computation costs. The default is OWASP's minimum: 19 MiB, two passes.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 19u << 20;
};

/// Argon2id through libsodium. At most two computations run at once (each takes its memory and a
/// core); a short queue waits, beyond it: Unavailable. Thread-safe.
class Passwords {
  public:
    explicit Passwords(PasswordCost cost = {});

    /// In the PHC text form, which carries salt and parameters.
    Result<std::string> hash(std::string_view password);
    Result<bool> verify(const std::string& hash, std::string_view password);
    /// A hash of nothing anybody knows, for accounts that do not exist: the same work, never true.
    const std::string& dummy_hash() const { return dummy_; }
    /// The stored hash was made at another cost: make it anew at the next right password.
    bool needs_rehash(const std::string& hash) const;

  private:
    class Turn;

    PasswordCost cost_;
    std::string dummy_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;
    int waiting_ = 0;
};

}  // namespace lsl::services
