#include "server/media/egress/probe_sender.h"

namespace lsl::media {

std::optional<ProbeCluster> send_probe_cluster(const PacketLog& log, const LogReader& reader,
                                               const StreamRewriter& rewriter, PacketSender& sender,
                                               const Turn& turn) {
    const StreamSegment& segment = rewriter.current();
    const bool can_tell =
        sender.has_transport_cc() && segment.format != nullptr && segment.format->rtx_payload_type;
    if (!rewriter.begun() || !can_tell || segment.source != log.source()) return std::nullopt;
    const std::uint64_t end = reader.position();
    if (end < log.tail() + ProbeCluster::kPackets) return std::nullopt;
    const auto before = sender.newest_transport_sequence();
    for (std::uint64_t position = end - ProbeCluster::kPackets; position < end; ++position) {
        const LoggedPacket& packet = *log.at(position);
        const bool was_sent =
            packet.sequence >= segment.first_sequence && packet.format == segment.source_format;
        if (!was_sent) continue;
        const bool left =
            turn.out.has_room_for_media() &&
            sender.send_rtx(packet, segment, rewriter.timestamp_of(packet, segment), turn);
        if (!left) return std::nullopt;
    }
    return ProbeCluster{static_cast<std::uint16_t>(before + 1), sender.newest_transport_sequence()};
}

}  // namespace lsl::media
