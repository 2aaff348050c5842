#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lsl::services {

/// Closes what the database keeps and must not tell, with a key that is not in it (libsodium's
/// secretbox). Thread-safe.
class SecretBox {
  public:
    /// `key`: SECRETS_KEY. Without one nothing can be closed.
    explicit SecretBox(std::string_view key);

    bool usable() const { return !key_.empty(); }
    /// base64url. Empty without a key.
    std::string seal(std::string_view secret) const;
    /// Nothing for what was closed with another key, or changed since.
    std::optional<std::string> open(std::string_view sealed) const;

  private:
    std::string key_;
};

}  // namespace lsl::services
