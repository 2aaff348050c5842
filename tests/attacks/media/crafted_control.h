#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/media/packet/bytes.h"

namespace lsl::test {

// Control packets that are well-formed, cheap to send, and claim as much as their format allows.

/// A compound of RTCP packets, before it is sealed.
struct CraftedCompound {
    std::string name;
    std::vector<std::byte> bytes;
};

/// Transport-wide feedback that claims `packets` from number `base` on, none of which arrived.
std::vector<std::byte> absent_feedback(std::uint16_t base, std::size_t packets);

/// The worst of each kind that fits into one datagram. `media_ssrc` is the picture that the viewer
/// gets, `newest` the sequence number of its newest packet, `transport_newest` the transport-wide
/// one.
std::vector<CraftedCompound> crafted_compounds(std::uint32_t media_ssrc, std::uint16_t newest,
                                               std::uint16_t transport_newest);

}  // namespace lsl::test
