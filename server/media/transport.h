#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/media/dtls.h"
#include "server/media/ice_agent.h"
#include "server/media/ice_lite.h"
#include "server/media/negotiation.h"
#include "server/media/outbox.h"
#include "server/media/sent_packets.h"
#include "server/media/srtp.h"
#include "shared/base/time.h"

namespace lsl::media {

/// One peer: ICE, then DTLS over the selected pair, then SRTP in both directions. What comes out of
/// it is authentic.
class Transport {
  public:
    /// The end that answers an offer.
    Transport(const DtlsContext& dtls, IceCredentials local, const Negotiation& negotiation);
    /// The end that offers: a full ICE agent, idle until `connect`. All arguments outlive it.
    Transport(const DtlsContext& dtls, IceCredentials local, const RandomBytes& random);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// What the answer says; once.
    void connect(const Negotiation& negotiation, MonoTime now);

    enum class Change : std::uint8_t { None, Ready, Ended };

    /// A Binding request for one of our ufrags. Addresses no longer ours are appended to
    /// `forgotten`.
    void on_stun(const StunMessage& request, const Address& from, MonoTime now, Outbox& out,
                 DropCounters& drops, std::vector<Address>& forgotten);
    /// The answer to a Binding request of ours.
    void on_stun_response(const StunMessage& response, const Address& from, MonoTime now,
                          Outbox& out, DropCounters& drops);
    /// Ready when this datagram completed the handshake, Ended when it failed or the peer closed.
    Change on_dtls(Bytes datagram, MonoTime now, Outbox& out, DropCounters& drops);
    Change on_timer(MonoTime now, Outbox& out);
    void close(Outbox& out);

    /// Opens in place; false with the drop counted. `size` becomes the length without the tag.
    bool open_rtp(MutableBytes packet, std::size_t header_size, MonoTime now, DropCounters& drops,
                  std::size_t& size);
    bool open_rtcp(MutableBytes packet, MonoTime now, DropCounters& drops, std::size_t& size);
    void forget_source(std::uint32_t ssrc) { receiver_->forget(ssrc); }

    /// Seals the RTCP written into `packet` (a reserved datagram) and sends it.
    void send_rtcp(MutableBytes packet, std::size_t size, Outbox& out);

    /// The number of the next packet to a peer that negotiated transport-wide feedback.
    std::uint16_t next_transport_sequence() { return transport_sequence_++; }
    std::uint16_t last_transport_sequence() const {
        return static_cast<std::uint16_t>(transport_sequence_ - 1);
    }
    /// The packet with the number given last is on its way.
    void note_sent(std::size_t size, MonoTime now) {
        if (!sent_) sent_.emplace();
        sent_->note(last_transport_sequence(), size, now);
    }
    /// Null as long as nothing left under such a number.
    SentPackets* sent() { return sent_ ? &*sent_ : nullptr; }

    bool ready() const { return receiver_.has_value(); }
    SrtpSender& sender() { return *sender_; }
    const SrtpReceiver* receiver() const { return receiver_ ? &*receiver_ : nullptr; }
    const Address& remote() const { return *ice_.selected(); }
    std::optional<SrtpProfile> profile() const;

    IceLite& ice() { return ice_; }
    const IceLite& ice() const { return ice_; }
    /// When `on_timer` is due, if at all.
    std::optional<MonoTime> deadline() const { return deadline_; }
    /// A first guess of the round trip, from the handshake; 0 = not known.
    std::chrono::microseconds handshake_round_trip() const { return handshake_round_trip_; }

  private:
    void begin_dtls(MonoTime now, Outbox& out);
    Change flush_dtls(MonoTime now, Outbox& out);
    void update_deadline();

    const DtlsContext* dtls_context_;
    IceLite ice_;
    std::unique_ptr<IceAgent> agent_;  ///< of the end that offered
    std::optional<DtlsTransport> dtls_;
    bool dtls_started_ = false;
    DtlsState last_state_ = DtlsState::Handshaking;
    std::optional<MonoTime> dtls_deadline_;
    std::optional<MonoTime> deadline_;  ///< the earlier of ICE's and DTLS's
    std::optional<MonoTime> flight_sent_;
    std::chrono::microseconds handshake_round_trip_{0};
    std::optional<SrtpReceiver> receiver_;
    std::optional<SrtpSender> sender_;
    std::uint16_t transport_sequence_ = 1;
    std::optional<SentPackets> sent_;
};

}  // namespace lsl::media
