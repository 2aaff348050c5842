#include "server/media/codec/vp8.h"

namespace lsl::media {

std::optional<Vp8Descriptor> read_vp8_descriptor(Bytes payload) {
    const auto at = [&](std::size_t i) { return load8(payload.data() + i); };
    if (payload.empty()) return std::nullopt;
    Vp8Descriptor descriptor;
    descriptor.starts_partition = (at(0) & 0x10) != 0;
    descriptor.partition = at(0) & 0x07u;
    std::size_t next = 1;
    if ((at(0) & 0x80) != 0) {  // X
        if (payload.size() <= next) return std::nullopt;
        const unsigned extensions = at(next++);
        if ((extensions & 0x80) != 0) {  // I: a picture id of 7 or 15 bits
            if (payload.size() <= next) return std::nullopt;
            next += (at(next) & 0x80) != 0 ? 2 : 1;
        }
        if ((extensions & 0x40) != 0) ++next;  // L
        if ((extensions & 0x30) != 0) ++next;  // T or K
    }
    if (payload.size() <= next) return std::nullopt;
    descriptor.size = next;
    return descriptor;
}

Vp8FrameHeader read_vp8_frame_header(Bytes frame) {
    const auto at = [&](std::size_t i) -> unsigned { return load8(frame.data() + i); };
    Vp8FrameHeader header;
    header.key = (at(0) & 0x01) == 0;
    // Three bytes of frame tag, a start code, then 14 bits each below two bits of scaling.
    if (!header.key || frame.size() < 10) return header;
    if (at(3) != 0x9d || at(4) != 0x01 || at(5) != 0x2a) return header;
    header.size.width = static_cast<int>((at(6) | at(7) << 8) & 0x3fff);
    header.size.height = static_cast<int>((at(8) | at(9) << 8) & 0x3fff);
    return header;
}

bool Vp8Format::starts_key_frame(Bytes payload) const {
    const auto descriptor = read_vp8_descriptor(payload);
    if (!descriptor || !descriptor->starts_frame()) return false;
    return read_vp8_frame_header(payload.subspan(descriptor->size)).key;
}

PictureSize Vp8Format::key_frame_size(Bytes payload) const {
    const auto descriptor = read_vp8_descriptor(payload);
    if (!descriptor) return {};
    return read_vp8_frame_header(payload.subspan(descriptor->size)).size;
}

}  // namespace lsl::media
