#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/media/packet/bytes.h"
#include "server/media/transport/address.h"

namespace lsl::media {

/// What an engine is told once. Immutable.
struct EngineConfig {
    std::vector<Address> candidates;  ///< announced, in this order
    std::size_t max_sessions = 2000;
    std::size_t max_publishers = 64;               ///< of those
    std::uint64_t ingest_bitrate_bps = 4'000'000;  ///< what publishers are told they may send
    std::int64_t ntp_us_at_zero = 0;               ///< microseconds since 1900 when MonoTime is 0
    RandomBytes random;                            ///< fills its argument; not guessable
};

}  // namespace lsl::media
