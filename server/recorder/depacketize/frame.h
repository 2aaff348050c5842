#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "server/media/ingest/tap.h"

namespace lsl::recorder {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

struct PictureSize {
    int width = 0;  ///< 0 = not known
    int height = 0;

    bool operator==(const PictureSize&) const = default;
};

/// A complete frame as a decoder takes it, still on the publisher's RTP clock. A value that owns
/// its bytes; it may go from thread to thread.
struct EncodedFrame {
    media::TrackKind kind = media::TrackKind::Video;
    media::Codec codec = media::Codec::Vp8;
    std::uint32_t source = 0;     ///< as in TapPacket
    std::uint32_t timestamp = 0;  ///< RTP ticks
    std::uint32_t clock_rate_hz = 0;
    MonoTime arrival;  ///< of its first packet, or of the first that was sent after it
    bool key = false;
    bool late = false;  ///< sound that came when what was sent after it was given out already
    Bytes data;         ///< H264: Annex B; AV1: OBUs with sizes, without temporal delimiter
    PictureSize size;   ///< set on key frames
    Bytes setup;        ///< what a decoder must be told first (H264: SPS and PPS in Annex B;
                        ///< AV1: sequence header OBU); set on key frames, empty for VP8 and VP9
};

}  // namespace lsl::recorder
