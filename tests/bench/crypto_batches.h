#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "server/media/transport/gcm_sealer.h"

namespace lsl::bench {

struct PacketToSeal {
    std::size_t key = 0;  ///< its number
    std::byte* packet = nullptr;
    std::size_t header_size = 0;
    media::GcmSealer::Iv iv{};
    media::Bytes payload;
};

/// Many packets of several keys at one call: libipsec-mb's queues.
class BatchSealer {
  public:
    static constexpr std::size_t kMost = 64;

    virtual ~BatchSealer() = default;
    /// kMost of them at most. False when the library refused.
    virtual bool seal(std::span<const PacketToSeal> packets) = 0;
};

using KeyBytes = std::array<std::byte, 16>;

/// Null where there is no such library or processor.
std::unique_ptr<BatchSealer> make_batch_sealer(std::span<const KeyBytes> keys);

}  // namespace lsl::bench
