// RTP packets: header, extensions in both forms, padding.
#include "server/media/packet/rtp.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    const Bytes packet = std::as_bytes(std::span(data, size));
    RtpHeader header;
    if (parse_rtp_header(packet, header) != RtpVerdict::Ok) return 0;
    if (header.size > size || header.extensions.size() > header.size) std::abort();

    std::size_t read = 0;
    std::uint8_t id = 0;
    Bytes value;
    for (ExtensionReader reader(header); reader.next(id, value);) {
        for (const std::byte byte : value) read += byte == std::byte{0} ? 1 : 0;
        read += value.size();
    }
    if (read > 2 * header.extensions.size()) std::abort();

    Bytes payload;
    if (rtp_payload(packet, header, payload) == RtpVerdict::Ok &&
        payload.size() > size - header.size) {
        std::abort();
    }
    return 0;
}
