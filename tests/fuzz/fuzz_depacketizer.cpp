// A publisher's RTP payloads on their way into the recording. The first byte chooses the codec;
// then each payload is a byte of flags and timestamp steps, a byte of length, and that many bytes.
#include "server/recorder/depacketize/depacketizer.h"
#include "server/recorder/depacketize/video_depacketizer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl;
    if (size == 0) return 0;
    constexpr media::Codec codecs[] = {media::Codec::Opus, media::Codec::Vp8, media::Codec::Vp9,
                                       media::Codec::H264, media::Codec::Av1};
    const auto depacketizer = recorder::make_depacketizer(codecs[data[0] % std::size(codecs)]);
    std::span<const std::uint8_t> left(data + 1, size - 1);
    std::vector<recorder::EncodedFrame> frames;
    std::uint32_t timestamp = 0;
    while (left.size() >= 2) {
        const unsigned flags = left[0];
        const std::size_t length = std::min<std::size_t>(left[1], left.size() - 2);
        // A copy of its own, so that reading past the payload is seen.
        const auto bytes = std::as_bytes(left.subspan(2, length));
        const std::vector<std::byte> payload(bytes.begin(), bytes.end());
        left = left.subspan(2 + length);
        timestamp += (flags >> 2) * 90u;
        depacketizer->push({timestamp, (flags & 1u) != 0, (flags & 2u) != 0, {}, payload}, frames);
    }
    depacketizer->flush(frames);
    for (const recorder::EncodedFrame& frame : frames) {
        if (frame.data.size() > recorder::max_picture_bytes) std::abort();
    }
    return 0;
}
