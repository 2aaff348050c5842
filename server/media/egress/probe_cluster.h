#pragma once

#include <cstddef>
#include <cstdint>

namespace lsl::media {

/// Packets that leave back to back so that their spacing on arrival shows what the narrowest link
/// of the way carries. They are retransmissions of what was sent last, which a player throws away.
struct ProbeCluster {
    static constexpr std::size_t kPackets = 12;

    std::uint16_t first;  ///< transport-wide sequence number
    std::uint16_t last;   ///< likewise, inclusive
};

}  // namespace lsl::media
