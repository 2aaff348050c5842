#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lsl::media {

/// DTLS-SRTP protection profiles (RFC 5764 4.1.2, RFC 7714 14.2) that both sides here know.
enum class SrtpProfile : std::uint8_t { AeadAes128Gcm, Aes128CmSha1_80 };

/// Master key and salt of one direction; GCM uses the first 12 bytes of the salt.
struct SrtpMaster {
    std::array<std::byte, 16> key{};
    std::array<std::byte, 14> salt{};
};

struct SrtpKeys {
    SrtpProfile profile = SrtpProfile::AeadAes128Gcm;
    SrtpMaster local;   ///< what we send with
    SrtpMaster remote;  ///< what the peer sends with
};

}  // namespace lsl::media
