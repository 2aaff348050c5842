#include "server/media/picture_size.h"

#include <algorithm>
#include <array>

#include "server/media/bit_reader.h"

namespace lsl::media {
namespace {

enum Nal : unsigned { kSps = 7, kStapA = 24 };
enum Obu : unsigned { kSequenceHeader = 1 };

unsigned at(Bytes bytes, std::size_t index) {
    return index < bytes.size() ? load8(bytes.data() + index) : 0u;
}

/// RFC 7741 4.2, then RFC 6386 9.1: three bytes of tag, a start code, 14 bits each.
PictureSize vp8_size(Bytes payload) {
    std::size_t next = 1;
    if ((at(payload, 0) & 0x80) != 0) {
        const unsigned extended = at(payload, next++);
        if ((extended & 0x80) != 0) next += (at(payload, next) & 0x80) != 0 ? 2 : 1;
        if ((extended & 0x40) != 0) ++next;
        if ((extended & 0x30) != 0) ++next;
    }
    if (payload.size() < next + 10) return {};
    const Bytes frame = payload.subspan(next);
    if (at(frame, 3) != 0x9d || at(frame, 4) != 0x01 || at(frame, 5) != 0x2a) return {};
    return {static_cast<int>((at(frame, 6) | at(frame, 7) << 8) & 0x3fff),
            static_cast<int>((at(frame, 8) | at(frame, 9) << 8) & 0x3fff)};
}

/// RFC 9628 4.2: the scalability structure lists sizes from the smallest spatial layer up.
PictureSize vp9_size(Bytes payload) {
    const unsigned first = at(payload, 0);
    if ((first & 0x02) == 0) return {};
    std::size_t next = 1;
    if ((first & 0x80) != 0) next += (at(payload, next) & 0x80) != 0 ? 2 : 1;
    if ((first & 0x20) != 0) next += (first & 0x10) != 0 ? 1 : 2;
    const unsigned structure = at(payload, next++);
    if ((structure & 0x10) == 0) return {};
    next += 4 * (structure >> 5);
    if (payload.size() < next + 4) return {};
    return {load16(payload.data() + next), load16(payload.data() + next + 2)};
}

/// The parameter set alone or, first of its kind, in an aggregate (RFC 6184 5.6, 5.7.1).
Bytes find_sps(Bytes payload) {
    const unsigned type = at(payload, 0) & 0x1f;
    if (type == kSps) return payload;
    if (type != kStapA) return {};
    for (std::size_t next = 1; next + 3 <= payload.size();) {
        const std::size_t size = load16(payload.data() + next);
        if (size == 0 || size > payload.size() - next - 2) return {};
        const Bytes unit = payload.subspan(next + 2, size);
        if ((at(unit, 0) & 0x1f) == kSps) return unit;
        next += 2 + size;
    }
    return {};
}

void skip_scaling_list(BitReader& in, int size) {
    std::uint32_t last = 8;
    std::uint32_t next = 8;
    for (int i = 0; i < size && in.ok(); ++i) {
        if (next != 0) {
            // The scale is kept modulo 256, so it doesn't matter how far a broken one is off.
            const std::uint32_t code = in.ue();
            const std::uint32_t delta = (code & 1u) != 0 ? code / 2 + 1 : 0u - code / 2;
            next = (last + delta) & 0xff;
        }
        last = next == 0 ? last : next;
    }
}

/// H.264 7.3.2.1.1, as far as the size.
PictureSize h264_size(Bytes payload) {
    const Bytes sps = find_sps(payload);
    std::array<std::byte, 128> plain;
    std::size_t length = 0;
    for (std::size_t i = 1; i < sps.size() && length < plain.size(); ++i) {
        // 7.4.1.1: a 3 behind two zeros only keeps start codes apart.
        if (i > 2 && at(sps, i) == 3 && at(sps, i - 1) == 0 && at(sps, i - 2) == 0) continue;
        plain[length++] = sps[i];
    }
    BitReader in(Bytes(plain).first(length));
    const std::uint32_t profile = in.bits(8);
    in.skip(16);
    in.ue();
    std::uint32_t chroma = 1;
    constexpr std::array<std::uint32_t, 13> kWithChroma{100, 110, 122, 244, 44,  83, 86,
                                                        118, 128, 138, 139, 134, 135};
    if (std::find(kWithChroma.begin(), kWithChroma.end(), profile) != kWithChroma.end()) {
        chroma = in.ue();
        if (chroma == 3) in.skip(1);
        in.ue();
        in.ue();
        in.skip(1);
        if (in.flag()) {
            for (int i = 0; i < (chroma == 3 ? 12 : 8); ++i) {
                if (in.flag()) skip_scaling_list(in, i < 6 ? 16 : 64);
            }
        }
    }
    in.ue();
    const std::uint32_t order_type = in.ue();
    if (order_type == 0) {
        in.ue();
    } else if (order_type == 1) {
        in.skip(1);
        in.ue();
        in.ue();
        const std::uint32_t cycle = std::min<std::uint32_t>(in.ue(), 255);
        for (std::uint32_t i = 0; i < cycle && in.ok(); ++i) in.ue();
    }
    in.ue();
    in.skip(1);
    const std::uint32_t width_blocks = in.ue() + 1;
    const std::uint32_t height_units = in.ue() + 1;
    const std::uint32_t fields = in.flag() ? 1 : 2;
    if (fields == 2) in.skip(1);
    in.skip(1);
    std::uint32_t crop_x = 0;
    std::uint32_t crop_y = 0;
    if (in.flag()) {
        crop_x = in.ue();
        crop_x += in.ue();
        crop_y = in.ue();
        crop_y += in.ue();
    }
    if (!in.ok() || width_blocks > 1024 || height_units > 1024) return {};
    crop_x *= chroma == 1 || chroma == 2 ? 2 : 1;
    crop_y *= (chroma == 1 ? 2 : 1) * fields;
    const std::uint32_t width = width_blocks * 16;
    const std::uint32_t height = height_units * 16 * fields;
    if (crop_x >= width || crop_y >= height) return {};
    return {static_cast<int>(width - crop_x), static_cast<int>(height - crop_y)};
}

/// leb128() of AV1 4.10.5; moves `next` behind it. No length of a packet needs more than four
/// bytes.
std::size_t leb128(Bytes bytes, std::size_t& next) {
    std::size_t value = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        const unsigned byte = at(bytes, next++);
        value |= std::size_t{byte & 0x7f} << shift;
        if ((byte & 0x80) == 0) break;
    }
    return value;
}

/// The first sequence header among the elements of a packet (AV1 RTP 4.3, 4.4), without its OBU
/// header.
Bytes find_sequence_header(Bytes payload) {
    const unsigned aggregation = at(payload, 0);
    const bool continues_obu = (aggregation & 0x80) != 0;
    const unsigned count = (aggregation >> 4) & 3;  // 0: not said, and each element has a length
    if (continues_obu) return {};
    std::size_t next = 1;
    for (unsigned element = 1; next < payload.size(); ++element) {
        const bool last = count != 0 && element == count;
        const std::size_t size = last ? payload.size() - next : leb128(payload, next);
        if (size == 0 || next > payload.size() || size > payload.size() - next) return {};
        const Bytes obu = payload.subspan(next, size);
        const unsigned header = at(obu, 0);
        if (((header >> 3) & 0x0f) == kSequenceHeader) {
            std::size_t body = (header & 0x04) != 0 ? 2 : 1;
            if ((header & 0x02) != 0) leb128(obu, body);
            return body < obu.size() ? obu.subspan(body) : Bytes{};
        }
        if (last) break;
        next += size;
    }
    return {};
}

/// AV1 5.5.3 and 5.5.4. Returns how many bits a decoder buffer's delay has; 0 when there is no
/// model.
int skip_timing_info(BitReader& in) {
    in.skip(64);
    if (in.flag()) in.ue();
    if (!in.flag()) return 0;
    const int delay_bits = static_cast<int>(in.bits(5)) + 1;
    in.skip(32 + 5 + 5);
    return delay_bits;
}

/// AV1 5.5.1, as far as the size.
PictureSize av1_size(Bytes payload) {
    BitReader in(find_sequence_header(payload));
    in.skip(3 + 1);
    const bool reduced = in.flag();
    if (reduced) {
        in.skip(5);
    } else {
        const int delay_bits = in.flag() ? skip_timing_info(in) : 0;
        const bool display_delays = in.flag();
        const std::uint32_t points = in.bits(5) + 1;
        for (std::uint32_t i = 0; i < points; ++i) {
            in.skip(12);
            constexpr std::uint32_t kLastLevelWithoutTier = 7;
            if (in.bits(5) > kLastLevelWithoutTier) in.skip(1);
            if (delay_bits > 0 && in.flag()) in.skip(2 * delay_bits + 1);
            if (display_delays && in.flag()) in.skip(4);
        }
    }
    const int width_bits = static_cast<int>(in.bits(4)) + 1;
    const int height_bits = static_cast<int>(in.bits(4)) + 1;
    const PictureSize size{static_cast<int>(in.bits(width_bits)) + 1,
                           static_cast<int>(in.bits(height_bits)) + 1};
    return in.ok() ? size : PictureSize{};
}

}  // namespace

PictureSize key_frame_size(Codec codec, Bytes payload) {
    switch (codec) {
        case Codec::Vp8: return vp8_size(payload);
        case Codec::Vp9: return vp9_size(payload);
        case Codec::H264: return h264_size(payload);
        case Codec::Av1: return av1_size(payload);
        case Codec::Opus: break;
    }
    return {};
}

}  // namespace lsl::media
