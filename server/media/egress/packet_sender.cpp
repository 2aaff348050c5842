#include "server/media/egress/packet_sender.h"

#include <array>

#include "server/media/packet/rtp.h"

namespace lsl::media {
namespace {

/// The values of the extensions that are not copied from the publisher's packet.
struct WrittenExtensions {
    std::array<std::byte, 3> send_time;
    std::array<std::byte, 2> transport_sequence;
    std::array<std::byte, 1> audio_level;
};

/// Adds what this viewer negotiated. `header` keeps views of `written` and of the packet.
void add_extensions(const NegotiatedMedia& media, const LoggedPacket& packet, Transport& transport,
                    WrittenExtensions& written, RtpHeaderWriter& header) {
    const ExtensionIds& ids = media.extensions;
    const CarriedExtensions& carried = packet.extensions;
    if (ids.has(RtpExtension::Mid)) {
        header.add(ids.of(RtpExtension::Mid), as_bytes(media.mid));
    }
    if (ids.has(RtpExtension::AbsSendTime)) {
        // 6.18 fixed point seconds. The arrival stands for the sending, which is about now and the
        // same when the packet is sent again.
        const auto fixed = static_cast<std::uint64_t>(packet.arrival.us) * (1u << 18) / 1'000'000;
        store24(written.send_time.data(), static_cast<std::uint32_t>(fixed & 0xffffff));
        header.add(ids.of(RtpExtension::AbsSendTime), written.send_time);
    }
    if (ids.has(RtpExtension::TransportCc)) {
        store16(written.transport_sequence.data(), transport.next_transport_sequence());
        header.add(ids.of(RtpExtension::TransportCc), written.transport_sequence);
    }
    if (ids.has(RtpExtension::AudioLevel) && carried.has_audio_level) {
        written.audio_level = {static_cast<std::byte>(carried.audio_level)};
        header.add(ids.of(RtpExtension::AudioLevel), written.audio_level);
    }
    if (ids.has(RtpExtension::PlayoutDelay) && carried.has_playout_delay) {
        header.add(ids.of(RtpExtension::PlayoutDelay), carried.playout_delay);
    }
    const bool long_form_allowed = media.allow_mixed || carried.dependency_size <= 16;
    if (ids.has(RtpExtension::DependencyDescriptor) && carried.dependency_size > 0 &&
        long_form_allowed) {
        header.add(ids.of(RtpExtension::DependencyDescriptor),
                   Bytes(carried.dependency).first(carried.dependency_size));
    }
}

}  // namespace

PacketSender::PacketSender(const NegotiatedMedia& media, const StreamIdentity& identity,
                           Transport& transport)
    : media_(&media),
      identity_(identity),
      transport_(&transport),
      next_rtx_index_(identity.first_rtx_sequence & 0x7fff) {}

bool PacketSender::send(const LoggedPacket& packet, const StreamSegment& segment,
                        std::uint32_t timestamp, const Turn& turn) {
    const NegotiatedFormat& format = *segment.format;
    const bool repeats_as_is = format.nack && !format.rtx_payload_type;
    return write(
        packet,
        {.ssrc = identity_.ssrc,
         .payload_type = format.payload_type,
         .index = static_cast<std::uint64_t>(segment.index_of(packet)),
         .timestamp = timestamp,
         .original_sequence = {},
         .repeats = repeats_as_is ? SrtpSender::Repeats::SameBytes : SrtpSender::Repeats::Never},
        turn);
}

bool PacketSender::send_rtx(const LoggedPacket& packet, const StreamSegment& segment,
                            std::uint32_t timestamp, const Turn& turn) {
    std::array<std::byte, 2> original;
    store16(original.data(), static_cast<unsigned>(segment.index_of(packet) & 0xffff));
    return write(packet,
                 {.ssrc = identity_.rtx_ssrc,
                  .payload_type = *segment.format->rtx_payload_type,
                  .index = next_rtx_index_++,
                  .timestamp = timestamp,
                  .original_sequence = original,
                  .repeats = SrtpSender::Repeats::Never},
                 turn);
}

bool PacketSender::write(const LoggedPacket& packet, const Label& label, const Turn& turn) {
    const MutableBytes datagram = turn.out.reserve();
    WrittenExtensions written;
    RtpHeaderWriter header;
    add_extensions(*media_, packet, *transport_, written, header);
    const std::size_t header_size =
        header.write(datagram, label.payload_type, packet.marker,
                     static_cast<std::uint16_t>(label.index & 0xffff), label.timestamp, label.ssrc);
    SrtpSender& srtp = transport_->sender();
    const std::size_t needed = header_size + label.original_sequence.size() +
                               packet.padded_bytes().size() + srtp.rtp_overhead();
    if (header_size == 0 || needed > datagram.size()) return false;
    if (packet.padding > 0) datagram[0] |= kRtpPadding;
    const std::size_t size =
        srtp.seal_rtp(datagram.data(), header_size, label.ssrc, label.index,
                      label.original_sequence, packet.padded_bytes(), label.repeats);
    if (size == 0) {
        turn.drops.count(Drop::SrtpIndexReused);
        return false;
    }
    turn.out.commit(transport_->remote(), size);
    if (has_transport_cc()) transport_->note_sent(size, turn.now);
    return true;
}

}  // namespace lsl::media
