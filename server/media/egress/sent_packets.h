#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "server/media/packet/twcc.h"
#include "shared/base/time.h"

namespace lsl::media {

/// What was sent under the last transport-wide sequence numbers, until the receiver has told when
/// it came. A fixed ring, written once a packet.
class SentPackets {
  public:
    static constexpr std::size_t kCapacity = kMaxTwccPackets;  // three seconds of 720p

    struct Sent {
        std::uint32_t at_us = 0;  ///< of MonoTime, the low 32 bits
        std::uint16_t size = 0;
        std::uint16_t sequence = 0;
    };

    void note(std::uint16_t sequence, std::size_t size, MonoTime now) {
        (*ring_)[sequence % kCapacity] = {static_cast<std::uint32_t>(now.us),
                                          static_cast<std::uint16_t>(size), sequence};
    }
    /// Takes the packet, so that none is reported twice. None if it is too old or was taken.
    std::optional<Sent> take(std::uint16_t sequence) {
        Sent& sent = (*ring_)[sequence % kCapacity];
        if (sent.size == 0 || sent.sequence != sequence) return std::nullopt;
        const Sent taken = sent;
        sent.size = 0;
        return taken;
    }

  private:
    std::unique_ptr<std::array<Sent, kCapacity>> ring_ =
        std::make_unique<std::array<Sent, kCapacity>>();
};

}  // namespace lsl::media
