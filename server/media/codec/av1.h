#pragma once

#include <optional>

#include "server/media/codec/payload_format.h"

namespace lsl::media {

/// The aggregation header of the RTP payload format for AV1 (4.4): Z Y W W N.
struct Av1Aggregation {
    bool continues = false;     ///< Z: the first element goes on with an OBU of the packet before
    bool continued = false;     ///< Y: the last element goes on in the next packet
    unsigned count = 0;         ///< W: elements, the last without a length; 0 = each has one
    bool new_sequence = false;  ///< N: a coded video sequence begins
};
/// `payload` is not empty; the elements begin at its second byte.
Av1Aggregation read_av1_aggregation(Bytes payload);

/// Takes a leb128() number (AV1 4.10.5) off the front of `rest`. Nothing if it does not end within
/// eight bytes or the view.
std::optional<std::size_t> take_leb128(Bytes& rest);

/// The next element of a packet, taken off the front of `rest`; `number` counts from 1. Nothing if
/// it is longer than what is there.
std::optional<Bytes> take_av1_element(const Av1Aggregation& aggregation, unsigned number,
                                      Bytes& rest);

class Av1Format final : public PayloadFormat {
  public:
    Av1Format() : PayloadFormat(Codec::Av1, TrackKind::Video, 90'000) {}
    bool carries(std::string_view line) const override;
    std::vector<std::string> wanted_variants() const override {
        return {"level-idx=5;profile=0;tier=0"};
    }
    bool starts_key_frame(Bytes payload) const override;
    /// That of the sequence header.
    PictureSize key_frame_size(Bytes payload) const override;
};

}  // namespace lsl::media
