#include "server/media/payload.h"

namespace lsl::media {
namespace {

enum Nal : unsigned { kSlice = 1, kIdr = 5, kSps = 7, kStapA = 24, kFuA = 28 };

bool vp8_key_frame(Bytes payload) {
    const unsigned first = load8(payload.data());
    const bool starts_first_partition = (first & 0x10) != 0 && (first & 0x0f) == 0;
    if (!starts_first_partition) return false;
    std::size_t at = 1;
    if ((first & 0x80) != 0) {
        if (payload.size() <= at) return false;
        const unsigned extended = load8(payload.data() + at++);
        if ((extended & 0x80) != 0) {
            if (payload.size() <= at) return false;
            at += (load8(payload.data() + at) & 0x80) != 0 ? 2 : 1;
        }
        if ((extended & 0x40) != 0) ++at;
        if ((extended & 0x30) != 0) ++at;
    }
    return payload.size() > at && (load8(payload.data() + at) & 1) == 0;
}

bool vp9_key_frame(Bytes payload) {
    const unsigned first = load8(payload.data());
    const bool predicted = (first & 0x40) != 0;
    const bool starts_frame = (first & 0x08) != 0;
    if (predicted || !starts_frame) return false;
    if ((first & 0x20) == 0) return true;  // no layer indices
    std::size_t at = 1;
    if ((first & 0x80) != 0) {
        if (payload.size() <= at) return false;
        at += (load8(payload.data() + at) & 0x80) != 0 ? 2 : 1;
    }
    return payload.size() > at && ((load8(payload.data() + at) >> 1) & 7) == 0;
}

bool h264_key_frame(Bytes payload) {
    const auto is_key = [](unsigned type) { return type == kIdr || type == kSps; };
    const unsigned type = load8(payload.data()) & 0x1f;
    if (type == kFuA) {
        if (payload.size() < 2) return false;
        const unsigned header = load8(payload.data() + 1);
        return (header & 0x80) != 0 && is_key(header & 0x1f);
    }
    if (type != kStapA) return is_key(type);
    for (std::size_t at = 1; at + 3 <= payload.size();) {
        const std::size_t size = load16(payload.data() + at);
        if (size == 0) return false;
        if (is_key(load8(payload.data() + at + 2) & 0x1f)) return true;
        at += 2 + size;
    }
    return false;
}

/// slice_type of a coded slice that begins at `slice` (behind the NAL header): the second ue(v).
bool is_b_slice(Bytes slice) {
    std::size_t bit = 0;
    const auto read = [&]() -> unsigned {
        if (bit / 8 >= slice.size()) return 1;
        const unsigned value = (load8(slice.data() + bit / 8) >> (7 - bit % 8)) & 1;
        ++bit;
        return value;
    };
    unsigned type = 0;
    for (int field = 0; field < 2; ++field) {
        unsigned zeros = 0;
        while (read() == 0 && zeros < 16) ++zeros;
        type = 0;
        for (unsigned i = 0; i < zeros; ++i) type = (type << 1) | read();
        type += (1u << zeros) - 1;
    }
    return type % 5 == 1;
}

}  // namespace

bool starts_key_frame(Codec codec, Bytes payload) {
    if (payload.empty()) return false;
    switch (codec) {
        case Codec::Vp8: return vp8_key_frame(payload);
        case Codec::Vp9: return vp9_key_frame(payload);
        case Codec::H264: return h264_key_frame(payload);
        case Codec::Av1: return (load8(payload.data()) & 0x08) != 0;
        case Codec::Opus: return false;
    }
    return false;
}

bool h264_has_b_slice(Bytes payload) {
    if (payload.size() < 3) return false;
    const unsigned type = load8(payload.data()) & 0x1f;
    if (type == kSlice) return is_b_slice(payload.subspan(1));
    if (type != kFuA) return false;
    const unsigned header = load8(payload.data() + 1);
    return (header & 0x80) != 0 && (header & 0x1f) == kSlice && is_b_slice(payload.subspan(2));
}

}  // namespace lsl::media
