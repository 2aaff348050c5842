#pragma once

#include <optional>

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// The VP9 payload descriptor (RFC 9628 4.2), as far as a forwarder or a recorder needs it.
struct Vp9Descriptor {
    bool predicted = false;     ///< from another picture
    bool starts_layer = false;  ///< of a picture: a VP9 frame begins in this packet
    bool ends_layer = false;
    unsigned spatial_layer = 0;
    PictureSize largest;   ///< of the highest spatial layer, where the structure tells
    std::size_t size = 0;  ///< bytes of the descriptor
};
/// Nothing if the packet ends within it.
std::optional<Vp9Descriptor> read_vp9_descriptor(Bytes payload);

class Vp9Format final : public PayloadFormat {
  public:
    Vp9Format() : PayloadFormat(Codec::Vp9, TrackKind::Video, 90'000) {}
    bool carries(std::string_view line) const override;
    std::vector<std::string> wanted_variants() const override { return {"profile-id=0"}; }
    bool starts_key_frame(Bytes payload) const override;
    PictureSize key_frame_size(Bytes payload) const override;
};

}  // namespace lsl::media
