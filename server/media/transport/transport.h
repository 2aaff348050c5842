#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/media/egress/sent_packets.h"
#include "server/media/negotiation.h"
#include "server/media/transport/control_budget.h"
#include "server/media/transport/dtls.h"
#include "server/media/transport/ice_agent.h"
#include "server/media/transport/ice_lite.h"
#include "server/media/transport/lite_agent.h"
#include "server/media/transport/srtp.h"
#include "server/media/turn.h"
#include "shared/base/time.h"

namespace lsl::media {

/// One peer: ICE, then DTLS over the selected pair, then SRTP in both directions. What comes out of
/// it is authentic.
///
/// More than twenty functions, because four protocols end here, and what holds between them (no
/// media before consent, no handshake to a stranger) would not survive being spread. Publishers and
/// viewers use a handful each.
class Transport {
  public:
    /// What an address gets of a handshake before it is known to be the peer's: some six flights.
    static constexpr std::size_t kUnprovenBytes = 8 * 1024;

    /// The end that answers an offer, `number` being its own (LiteAgent). `dtls` and `random`
    /// outlive it.
    Transport(const DtlsContext& dtls, IceCredentials local, const Negotiation& negotiation,
              std::uint32_t number, const RandomBytes& random);
    /// The end that offers: a full ICE agent, idle until `connect`. All arguments outlive it.
    Transport(const DtlsContext& dtls, IceCredentials local, const RandomBytes& random);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// What the answer says; once.
    void connect(const Negotiation& negotiation, MonoTime now);

    enum class Change : std::uint8_t { None, Ready, Ended };

    /// A Binding request for one of our ufrags. Addresses no longer ours are appended to
    /// `forgotten`.
    void on_stun(const StunMessage& request, const Address& from, const Turn& turn,
                 std::vector<Address>& forgotten);
    /// The answer to a Binding request of ours.
    void on_stun_response(const StunMessage& response, const Address& from, const Turn& turn);
    /// Ready when this datagram completed the handshake, Ended when it failed or the peer closed.
    Change on_dtls(Bytes datagram, const Address& from, const Turn& turn);
    Change on_timer(const Turn& turn);
    /// The peer restarts ICE (RFC 8445 9).
    void restart_ice(IceCredentials local, IceCredentials remote);
    /// The peer was at `address` of late.
    bool proves(const Address& address, MonoTime now) const {
        return lite_ && lite_->is_proven(address, now);
    }
    /// Another session's peer speaks from `address`, one of ours: whether it may have it.
    bool gives_up(const Address& address, const Turn& turn);
    void close(Outbox& out);

    /// Opens in place; false with the drop counted. `size` becomes the length without the tag.
    bool open_rtp(MutableBytes packet, std::size_t header_size, const Turn& turn,
                  std::size_t& size);
    bool open_rtcp(MutableBytes packet, const Turn& turn, std::size_t& size);
    void forget_source(std::uint32_t ssrc) { receiver_->forget(ssrc); }

    /// Seals the RTCP written into `packet` (a reserved datagram) and sends it, unless nothing may
    /// be sent.
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

    /// What this peer's control traffic may still cost.
    ControlBudget& budget() { return budget_; }
    const ControlBudget& budget() const { return budget_; }

    /// The handshake is done: what comes can be read.
    bool ready() const { return receiver_.has_value(); }
    /// And the address in use is the peer's, who consents: what it gets can be sent.
    bool open() const { return open_; }
    /// When the peer has last proven to be where things are sent (LiteAgent); its consent.
    MonoTime last_proof() const { return lite_ ? lite_->last_proof() : ice_.last_heard(); }
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
    void begin_dtls(const Turn& turn);
    Change flush_dtls(const Turn& turn);
    bool may_shake_hands(std::size_t size, MonoTime now);
    void update(MonoTime now);

    const DtlsContext* dtls_context_;
    IceLite ice_;
    // One of the two:
    std::optional<LiteAgent> lite_;    ///< of the end that answered
    std::unique_ptr<IceAgent> agent_;  ///< of the end that offered
    bool open_ = false;
    std::size_t unproven_bytes_ = kUnprovenBytes;  ///< left
    // Where the handshake's flights of ours went; to one address, or its end proves none.
    std::optional<Address> handshake_to_;
    bool handshake_moved_ = false;
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
    ControlBudget budget_;
};

}  // namespace lsl::media
