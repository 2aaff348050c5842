#include "server/media/transport.h"

namespace lsl::media {

Transport::Transport(const DtlsContext& dtls, IceCredentials local, const Negotiation& negotiation)
    : dtls_context_(&dtls), ice_(std::move(local)) {
    dtls_.emplace(dtls, negotiation.dtls_role, negotiation.fingerprints);
}

Transport::Transport(const DtlsContext& dtls, IceCredentials local, const RandomBytes& random)
    : dtls_context_(&dtls),
      ice_(std::move(local)),
      agent_(std::make_unique<IceAgent>(ice_, random)) {}

void Transport::connect(const Negotiation& negotiation, MonoTime now) {
    dtls_.emplace(*dtls_context_, negotiation.dtls_role, negotiation.fingerprints);
    agent_->start(negotiation.remote_ufrag, negotiation.remote_pwd, negotiation.candidates, now);
    update_deadline();
}

void Transport::on_stun(const StunMessage& request, const Address& from, MonoTime now, Outbox& out,
                        DropCounters& drops, std::vector<Address>& forgotten) {
    if (agent_) {
        agent_->on_request(request, from, now, out, drops, forgotten);
    } else {
        ice_.on_request(request, from, now, out, drops, forgotten);
    }
    begin_dtls(now, out);
    update_deadline();
}

void Transport::on_stun_response(const StunMessage& response, const Address& from, MonoTime now,
                                 Outbox& out, DropCounters& drops) {
    if (!agent_) return drops.count(Drop::StunUnexpected);
    agent_->on_response(response, from, now, drops);
    begin_dtls(now, out);
    update_deadline();
}

/// ICE has a pair: our handshake, if it is ours to begin, can leave.
void Transport::begin_dtls(MonoTime now, Outbox& out) {
    if (dtls_started_ || !dtls_ || !ice_.selected()) return;
    dtls_started_ = true;
    dtls_->start();
    flush_dtls(now, out);
}

Transport::Change Transport::on_dtls(Bytes datagram, MonoTime now, Outbox& out,
                                     DropCounters& drops) {
    if (!dtls_ || !ice_.selected()) {
        drops.count(Drop::DtlsBeforeIce);
        return Change::None;
    }
    if (flight_sent_) {
        handshake_round_trip_ = now - *flight_sent_;
        flight_sent_.reset();
    }
    dtls_->handle(datagram);
    if (dtls_->state() == DtlsState::Connected) ice_.heard(now);
    const Change change = flush_dtls(now, out);
    update_deadline();
    return change;
}

Transport::Change Transport::on_timer(MonoTime now, Outbox& out) {
    if (!deadline_ || *deadline_ > now) return Change::None;
    Change change = Change::None;
    if (agent_) {
        agent_->on_timer(now, out);
        if (agent_->failed()) return Change::Ended;
        begin_dtls(now, out);
    }
    if (dtls_deadline_ && *dtls_deadline_ <= now) {
        flight_sent_.reset();  // an answer to a repeated flight measures nothing
        dtls_->handle_timeout();
        change = flush_dtls(now, out);
        flight_sent_.reset();
    }
    update_deadline();
    return change;
}

void Transport::update_deadline() {
    deadline_ = dtls_deadline_;
    if (!agent_) return;
    const MonoTime due = agent_->deadline();
    if (!deadline_ || due < *deadline_) deadline_ = due;
}

void Transport::close(Outbox& out) {
    if (!dtls_ || !ice_.selected()) return;
    dtls_->close();
    for (Bytes datagram = dtls_->next_datagram(); !datagram.empty();
         datagram = dtls_->next_datagram()) {
        out.send(remote(), datagram);
    }
}

Transport::Change Transport::flush_dtls(MonoTime now, Outbox& out) {
    for (Bytes datagram = dtls_->next_datagram(); !datagram.empty();
         datagram = dtls_->next_datagram()) {
        if (out.send(remote(), datagram)) flight_sent_ = now;
    }
    const auto timeout = dtls_->timeout();
    dtls_deadline_ = timeout ? std::optional(now + *timeout) : std::nullopt;

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

bool Transport::open_rtp(MutableBytes packet, std::size_t header_size, MonoTime now,
                         DropCounters& drops, std::size_t& size) {
    switch (receiver_->open_rtp(packet, header_size, size)) {
        case SrtpVerdict::Ok: ice_.heard(now); return true;
        case SrtpVerdict::Replayed: drops.count(Drop::SrtpReplayed); return false;
        case SrtpVerdict::TooShort:
        case SrtpVerdict::NotAuthentic: drops.count(Drop::SrtpNotAuthentic); return false;
    }
    return false;
}

bool Transport::open_rtcp(MutableBytes packet, MonoTime now, DropCounters& drops,
                          std::size_t& size) {
    switch (receiver_->open_rtcp(packet, size)) {
        case SrtpVerdict::Ok: ice_.heard(now); return true;
        case SrtpVerdict::Replayed: drops.count(Drop::SrtcpReplayed); return false;
        case SrtpVerdict::TooShort:
        case SrtpVerdict::NotAuthentic: drops.count(Drop::SrtcpNotAuthentic); return false;
    }
    return false;
}

void Transport::send_rtcp(MutableBytes packet, std::size_t size, Outbox& out) {
    if (size == 0 || size + sender_->rtcp_overhead() > packet.size()) return;
    out.commit(remote(), sender_->seal_rtcp(packet.data(), size));
}

}  // namespace lsl::media
