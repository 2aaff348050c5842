#pragma once

#include <cstdint>

#include "server/media/egress/packet_log.h"

namespace lsl::media {

/// A moment to count from.
inline constexpr MonoTime kStart{10'000'000};

/// A packet as a publisher may have sent it; what a test does not care about stays as it is.
struct Made {
    std::int64_t sequence = 0;
    std::uint32_t timestamp = 0;
    bool key = false;
    bool marker = true;
    MonoTime arrival{};
    std::uint16_t size = 100;
};

inline const LoggedPacket& add(PacketLog& log, const Made& made) {
    LoggedPacket& packet = log.next();
    packet.sequence = made.sequence;
    packet.timestamp = made.timestamp;
    packet.arrival = made.arrival;
    packet.payload_size = made.size;
    packet.padding = 0;
    packet.format = 0;
    packet.starts_key_frame = made.key;
    packet.marker = made.marker;
    log.commit();
    return *log.at(log.head() - 1);
}

}  // namespace lsl::media
