#pragma once

#include <cstdint>

#include "server/media/egress/stream_rewriter.h"
#include "server/media/negotiation.h"
#include "server/media/transport/transport.h"
#include "server/media/turn.h"

namespace lsl::media {

/// What one outgoing track is called on the wire. Chosen at random for each session.
struct StreamIdentity {
    std::uint32_t ssrc = 0;
    std::uint32_t rtx_ssrc = 0;  ///< of the retransmission stream (RFC 4588); 0 for sound
    // Below 2^15, so that no receiver guesses the rollover counter wrong.
    std::uint16_t first_sequence = 0;
    std::uint16_t first_rtx_sequence = 0;
    std::uint32_t first_timestamp = 0;
};

/// Writes logged packets as one viewer negotiated them: SSRC, payload type, header extensions, then
/// SRTP, straight into the outbox.
///
/// What was sent under a packet index is never sent again with other bytes (RFC 7714 8.1), so all
/// of a packet follows from the log and its segment. The one exception, the transport-wide
/// sequence number, is negotiated only where retransmissions travel under an index of their own.
class PacketSender {
  public:
    /// Both outlive the sender.
    PacketSender(const NegotiatedMedia& media, const StreamIdentity& identity,
                 Transport& transport);

    const StreamIdentity& identity() const { return identity_; }
    /// False if the packet did not leave: it is too long, or its index was used for other bytes.
    /// The outbox has room for media. Used for the first sending and for a retransmission without
    /// RTX, which repeats the packet as it was.
    bool send(const LoggedPacket& packet, const StreamSegment& segment, std::uint32_t timestamp,
              const Turn& turn);
    /// Likewise as a packet of the retransmission stream. The segment's format has an RTX type.
    bool send_rtx(const LoggedPacket& packet, const StreamSegment& segment, std::uint32_t timestamp,
                  const Turn& turn);
    /// Its packets carry transport-wide sequence numbers.
    bool has_transport_cc() const { return media_->extensions.has(RtpExtension::TransportCc); }
    /// The number that the newest of them got.
    std::uint16_t newest_transport_sequence() const {
        return transport_->last_transport_sequence();
    }

  private:
    struct Label {
        std::uint32_t ssrc;
        std::uint8_t payload_type;
        std::uint64_t index;
        std::uint32_t timestamp;
        Bytes original_sequence;  ///< RFC 4588 4; empty but in an RTX packet
        SrtpSender::Repeats repeats;
    };
    bool write(const LoggedPacket& packet, const Label& label, const Turn& turn);

    const NegotiatedMedia* media_;
    StreamIdentity identity_;
    Transport* transport_;
    std::uint64_t next_rtx_index_;
};

}  // namespace lsl::media
