#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lsl::passkeys {

/// Longer ones hold certificates, which nobody asked for.
inline constexpr std::size_t longest_attestation = 4096;

/// The authenticator data of an attestation object (WebAuthn 6.5, CBOR as in CTAP2's canonical
/// form): a map of texts with definite lengths, the whole of `object` and nothing behind it. The
/// statement in it is passed over: none was asked for. A part of `object`; nothing when it is not
/// of that form.
std::optional<std::string_view> authenticator_data_of(std::string_view object);

}  // namespace lsl::passkeys
