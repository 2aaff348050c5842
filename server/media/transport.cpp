#include "server/media/transport.h"

namespace lsl::media {

Transport::Transport(const DtlsContext& dtls, IceCredentials local, const Negotiation& negotiation)
    : ice_(std::move(local)), dtls_(dtls, negotiation.dtls_role, negotiation.fingerprints) {}

void Transport::on_stun(const StunMessage& request, const Address& from, MonoTime now, Outbox& out,
                        DropCounters& drops, std::vector<Address>& forgotten) {
    const auto check = ice_.on_request(request, from, now, out, drops, forgotten);
    if (check != IceLite::Check::Selected || dtls_started_) return;
    // ICE has a pair: our handshake, if it is ours to begin, can leave.
    dtls_started_ = true;
    dtls_.start();
    flush_dtls(now, out);
}

Transport::Change Transport::on_dtls(Bytes datagram, MonoTime now, Outbox& out,
                                     DropCounters& drops) {
    if (!ice_.selected()) {
        drops.count(Drop::DtlsBeforeIce);
        return Change::None;
    }
    if (flight_sent_) {
        handshake_round_trip_ = now - *flight_sent_;
        flight_sent_.reset();
    }
    dtls_.handle(datagram);
    if (dtls_.state() == DtlsState::Connected) ice_.heard(now);
    return flush_dtls(now, out);
}

Transport::Change Transport::on_timer(MonoTime now, Outbox& out) {
    if (!dtls_deadline_ || *dtls_deadline_ > now) return Change::None;
    flight_sent_.reset();  // an answer to a repeated flight measures nothing
    dtls_.handle_timeout();
    const Change change = flush_dtls(now, out);
    flight_sent_.reset();
    return change;
}

void Transport::close(Outbox& out) {
    if (!ice_.selected()) return;
    dtls_.close();
    for (Bytes datagram = dtls_.next_datagram(); !datagram.empty();
         datagram = dtls_.next_datagram()) {
        out.send(remote(), datagram);
    }
}

Transport::Change Transport::flush_dtls(MonoTime now, Outbox& out) {
    for (Bytes datagram = dtls_.next_datagram(); !datagram.empty();
         datagram = dtls_.next_datagram()) {
        if (out.send(remote(), datagram)) flight_sent_ = now;
    }
    const auto timeout = dtls_.timeout();
    dtls_deadline_ = timeout ? std::optional(now + *timeout) : std::nullopt;

    const DtlsState state = dtls_.state();
    if (state == last_state_) return Change::None;
    last_state_ = state;
    if (state != DtlsState::Connected) return Change::Ended;
    const SrtpKeys& keys = dtls_.keys();
    receiver_.emplace(keys.profile, keys.remote);
    sender_.emplace(keys.profile, keys.local);
    return Change::Ready;
}

std::optional<SrtpProfile> Transport::profile() const {
    if (!ready()) return std::nullopt;
    return dtls_.keys().profile;
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
