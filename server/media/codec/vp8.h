#pragma once

#include <optional>

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// The VP8 payload descriptor (RFC 7741 4.2), as far as a forwarder or a recorder needs it.
struct Vp8Descriptor {
    bool starts_partition = false;
    unsigned partition = 0;
    std::size_t size = 0;  ///< bytes of the descriptor; at least one follows it

    bool starts_frame() const { return starts_partition && partition == 0; }
};
/// Nothing if the packet ends before its frame begins.
std::optional<Vp8Descriptor> read_vp8_descriptor(Bytes payload);

/// The uncompressed part of a frame (RFC 6386 9.1).
struct Vp8FrameHeader {
    bool key = false;
    PictureSize size;  ///< of a key frame; zero if its start code is wrong or it is cut off
};
/// `frame` is not empty; the key flag is in its first byte.
Vp8FrameHeader read_vp8_frame_header(Bytes frame);

class Vp8Format final : public PayloadFormat {
  public:
    Vp8Format() : PayloadFormat(Codec::Vp8, TrackKind::Video, 90'000) {}
    /// Its parameters (RFC 7741 6.1) limit a receiver and say nothing that we would.
    std::string answer(std::string_view, bool) const override { return {}; }
    bool starts_key_frame(Bytes payload) const override;
    PictureSize key_frame_size(Bytes payload) const override;
};

}  // namespace lsl::media
