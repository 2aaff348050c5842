#include "server/media/transport/transport.h"

#include <algorithm>

namespace lsl::media {

Transport::Transport(const DtlsContext& dtls, IceCredentials local, const Negotiation& negotiation,
                     std::uint32_t number, const RandomBytes& random)
    : dtls_context_(&dtls), ice_(std::move(local)) {
    lite_.emplace(ice_, IceCredentials{negotiation.remote_ufrag, negotiation.remote_pwd}, number,
                  random);
    dtls_.emplace(dtls, negotiation.dtls_role, negotiation.fingerprints);
}

Transport::Transport(const DtlsContext& dtls, IceCredentials local, const RandomBytes& random)
    : dtls_context_(&dtls),
      ice_(std::move(local)),
      agent_(std::make_unique<IceAgent>(ice_, random)) {}

void Transport::connect(const Negotiation& negotiation, MonoTime now) {
    dtls_.emplace(*dtls_context_, negotiation.dtls_role, negotiation.fingerprints);
    agent_->start(negotiation.remote_ufrag, negotiation.remote_pwd, negotiation.candidates, now);
    update(now);
}

void Transport::on_stun(const StunMessage& request, const Address& from, const Turn& turn,
                        std::vector<Address>& forgotten) {
    if (!budget_.spend_stun_message(turn.now)) {
        return turn.drops.count(Drop::ControlOverBudget);
    }
    if (agent_) {
        agent_->on_request(request, from, turn, forgotten);
    } else {
        lite_->on_request(request, from, turn, forgotten);
    }
    begin_dtls(turn);
    update(turn.now);
}

void Transport::on_stun_response(const StunMessage& response, const Address& from,
                                 const Turn& turn) {
    if (agent_) {
        agent_->on_response(response, from, turn);
    } else {
        lite_->on_response(response, from, turn);
    }
    begin_dtls(turn);
    update(turn.now);
}

void Transport::restart_ice(IceCredentials local, IceCredentials remote) {
    ice_.restart(std::move(local));
    lite_->restart(std::move(remote));
}

bool Transport::gives_up(const Address& address, const Turn& turn) {
    // A full agent has checked its pairs, or is about to; its session ends soon if nobody answers.
    if (agent_) return false;
    const bool free = lite_->gives_up(address, turn);
    update(turn.now);
    return free;
}

/// ICE has a pair: our handshake, if it is ours to begin, can leave.
void Transport::begin_dtls(const Turn& turn) {
    if (dtls_started_ || !dtls_ || !ice_.selected()) return;
    dtls_started_ = true;
    dtls_->start();
    flush_dtls(turn);
}

Transport::Change Transport::on_dtls(Bytes datagram, const Address& from, const Turn& turn) {
    if (!dtls_ || !ice_.selected()) {
        turn.drops.count(Drop::DtlsBeforeIce);
        return Change::None;
    }
    if (!budget_.spend_records(dtls_records(datagram), turn.now)) {
        turn.drops.count(Drop::ControlOverBudget);
        return Change::None;
    }
    if (flight_sent_) {
        handshake_round_trip_ = turn.now - *flight_sent_;
        flight_sent_.reset();
    }
    dtls_->handle(datagram);
    if (dtls_->state() == DtlsState::Connected) ice_.heard(turn.now);
    const Change change = flush_dtls(turn);
    // Nobody ends a handshake who has not read our part of it.
    const bool all_there = !handshake_moved_ && handshake_to_ == from;
    if (change == Change::Ready && lite_ && all_there) lite_->prove(from, turn.now);
    update(turn.now);
    return change;
}

Transport::Change Transport::on_timer(const Turn& turn) {
    if (!deadline_ || *deadline_ > turn.now) return Change::None;
    Change change = Change::None;
    if (lite_) lite_->on_timer(turn);
    if (agent_) {
        agent_->on_timer(turn);
        if (agent_->failed()) return Change::Ended;
        begin_dtls(turn);
    }
    if (dtls_deadline_ && *dtls_deadline_ <= turn.now) {
        flight_sent_.reset();  // an answer to a repeated flight measures nothing
        dtls_->handle_timeout();
        change = flush_dtls(turn);
        flight_sent_.reset();
    }
    update(turn.now);
    return change;
}

/// After anything that may have changed where the peer is or when we are due.
void Transport::update(MonoTime now) {
    open_ = ready() && (!lite_ || lite_->consents(now));
    const MonoTime due = agent_ ? agent_->deadline() : lite_->deadline();
    deadline_ = dtls_deadline_ ? std::min(*dtls_deadline_, due) : due;
}

/// QUIC's rule (RFC 9000 8.1) with a fixed sum: an address that has proven nothing may be somebody
/// else's.
bool Transport::may_shake_hands(std::size_t size, MonoTime now) {
    if (!lite_ || lite_->consents(now)) return true;
    if (size > unproven_bytes_) return false;
    unproven_bytes_ -= size;
    return true;
}

void Transport::close(Outbox& out) {
    if (!dtls_ || !ice_.selected()) return;
    dtls_->close();
    for (Bytes datagram = dtls_->next_datagram(); !datagram.empty();
         datagram = dtls_->next_datagram()) {
        out.send(remote(), datagram);
    }
}

Transport::Change Transport::flush_dtls(const Turn& turn) {
    for (Bytes datagram = dtls_->next_datagram(); !datagram.empty();
         datagram = dtls_->next_datagram()) {
        if (!may_shake_hands(datagram.size(), turn.now)) continue;
        if (!turn.out.send(remote(), datagram)) continue;
        flight_sent_ = turn.now;
        handshake_moved_ = handshake_moved_ || (handshake_to_ && *handshake_to_ != remote());
        handshake_to_ = remote();
    }
    const auto timeout = dtls_->timeout();
    dtls_deadline_ = timeout ? std::optional(turn.now + *timeout) : std::nullopt;

    const DtlsState state = dtls_->state();
    if (state == last_state_) return Change::None;
    last_state_ = state;
    if (state != DtlsState::Connected) return Change::Ended;
    const SrtpKeys& keys = dtls_->keys();
    receiver_.emplace(keys.profile, keys.remote);
    sender_.emplace(keys.profile, keys.local);
    return Change::Ready;
}

std::optional<SrtpProfile> Transport::profile() const {
    if (!ready()) return std::nullopt;
    return dtls_->keys().profile;
}

bool Transport::open_rtp(MutableBytes packet, std::size_t header_size, const Turn& turn,
                         std::size_t& size) {
    switch (receiver_->open_rtp(packet, header_size, size)) {
        case SrtpVerdict::Ok: ice_.heard(turn.now); return true;
        case SrtpVerdict::Replayed: turn.drops.count(Drop::SrtpReplayed); return false;
        case SrtpVerdict::TooShort:
        case SrtpVerdict::NotAuthentic: turn.drops.count(Drop::SrtpNotAuthentic); return false;
    }
    return false;
}

bool Transport::open_rtcp(MutableBytes packet, const Turn& turn, std::size_t& size) {
    if (budget_.is_spent(turn.now)) {
        turn.drops.count(Drop::ControlOverBudget);
        return false;
    }
    switch (receiver_->open_rtcp(packet, size)) {
        case SrtpVerdict::Ok:
            budget_.spend(ControlBudget::kRtcpDatagram, turn.now);
            ice_.heard(turn.now);
            return true;
        case SrtpVerdict::Replayed: turn.drops.count(Drop::SrtcpReplayed); return false;
        case SrtpVerdict::TooShort:
        case SrtpVerdict::NotAuthentic: turn.drops.count(Drop::SrtcpNotAuthentic); return false;
    }
    return false;
}

void Transport::send_rtcp(MutableBytes packet, std::size_t size, Outbox& out) {
    if (!open_ || size == 0 || size + sender_->rtcp_overhead() > packet.size()) return;
    out.commit(remote(), sender_->seal_rtcp(packet.data(), size));
}

}  // namespace lsl::media
