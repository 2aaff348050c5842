#include "server/media/transport/control_budget.h"

#include <bit>

#include "server/media/packet/twcc.h"

namespace lsl::media {
namespace {

constexpr std::size_t kPart = 1;
constexpr std::size_t kReportBlock = 1;
constexpr std::size_t kMissingPacket = 2;
constexpr std::size_t kFeedback = 10;
constexpr std::size_t kFeedbackPacket = 1;

/// Sequence numbers that a NACK names.
std::size_t missing_packets(const RtcpPacket& packet) {
    std::size_t missing = 0;
    for (std::size_t at = 12; at + 4 <= packet.bytes.size(); at += 4) {
        missing +=
            1 + static_cast<std::size_t>(std::popcount(load16(packet.bytes.data() + at + 2)));
    }
    return missing;
}

}  // namespace

std::size_t control_cost(const RtcpPacket& packet) {
    switch (packet.type) {
        case kRtcpSenderReport:
        case kRtcpReceiverReport: return kPart + kReportBlock * packet.count;
        case kRtcpTransportFeedback: break;
        default: return kPart;
    }
    const Bytes feedback = transport_cc_body(packet);
    if (feedback.empty()) return kPart + kMissingPacket * missing_packets(packet);
    const std::size_t packets = twcc_packets(feedback);
    return kFeedback + (packets <= kMaxTwccPackets ? kFeedbackPacket * packets : 0);
}

}  // namespace lsl::media
