// Compound RTCP packets and everything that is read from them.
#include "server/media/packet/rtcp.h"
#include "server/media/packet/twcc.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

void read_all(const lsl::media::RtcpPacket& packet) {
    using namespace lsl::media;
    std::uint32_t media = 0;
    std::size_t told = 0;
    each_nack(packet, media, [&](std::uint16_t) { ++told; });
    each_report_block(packet, [&](const ReportBlock&) { ++told; });
    if (told > 17 * packet.bytes.size()) std::abort();
    static_cast<void>(read_sender_report(packet));
    static_cast<void>(read_key_frame_request(packet));
    static_cast<void>(read_remb(packet));
    static_cast<void>(read_dlrr(packet, packet.sender()));
    if (packet.type == kRtcpTransportFeedback && packet.count == 15 && packet.bytes.size() > 12) {
        const auto feedback = read_twcc(packet.bytes.subspan(12));
        if (feedback && feedback->packets.size() > 65536) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lsl::media;
    RtcpReader reader(std::as_bytes(std::span(data, size)));
    std::size_t read = 0;
    for (RtcpPacket packet; reader.next(packet) == RtcpVerdict::Ok;) {
        if (packet.bytes.size() < 4) std::abort();  // else the walk would never end
        read += packet.bytes.size();
        read_all(packet);
    }
    if (read > size) std::abort();
    return 0;
}
