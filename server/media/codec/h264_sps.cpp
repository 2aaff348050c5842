#include "server/media/codec/h264_sps.h"

#include <algorithm>
#include <array>

#include "server/media/packet/bit_reader.h"

namespace lsl::media {
namespace {

unsigned byte_at(Bytes bytes, std::size_t index) { return load8(bytes.data() + index); }

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

/// Without the bytes that only keep start codes apart: a 3 behind two zeros (7.4.1.1). As much as a
/// parameter set has before its size.
struct PlainBytes {
    explicit PlainBytes(Bytes unit) {
        for (std::size_t i = 1; i < unit.size() && size < bytes.size(); ++i) {
            const bool prevents = i > 2 && byte_at(unit, i) == 3 && byte_at(unit, i - 1) == 0 &&
                                  byte_at(unit, i - 2) == 0;
            if (!prevents) bytes[size++] = unit[i];
        }
    }
    std::array<std::byte, 128> bytes{};
    std::size_t size = 0;
};

/// Profiles of the High family say more about colours. Returns chroma_format_idc.
std::uint32_t read_chroma_format(BitReader& in, std::uint32_t profile) {
    constexpr std::array<std::uint32_t, 13> kWithChroma{100, 110, 122, 244, 44,  83, 86,
                                                        118, 128, 138, 139, 134, 135};
    if (std::find(kWithChroma.begin(), kWithChroma.end(), profile) == kWithChroma.end()) return 1;
    const std::uint32_t chroma = in.ue();
    if (chroma == 3) in.skip(1);
    in.ue();
    in.ue();
    in.skip(1);
    if (in.flag()) {
        for (int i = 0; i < (chroma == 3 ? 12 : 8); ++i) {
            if (in.flag()) skip_scaling_list(in, i < 6 ? 16 : 64);
        }
    }
    return chroma;
}

void skip_picture_order(BitReader& in) {
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
}

}  // namespace

PictureSize h264_picture_size(Bytes sps) {
    const PlainBytes plain(sps);
    BitReader in(Bytes(plain.bytes).first(plain.size));
    const std::uint32_t profile = in.bits(8);
    in.skip(16);
    in.ue();
    const std::uint32_t chroma = read_chroma_format(in, profile);
    in.ue();
    skip_picture_order(in);
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

}  // namespace lsl::media
