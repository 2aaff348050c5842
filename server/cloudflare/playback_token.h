#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/base/time.h"

struct evp_pkey_st;

namespace lsl::cloudflare {

/// Cloudflare refuses tokens that live longer.
inline constexpr std::chrono::hours longest_playback_token{24};

/// What comes before the signature, `base64url(header) + "." + base64url(claims)`, in the order in
/// which Cloudflare's own examples have the fields. Ids are letters, digits, "-" and "_".
std::string playback_token_text(std::string_view key_id, std::string_view sub, UtcTime nbf,
                                UtcTime exp);

/// An RSA key that signs playback tokens (RS256, RFC 7518 3.3) for every video and live input of
/// the account. Copies share the key. Any thread.
class SigningKey {
  public:
    /// `pem` as a PEM text or as the base64 of one, which is how the API gives it; spaces and line
    /// ends do not matter. InvalidInput for anything but an RSA private key of at least 2048 bits.
    static Result<SigningKey> parse(std::string key_id, std::string_view pem);

    /// A token that takes the place of `sub` in a playback URL. InvalidInput when `exp` is not
    /// after `nbf` or more than 24 hours after it, or `sub` is no id.
    Result<std::string> sign(std::string_view sub, UtcTime nbf, UtcTime exp) const;

    const std::string& key_id() const { return key_id_; }

  private:
    SigningKey(std::string key_id, std::shared_ptr<evp_pkey_st> key)
        : key_id_(std::move(key_id)), key_(std::move(key)) {}

    std::string key_id_;
    std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace lsl::cloudflare
