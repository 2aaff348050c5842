#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/media/transport/address.h"

namespace lsl::media {

/// Where a peer may be reached, of its a=candidate lines or learned from its checks.
struct IceCandidate {
    Address address;
    std::uint32_t priority = 0;
};

// RFC 8445 5.1.2.1 with component 1; local preference falls in order.

inline std::uint32_t candidate_priority(std::uint32_t type_preference, std::size_t position) {
    const auto local = static_cast<std::uint32_t>(65535 - std::min<std::size_t>(position, 65535));
    return (type_preference << 24) | (local << 8) | 255u;
}
inline std::uint32_t host_priority(std::size_t position) {
    return candidate_priority(126, position);
}
/// Of what a check of ours may turn out to come from (RFC 8445 7.1.1).
inline std::uint32_t peer_reflexive_priority() { return candidate_priority(110, 0); }

/// The value of an a=candidate line (RFC 8839 5.1). Nothing for what cannot be checked from here:
/// TCP, other components than RTP's, host names (mDNS), no port.
std::optional<IceCandidate> parse_candidate(std::string_view value);

}  // namespace lsl::media
