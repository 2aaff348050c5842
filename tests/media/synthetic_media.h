#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/media/packet/bytes.h"
#include "shared/base/time.h"

namespace lsl::test {

/// The payload of one packet of a made-up VP8 stream: a real payload descriptor and frame header
/// (so that a recorder sees its size), then what a test wants to find again at the other end.
struct SyntheticPayload {
    bool starts_frame = false;
    bool key_frame = false;
    std::uint32_t frame = 0;
    std::uint16_t packet = 0;  ///< within the frame
    MonoTime sent{};
    std::uint16_t width = 640;
    std::uint16_t height = 360;

    static constexpr std::size_t kMinSize = 25;
    /// `out` is at least kMinSize long; what is left is filled up.
    void write(media::MutableBytes out) const;
    static std::optional<SyntheticPayload> read(media::Bytes payload);
};

}  // namespace lsl::test
