#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "shared/base/clock.h"
#include "tests/media/rtc_client.h"

namespace lsl::test {

/// An RtcClient on a UDP socket of its own; `work` often.
class SocketPeer {
  public:
    SocketPeer(const media::DtlsContext& dtls, bool publishes)
        : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
          client(dtls, ClientOptions{.publishes = publishes}) {}
    ~SocketPeer() { ::close(socket_); }
    SocketPeer(const SocketPeer&) = delete;
    SocketPeer& operator=(const SocketPeer&) = delete;

    void work(const Clock& clock) {
        client.tick(clock.mono());
        for (const auto& datagram : client.take()) send(datagram);
        pollfd waiting{socket_, POLLIN, 0};
        while (::poll(&waiting, 1, 1) > 0) {
            std::array<std::byte, 2048> buffer{};
            const auto size = ::recv(socket_, buffer.data(), buffer.size(), 0);
            if (size <= 0) return;
            client.handle(media::MutableBytes(buffer).first(static_cast<std::size_t>(size)),
                          clock.mono());
        }
    }

  private:
    void send(const std::vector<std::byte>& datagram) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(client.server().port);
        std::memcpy(&to.sin_addr, client.server().ip.data() + 12, 4);
        ::sendto(socket_, datagram.data(), datagram.size(), 0,
                 reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    int socket_;

  public:
    RtcClient client;
};

}  // namespace lsl::test
