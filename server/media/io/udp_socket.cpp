#include "server/media/io/udp_socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lsl::media {
namespace {

constexpr int kSocketBuffer = 4 * 1024 * 1024;
constexpr std::size_t kSendBatch = 64;       // messages per sendmmsg
constexpr std::size_t kMaxSegments = 32;     // per message; the kernel allows 64
constexpr std::size_t kMaxMessage = 60'000;  // bytes of one UDP_SEGMENT buffer
constexpr int kWritableWaitMs = 5;

#ifndef UDP_SEGMENT
constexpr int UDP_SEGMENT = 103;
#endif

Address from_sockaddr(const sockaddr_storage& storage) {
    Address address;
    if (storage.ss_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, &storage, sizeof v4);
        std::array<std::uint8_t, 4> octets;
        std::memcpy(octets.data(), &v4.sin_addr, octets.size());
        return Address::v4(octets, ntohs(v4.sin_port));
    }
    sockaddr_in6 v6;
    std::memcpy(&v6, &storage, sizeof v6);
    std::memcpy(address.ip.data(), &v6.sin6_addr, address.ip.size());
    address.port = ntohs(v6.sin6_port);
    return address;
}

socklen_t to_sockaddr(const Address& address, bool v6_socket, sockaddr_in6& storage) {
    std::memset(&storage, 0, sizeof storage);
    if (v6_socket) {
        storage.sin6_family = AF_INET6;
        storage.sin6_port = htons(address.port);
        std::memcpy(&storage.sin6_addr, address.ip.data(), address.ip.size());
        return sizeof(sockaddr_in6);
    }
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(address.port);
    std::memcpy(&v4.sin_addr, address.ip.data() + 12, 4);
    std::memcpy(&storage, &v4, sizeof v4);
    return sizeof(sockaddr_in);
}

void ask_for_buffer(int descriptor, int option, int forced_option) {
    const int size = kSocketBuffer;
    // The forced variant goes beyond the system's limit where we are allowed to.
    if (setsockopt(descriptor, SOL_SOCKET, forced_option, &size, sizeof size) != 0) {
        setsockopt(descriptor, SOL_SOCKET, option, &size, sizeof size);
    }
}

}  // namespace

struct UdpSocket::Buffers {
    std::array<std::array<std::byte, kReceiveSize>, kReceiveBatch> datagrams;
    std::array<sockaddr_storage, kReceiveBatch> senders;
    std::array<iovec, kReceiveBatch> receive_vectors;
    std::array<mmsghdr, kReceiveBatch> receive_headers;

    struct Control {
        alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(std::uint16_t))> bytes;
    };
    std::array<sockaddr_in6, kSendBatch> receivers;
    std::array<iovec, kSendBatch> send_vectors;
    std::array<Control, kSendBatch> controls;
    std::array<mmsghdr, kSendBatch> send_headers;
    std::array<std::size_t, kSendBatch> datagrams_in;  ///< how many each message carries
};

UdpSocket::UdpSocket(int descriptor)
    : descriptor_(descriptor), buffers_(std::make_unique<Buffers>()) {}

UdpSocket::~UdpSocket() { ::close(descriptor_); }

Result<std::unique_ptr<UdpSocket>> UdpSocket::open(const std::string& ip, std::uint16_t port) {
    const auto address = Address::parse(ip, port);
    if (!address) {
        return make_error(ErrorCode::InvalidInput, "invalid_address",
                          "The media address is not an IP address: " + ip);
    }
    const bool v6 = !address->is_v4();
    const int descriptor =
        socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return internal_error(std::string("media socket: ") + std::strerror(errno));
    }
    std::unique_ptr<UdpSocket> opened(new UdpSocket(descriptor));
    opened->v6_ = v6;
    if (v6) {
        const int only = 0;
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    }
    ask_for_buffer(descriptor, SO_RCVBUF, SO_RCVBUFFORCE);
    ask_for_buffer(descriptor, SO_SNDBUF, SO_SNDBUFFORCE);

    sockaddr_in6 storage;
    const socklen_t size = to_sockaddr(*address, v6, storage);
    if (bind(descriptor, reinterpret_cast<const sockaddr*>(&storage), size) != 0) {
        Error error = make_error(
            ErrorCode::Unavailable, "media_port_taken",
            "The media port " + ip + " UDP " + std::to_string(port) + " cannot be opened.");
        return std::move(error).with_detail(std::strerror(errno));
    }
    sockaddr_storage bound{};
    socklen_t bound_size = sizeof bound;
    getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &bound_size);
    opened->local_ = from_sockaddr(bound);
    opened->received_.reserve(kReceiveBatch);
    return opened;
}

std::span<const UdpSocket::Received> UdpSocket::receive() {
    Buffers& buffers = *buffers_;
    for (std::size_t i = 0; i < kReceiveBatch; ++i) {
        buffers.receive_vectors[i] = {buffers.datagrams[i].data(), kReceiveSize};
        msghdr& header = buffers.receive_headers[i].msg_hdr;
        header = {};
        header.msg_name = &buffers.senders[i];
        header.msg_namelen = sizeof(sockaddr_storage);
        header.msg_iov = &buffers.receive_vectors[i];
        header.msg_iovlen = 1;
    }
    received_.clear();
    const int count =
        recvmmsg(descriptor_, buffers.receive_headers.data(), kReceiveBatch, MSG_DONTWAIT, nullptr);
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        received_.push_back(
            {from_sockaddr(buffers.senders[at]),
             MutableBytes(buffers.datagrams[at]).first(buffers.receive_headers[at].msg_len)});
    }
    return received_;
}

