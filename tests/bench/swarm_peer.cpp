#include "tests/bench/swarm_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace lsl::bench {

using namespace media;
using test::ClientOptions;

namespace {

sockaddr_in to_sockaddr(const Address& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    std::memcpy(&to.sin_addr, address.ip.data() + 12, 4);
    return to;
}

}  // namespace

void SequenceCount::note(std::uint16_t sequence) {
    if (!begun_) {
        begun_ = true;
        first_ = highest_ = sequence;
        received_ = 1;
        return;
    }
    const auto step = static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(highest_));
    if (step > 0) {
        highest_ += step;
        ++received_;
    } else {
        ++late_;
        if (step < 0) ++received_;  // overtaken; one that came twice counts as well, see late()
    }
}

Peer::Peer(const DtlsContext& dtls, ClientOptions options)
    : descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      client(dtls, std::move(options)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) std::abort();
    const int size = 4 << 20;
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    // What a peer's own kernel does to receive is not the server's cost. Without this, runs that
    // leave as one would be cut up by the sender's call, which on loopback delivers as well.
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
    ::setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

Peer::~Peer() { ::close(descriptor); }

std::uint16_t Peer::port() const {
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
    return ntohs(bound.sin_port);
}

void Peer::send(const std::vector<std::byte>& datagram) const {
    const sockaddr_in to = to_sockaddr(client.server());
    ::sendto(descriptor, datagram.data(), datagram.size(), 0,
             reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

void Peer::flush() {
    for (const auto& datagram : client.take()) send(datagram);
}

SequenceCount& Peer::stream(std::uint32_t ssrc) {
    for (auto& [known, count] : streams) {
        if (known == ssrc) return count;
    }
    return streams.emplace_back(ssrc, SequenceCount()).second;
}

}  // namespace lsl::bench
