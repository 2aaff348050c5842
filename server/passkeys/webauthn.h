#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace lsl::passkeys {

/// Whom passkeys are made for (WebAuthn level 3).
struct Site {
    std::string origin;  ///< of our pages, "https://live.example.com"
    std::string rp_id;   ///< the host that passkeys belong to, "live.example.com"
};

enum class Ceremony : std::uint8_t {
    Create,  ///< a new passkey
    Get,     ///< signing in by one
};

/// What the browser says that it was asked; its signature is still to be looked at.
struct ClientData {
    std::string challenge;  ///< base64url, as we gave it; whoever asks looks whether it is ours
    std::string hash;       ///< SHA-256, 32 bytes
};

/// COSE's numbers (RFC 9053); in the order in which we offer them.
inline constexpr std::int64_t es256 = -7, ed25519 = -8, rs256 = -257;

struct PublicKey {
    std::int64_t algorithm = es256;
    std::string bytes;  ///< as libfido2 has it: x and y, an Ed25519 point, or n and e
};

struct NewPasskey {
    std::string credential_id;  ///< at most 1,023 bytes
    PublicKey key;
    std::int64_t sign_count = 0;
};

struct Assertion {
    std::string_view authenticator_data, signature;
};

/// Reads clientDataJSON: the right kind, from a page of ours and not from a frame in another.
/// InvalidInput `passkey_not_valid`; the detail says why.
Result<ClientData> read_client_data(std::string_view json, Ceremony ceremony, const Site& site);

/// A passkey made for this site by somebody who was there and was verified, with a key of an
/// algorithm that was offered. Its attestation is not looked at. Errors as above.
Result<NewPasskey> check_new(const Site& site, const ClientData& client,
                             std::string_view attestation_object);

/// The signature of whoever has the passkey with this key, who was there and was verified: the
/// passkey's count. Errors as above.
Result<std::int64_t> check_assertion(const Site& site, const ClientData& client,
                                     const PublicKey& key, const Assertion& assertion);

/// Whether the count of a sign-in may follow the one before; passkeys that several devices share
/// have none and say 0. Otherwise there are two of what should be one.
constexpr bool may_follow(std::int64_t count, std::int64_t before) {
    return before == 0 && count == 0 ? true : count > before;
}

}  // namespace lsl::passkeys
