#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "tests/media/rtc_client.h"

namespace lsl::bench {

/// RTP sequence numbers of one stream as its receiver saw them, from the headers, which SRTP
/// leaves readable (RFC 3550 A.1, A.3).
class SequenceCount {
  public:
    void note(std::uint16_t sequence);
    std::int64_t received() const { return received_; }
    std::int64_t expected() const { return begun_ ? highest_ - first_ + 1 : 0; }
    /// At or below the highest: overtaken, or twice.
    std::int64_t late() const { return late_; }

  private:
    bool begun_ = false;
    std::int64_t first_ = 0, highest_ = 0;
    std::int64_t received_ = 0, late_ = 0;
};

/// One viewer in so many decrypts what it gets.
inline constexpr std::size_t decrypts_every = 16;

/// A client and its socket.
struct Peer {
    Peer(const media::DtlsContext& dtls, test::ClientOptions options);
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    std::uint16_t port() const;
    void send(const std::vector<std::byte>& datagram) const;
    /// Sends what the client has to say.
    void flush();
    SequenceCount& stream(std::uint32_t ssrc);

    int descriptor;
    test::RtcClient client;
    std::vector<std::pair<std::uint32_t, SequenceCount>> streams;
    /// Of a newcomer: when it asked for its session. Zero once all of it is there.
    MonoTime asked{};
};

}  // namespace lsl::bench
