// Payload descriptors of every codec as the forwarder reads them. The first byte chooses the codec.
#include "server/media/codec/payload_format.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    if (size == 0) return 0;
    const PayloadFormat& format =
        payload_format(static_cast<Codec>(data[0] % payload_formats().size()));
    // A copy of its own, so that reading past the payload is seen.
    const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
    const std::vector<std::byte> payload(bytes.begin(), bytes.end());
    const bool key = format.starts_key_frame(payload);
    if (key && (format.codec() == Codec::Opus || payload.empty())) std::abort();
    // Sixteen bits a side in VP8 and VP9; an H264 parameter set may claim more, not less than none.
    const PictureSize size_told = format.key_frame_size(payload);
    if (size_told.width < 0 || size_told.height < 0) std::abort();
    format.starts_b_frame(payload);
    // Whatever the packet says of parameter sets: what is added for it is no longer than allowed.
    if (const auto setup = format.decoder_setup("sprop-parameter-sets=Z0IAHg==,aM48")) {
        for (std::uint32_t timestamp : {1u, 1u, 2u}) {
            if (setup->missing_before(payload, timestamp).size() > 1'200) std::abort();
        }
    }
    return 0;
}