bool UdpSocket::wait_writable() const {
    pollfd waiting{descriptor_, POLLOUT, 0};
    return ::poll(&waiting, 1, kWritableWaitMs) > 0;
}

std::size_t UdpSocket::send(const Outbox& outbox) {
    std::size_t next = 0;
    std::size_t failed = 0;
    while (next < outbox.datagrams().size()) {
        const Sent sent = send_messages(gather(outbox, next));
        next += sent.datagrams;
        failed += sent.failed;
    }
    return failed;
}

/// The datagrams from the first on that leave as one message: to the same peer, adjoining, of equal
/// size; a shorter one may end the run.
UdpSocket::Run UdpSocket::find_run(std::span<const Outbox::Datagram> datagrams) const {
    const Outbox::Datagram& first = datagrams.front();
    Run run{1, first.size};
    while (segments_ && run.datagrams < datagrams.size() && run.datagrams < kMaxSegments) {
        const Outbox::Datagram& following = datagrams[run.datagrams];
        if (!(following.to == first.to) || following.size > first.size ||
            run.bytes + following.size > kMaxMessage) {
            break;
        }
        run.bytes += following.size;
        ++run.datagrams;
        if (following.size < first.size) break;
    }
    return run;
}

/// Makes the messages of one system call out of the datagrams from `next` on; returns their number.
std::size_t UdpSocket::gather(const Outbox& outbox, std::size_t next) {
    Buffers& buffers = *buffers_;
    const auto datagrams = outbox.datagrams();
    std::size_t messages = 0;
    for (; next < datagrams.size() && messages < kSendBatch; ++messages) {
        const Outbox::Datagram& first = datagrams[next];
        const Run run = find_run(datagrams.subspan(next));
        const Bytes whole = outbox.bytes(first);
        buffers.send_vectors[messages] = {const_cast<std::byte*>(whole.data()), run.bytes};
        msghdr& header = buffers.send_headers[messages].msg_hdr;
        header = {};
        header.msg_name = &buffers.receivers[messages];
        header.msg_namelen = to_sockaddr(first.to, v6_, buffers.receivers[messages]);
        header.msg_iov = &buffers.send_vectors[messages];
        header.msg_iovlen = 1;
        if (run.datagrams > 1) {
            header.msg_control = buffers.controls[messages].bytes.data();
            header.msg_controllen = buffers.controls[messages].bytes.size();
            cmsghdr* control = CMSG_FIRSTHDR(&header);
            control->cmsg_level = SOL_UDP;
            control->cmsg_type = UDP_SEGMENT;
            control->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
            const auto segment = static_cast<std::uint16_t>(first.size);
            std::memcpy(CMSG_DATA(control), &segment, sizeof segment);
        }
        buffers.datagrams_in[messages] = run.datagrams;
        next += run.datagrams;
    }
    return messages;
}

/// Sends what `gather` made. Ends early where the kernel knows no UDP_SEGMENT: what is left is to
/// be gathered again, one by one.
UdpSocket::Sent UdpSocket::send_messages(std::size_t messages) {
    Buffers& buffers = *buffers_;
    Sent result;
    bool waited = false;
    std::size_t done = 0;
    while (done < messages) {
        const int sent = sendmmsg(descriptor_, &buffers.send_headers[done],
                                  static_cast<unsigned>(messages - done), MSG_DONTWAIT);
        ++stats_.system_calls;
        if (sent > 0) {
            for (int i = 0; i < sent; ++i) {
                stats_.run.add(buffers.datagrams_in[done]);
                result.datagrams += buffers.datagrams_in[done++];
            }
            waited = false;
            continue;
        }
        if (errno == EINTR) continue;
        if ((errno == EAGAIN || errno == ENOBUFS) && !waited) {
            waited = true;
            ++stats_.full;
            if (wait_writable()) continue;
        }
        const bool was_run = buffers.datagrams_in[done] > 1;
        if (was_run &&
            (errno == EINVAL || errno == EIO || errno == ENOPROTOOPT || errno == EMSGSIZE)) {
            segments_ = false;
            break;
        }
        // Unreachable peers and full buffers: this message is lost, the others are not.
        result.failed += buffers.datagrams_in[done];
        result.datagrams += buffers.datagrams_in[done++];
    }
    return result;
}

std::vector<Address> UdpSocket::interface_addresses(std::uint16_t port) {
    constexpr std::size_t kMost = 4;
    std::vector<Address> found;
    std::vector<Address> loopback;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return found;
    for (const int family : {AF_INET, AF_INET6}) {
        for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
            if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != family) continue;
            if ((entry->ifa_flags & IFF_UP) == 0) continue;
            sockaddr_storage storage{};
            std::memcpy(&storage, entry->ifa_addr,
                        family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
            Address address = from_sockaddr(storage);
            address.port = port;
            const bool link_local = !address.is_v4() && address.ip[0] == 0xfe;
            if (link_local) continue;
            (address.is_loopback() ? loopback : found).push_back(address);
        }
    }
    freeifaddrs(list);
    if (found.empty()) found = loopback;
    if (found.size() > kMost) found.resize(kMost);
    return found;
}

}  // namespace lsl::media
