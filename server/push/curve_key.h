#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "shared/base/result.h"

namespace lsl::push {

struct FreesKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
/// A key of the curve P-256. Shared by threads as long as nobody changes it, which nobody does.
using CurveKey = std::unique_ptr<EVP_PKEY, FreesKey>;

/// Octets of a point (0x04, x, y), of a private number, and of what two keys agree on.
inline constexpr std::size_t point_octets = 65, number_octets = 32;

/// A fresh pair. Internal when the machine has no randomness.
Result<CurveKey> new_curve_key();
/// Somebody's public key. InvalidInput `keys` for what is no uncompressed point of the curve.
Result<CurveKey> curve_key_of(std::string_view point);
/// A pair by its private number and its point. Internal when they are none.
Result<CurveKey> curve_key_of(std::string_view number, std::string_view point);
/// The public half: `point_octets` octets. Internal.
Result<std::string> point_of(const CurveKey& key);
/// The private half: `number_octets` octets. Internal.
Result<std::string> number_of(const CurveKey& key);

}  // namespace lsl::push
