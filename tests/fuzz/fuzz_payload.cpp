// Payload descriptors of every codec as the forwarder reads them. The first byte chooses the codec.
#include "server/media/payload.h"
#include "server/media/picture_size.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    if (size == 0) return 0;
    constexpr Codec codecs[] = {Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1};
    const Codec codec = codecs[data[0] % std::size(codecs)];
    // A copy of its own, so that reading past the payload is seen.
    const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
    const std::vector<std::byte> payload(bytes.begin(), bytes.end());
    const bool key = starts_key_frame(codec, payload);
    if (key && (codec == Codec::Opus || payload.empty())) std::abort();
    // Sixteen bits a side in VP8 and VP9; an H264 parameter set may claim more, not less than none.
    const PictureSize size_told = key_frame_size(codec, payload);
    if (size_told.width < 0 || size_told.height < 0) std::abort();
    // One slice is not both: a B slice never begins a key frame.
    if (codec == Codec::H264 && key && h264_has_b_slice(payload)) std::abort();
    return 0;
}
