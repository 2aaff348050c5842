#include "tests/media/synthetic_media.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lsl::test {

using namespace media;

void SyntheticPayload::write(MutableBytes out) const {
    store8(out.data(), starts_frame ? 0x10 : 0x00);
    // RFC 6386 9.1: the frame tag, and in a key frame start code and size.
    const std::array<unsigned char, 10> header = {0,
                                                  0,
                                                  0,
                                                  0x9d,
                                                  0x01,
                                                  0x2a,
                                                  static_cast<unsigned char>(width & 0xff),
                                                  static_cast<unsigned char>(width >> 8),
                                                  static_cast<unsigned char>(height & 0xff),
                                                  static_cast<unsigned char>(height >> 8)};
    std::memcpy(out.data() + 1, header.data(), header.size());
    store8(out.data() + 1, key_frame ? 0x00 : 0x01);
    store32(out.data() + 11, frame);
    store16(out.data() + 15, packet);
    store64(out.data() + 17, static_cast<std::uint64_t>(sent.us));
    for (std::size_t i = kMinSize; i < out.size(); ++i) {
        out[i] = static_cast<std::byte>((frame * 31 + packet * 7 + i) & 0xff);
    }
}

std::optional<SyntheticPayload> SyntheticPayload::read(Bytes payload) {
    if (payload.size() < kMinSize) return std::nullopt;
    SyntheticPayload read;
    read.starts_frame = load8(payload.data()) == 0x10;
    read.key_frame = load8(payload.data() + 1) == 0x00;
    read.width =
        static_cast<std::uint16_t>(load8(payload.data() + 7) | load8(payload.data() + 8) << 8);
    read.height =
        static_cast<std::uint16_t>(load8(payload.data() + 9) | load8(payload.data() + 10) << 8);
    read.frame = load32(payload.data() + 11);
    read.packet = load16(payload.data() + 15);
    read.sent = MonoTime{static_cast<std::int64_t>(load64(payload.data() + 17))};
    for (std::size_t i = kMinSize; i < payload.size(); ++i) {
        if (payload[i] != static_cast<std::byte>((read.frame * 31 + read.packet * 7 + i) & 0xff)) {
            return std::nullopt;
        }
    }
    return read;
}

}  // namespace lsl::test
