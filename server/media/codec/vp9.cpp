#include "server/media/codec/vp9.h"

#include "server/media/codec/fmtp.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::media {
namespace {

/// Reads bytes from the front; past the end it yields zeros and remembers.
struct ByteReader {
    Bytes bytes;
    std::size_t next = 0;
    bool ok = true;

    unsigned byte() {
        if (next < bytes.size()) return load8(bytes.data() + next++);
        ok = false;
        return 0;
    }
    int word() {
        const unsigned high = byte();
        return static_cast<int>(high << 8 | byte());
    }
};

/// RFC 9628 4.2.1. Returns the size of the highest spatial layer, which comes last.
PictureSize read_scalability_structure(ByteReader& in) {
    const unsigned head = in.byte();
    const unsigned layers = (head >> 5) + 1;
    PictureSize highest;
    if ((head & 0x10) != 0) {  // Y: a size for each layer
        for (unsigned i = 0; i < layers; ++i) {
            highest.width = in.word();
            highest.height = in.word();
        }
    }
    if ((head & 0x08) == 0) return in.ok ? highest : PictureSize{};  // G: a picture group
    const unsigned pictures = in.byte();
    for (unsigned i = 0; i < pictures && in.ok; ++i) {
        const unsigned references = (in.byte() >> 2) & 0x03;
        for (unsigned r = 0; r < references; ++r) in.byte();
    }
    return in.ok ? highest : PictureSize{};
}

}  // namespace

std::optional<Vp9Descriptor> read_vp9_descriptor(Bytes payload) {
    ByteReader in{payload};
    const unsigned head = in.byte();
    const bool picture_id = (head & 0x80) != 0;
    const bool layer_indices = (head & 0x20) != 0;
    const bool flexible = (head & 0x10) != 0;
    Vp9Descriptor descriptor;
    descriptor.predicted = (head & 0x40) != 0;
    descriptor.starts_layer = (head & 0x08) != 0;
    descriptor.ends_layer = (head & 0x04) != 0;
    if (picture_id && (in.byte() & 0x80) != 0) in.byte();
    if (layer_indices) {
        descriptor.spatial_layer = (in.byte() >> 1) & 7;
        if (!flexible) in.byte();  // TL0PICIDX
    }
    if (flexible && descriptor.predicted) {
        // At most three references, each saying whether another follows.
        for (int i = 0; i < 3; ++i) {
            if ((in.byte() & 0x01) == 0) break;
        }
    }
    if ((head & 0x02) != 0) descriptor.largest = read_scalability_structure(in);
    if (!in.ok) return std::nullopt;
    descriptor.size = in.next;
    return descriptor;
}

bool Vp9Format::carries(std::string_view line) const {
    return parse_number<int>(fmtp_parameter(line, "profile-id").value_or("0")) == 0;
}

bool Vp9Format::starts_key_frame(Bytes payload) const {
    const auto descriptor = read_vp9_descriptor(payload);
    return descriptor && !descriptor->predicted && descriptor->starts_layer &&
           descriptor->spatial_layer == 0;
}

PictureSize Vp9Format::key_frame_size(Bytes payload) const {
    const auto descriptor = read_vp9_descriptor(payload);
    return descriptor ? descriptor->largest : PictureSize{};
}

}  // namespace lsl::media
