#pragma once

#include "server/media/packet/bytes.h"
#include "server/media/transport/srtp_keys.h"

namespace lsl::media {

/// Labels of RFC 3711 4.3.1 (RTP) and 4.3.2 (RTCP).
enum class SrtpLabel : std::uint8_t {
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
};

/// The AES-CM key derivation of RFC 3711 4.3.3 with key derivation rate 0; GCM profiles use it with
/// their salt shifted up by two bytes (RFC 7714 11). Fills `out`.
void derive_srtp_key(SrtpProfile profile, const SrtpMaster& master, SrtpLabel label,
                     MutableBytes out);

}  // namespace lsl::media
