#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "server/media/counters.h"
#include "server/media/outbox.h"
#include "server/media/transport/address.h"
#include "shared/base/result.h"

namespace lsl::media {

/// A non-blocking UDP socket that receives and sends in batches: recvmmsg, sendmmsg, and one
/// buffer for a run of equal-sized datagrams to one peer (UDP_SEGMENT) where the kernel can.
class UdpSocket {
  public:
    static constexpr std::size_t kReceiveBatch = 64;
    static constexpr std::size_t kReceiveSize =
        2048;  ///< longer datagrams are cut and then refused

    /// `port` 0 = any. Bound to "::" it serves both families.
    static Result<std::unique_ptr<UdpSocket>> open(const std::string& ip, std::uint16_t port);
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    struct Received {
        Address from;
        MutableBytes bytes;
    };
    /// What has arrived, at most kReceiveBatch; valid until the next call.
    std::span<const Received> receive();

    /// Sends the whole batch, waiting a moment where the kernel's buffer is full. Returns how many
    /// datagrams were given up.
    std::size_t send(const Outbox& outbox);

    int descriptor() const { return descriptor_; }
    const Address& local() const { return local_; }
    /// Of the thread that sends.
    SocketStats stats() const {
        SocketStats stats = stats_;
        stats.segments = segments_;
        return stats;
    }

    /// This machine's addresses that a peer may reach, IPv4 first, loopback only if there is
    /// nothing else.
    static std::vector<Address> interface_addresses(std::uint16_t port);

  private:
    struct Buffers;
    struct Sent {
        std::size_t datagrams = 0;  ///< that are dealt with
        std::size_t failed = 0;     ///< of those
    };
    struct Run {
        std::size_t datagrams = 1;
        std::size_t bytes = 0;
    };
    Run find_run(std::span<const Outbox::Datagram> datagrams) const;
    std::size_t gather(const Outbox& outbox, std::size_t next);
    Sent send_messages(std::size_t messages);
    explicit UdpSocket(int descriptor);

    bool wait_writable() const;

    int descriptor_;
    bool v6_ = false;
    bool segments_ = true;  ///< until the kernel or the device refuses
    Address local_;
    SocketStats stats_;
    std::unique_ptr<Buffers> buffers_;
    std::vector<Received> received_;
};

}  // namespace lsl::media
