#include "tests/bench/swarm.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace lsl::bench {

using namespace media;
using test::ClientOptions;
using test::RtcClient;

namespace {

constexpr std::size_t decrypts_every = 16;
constexpr std::int64_t frame_us = 33'333;
constexpr std::int64_t audio_us = 20'000;
/// Chromium's pacer lets a few packets go every 5 ms.
constexpr int packets_per_burst = 4;
constexpr std::int64_t burst_us = 5'000;
constexpr std::size_t key_frame_factor = 4;
/// All viewers have their turn within this: consent checks, reports, timeouts.
constexpr std::int64_t tick_round_us = 40'000;
constexpr std::int64_t tick_us = 1'000;
constexpr std::size_t largest_read = 65'536;

std::int64_t real_time_ns() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

std::chrono::microseconds seconds_of(double seconds) {
    return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

sockaddr_in to_sockaddr(const Address& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    std::memcpy(&to.sin_addr, address.ip.data() + 12, 4);
    return to;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
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

/// When each packet of each frame left the publisher.
class Swarm::SendTimes {
  public:
    void note(std::uint32_t frame, std::size_t packet, std::int64_t at_ns) {
        slot(frame)[packet % kPackets] = at_ns;
    }
    std::int64_t of(std::uint32_t frame, std::size_t packet) {
        return slot(frame)[packet % kPackets];
    }

  private:
    static constexpr std::size_t kPackets = 256;
    std::array<std::int64_t, kPackets>& slot(std::uint32_t frame) {
        return times_[frame % times_.size()];
    }
    std::vector<std::array<std::int64_t, kPackets>> times_ =
        std::vector<std::array<std::int64_t, kPackets>>(512);
};

struct Swarm::Peer {
    Peer(const DtlsContext& dtls, ClientOptions options)
        : descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
          client(dtls, std::move(options)) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        if (::bind(descriptor, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) std::abort();
        const int size = 4 << 20;
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        // What a peer's own kernel does to receive is not the server's cost. Without this, runs
        // that leave as one would be cut up by the sender's call, which on loopback delivers as
        // well.
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
        ::setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    }
    ~Peer() { ::close(descriptor); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    std::uint16_t port() const {
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
        return ntohs(bound.sin_port);
    }
    void send(const std::vector<std::byte>& datagram) const {
        const sockaddr_in to = to_sockaddr(client.server());
        ::sendto(descriptor, datagram.data(), datagram.size(), 0,
                 reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    void flush() {
        for (const auto& datagram : client.take()) send(datagram);
    }
    SequenceCount& stream(std::uint32_t ssrc) {
        for (auto& [known, count] : streams) {
            if (known == ssrc) return count;
        }
        return streams.emplace_back(ssrc, SequenceCount()).second;
    }

    int descriptor;
    RtcClient client;
    std::vector<std::pair<std::uint32_t, SequenceCount>> streams;
};

Swarm::Swarm(Forwarder& forwarder, Traffic traffic)
    : forwarder_(forwarder),
      traffic_(traffic),
      dtls_(std::move(DtlsContext::make().value())),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      send_times_(std::make_unique<SendTimes>()) {}

Swarm::~Swarm() {
    viewers_.clear();
    publisher_.reset();
    ::close(epoll_);
}

Result<void> Swarm::join(std::size_t index) {
    ClientOptions options;
    options.publishes = index == 0;
    options.decrypts = index == 0 || index % decrypts_every == 1;
    options.nacks = false;  // what is lost is to be seen
    auto peer = std::make_unique<Peer>(*dtls_, options);
    LSL_TRY(index == 0 ? forwarder_.publish(peer->client, peer->port(), clock_.mono())
                       : forwarder_.watch(peer->client, peer->port(), clock_.mono()));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = peer.get();
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, peer->descriptor, &event);
    if (index == 0) {
        publisher_ = std::move(peer);
    } else {
        viewers_.push_back(std::move(peer));
    }
    return {};
}

Result<void> Swarm::connect() {
    LSL_TRY(join(0));
    run_until([this] { return publisher_->client.connected(); }, 10);
    if (!publisher_->client.connected()) return internal_error("the publisher isn't connected");
    for (std::size_t i = 1; i <= traffic_.viewers; ++i) {
        LSL_TRY(join(i));
        run_until([] { return false; }, 0.001);
    }
    run_until([this] { return receiving() == viewers_.size(); }, 60);
    if (receiving() < viewers_.size()) {
        return internal_error(std::to_string(receiving()) + " of " +
                              std::to_string(viewers_.size()) + " viewers receive");
    }
    return {};
}

std::size_t Swarm::receiving() const {
    return static_cast<std::size_t>(
        std::count_if(viewers_.begin(), viewers_.end(), [](const auto& viewer) {
            return viewer->client.connected() && viewer->streams.size() >= 2;
        }));
}

void Swarm::warm_up(double seconds) {
    run_until([] { return false; }, seconds);
}

/// Nothing is sent, until nothing has come for half a second.
void Swarm::settle() {
    filming_ = false;
    for (int i = 0; i < 20; ++i) {
        const std::int64_t before = delivered();
        run_until([] { return false; }, 0.5);
        if (delivered() == before) break;
    }
    filming_ = true;
}

std::int64_t Swarm::delivered() const {
    std::int64_t all = 0;
    for (const auto& viewer : viewers_) {
        for (const auto& [ssrc, count] : viewer->streams) all += count.received();
    }
    return all;
}

/// From silence to silence, so that what was sent is what has to arrive: a server that lets a
/// viewer skip frames leaves no gap in its sequence numbers.
Measured Swarm::measure() {
    settle();
    for (auto& viewer : viewers_) viewer->streams.clear();
    delays_us_.clear();
    behind_ms_.clear();
    std::int64_t undecryptable = 0, broken = 0;
    for (const auto& viewer : viewers_) {
        undecryptable -= viewer->client.undecryptable();
        broken -= viewer->client.video().broken;
    }
    const std::int64_t sent_before = sent_;
    measuring_ = true;
    const MonoTime begin = clock_.mono();
    run_until([] { return false; }, traffic_.seconds);
    Measured result;
    result.seconds = static_cast<double>((clock_.mono() - begin).count()) / 1e6;
    settle();
    measuring_ = false;
    result.delivered = delivered();
    result.expected = (sent_ - sent_before) * static_cast<std::int64_t>(viewers_.size());
    for (const auto& viewer : viewers_) {
        for (const auto& [ssrc, count] : viewer->streams) {
            result.gaps += count.expected() - count.received();
            result.late += count.late();
        }
        undecryptable += viewer->client.undecryptable();
        broken += viewer->client.video().broken;
    }
    result.undecryptable = undecryptable;
    result.broken = broken;
    result.delays_us = std::move(delays_us_);
    result.publisher_late_ms_p95 = quantile(std::move(behind_ms_), 0.95);
    return result;
}

template <class Done>
void Swarm::run_until(Done done, double limit_seconds) {
    const MonoTime end = clock_.mono() + seconds_of(limit_seconds);
    while (clock_.mono() < end && !done()) {
        const MonoTime now = clock_.mono();
        shoot(now);
        tick(now);
        receive();
    }
}

void Swarm::begin_frame(MonoTime now) {
    if (measuring_) {
        behind_ms_.push_back(static_cast<double>((now - next_frame_).count()) / 1e3);
    }
    // Not a burst of frames after a pause.
    next_frame_ = std::max(next_frame_ + std::chrono::microseconds(frame_us),
                           now - std::chrono::microseconds(frame_us));
    const auto frames_between = static_cast<std::int64_t>(traffic_.key_frame_every_s * 30);
    const bool key = publisher_->client.frames_sent() % frames_between == 0;
    const std::size_t bytes = traffic_.kbps * 1000 / 8 / 30;
    frame_ = static_cast<std::uint32_t>(publisher_->client.frames_sent());
    publisher_->client.send_frame(key ? bytes * key_frame_factor : bytes, key, now);
    burst_ = publisher_->client.take();
    burst_next_ = 0;
    next_burst_ = now;
}

void Swarm::shoot(MonoTime now) {
    if (!publisher_->client.connected() || !filming_) return;
    if (next_frame_ == MonoTime{}) next_frame_ = next_audio_ = now;
    if (burst_next_ == burst_.size() && now >= next_frame_) begin_frame(now);
    if (burst_next_ < burst_.size() && now >= next_burst_) {
        next_burst_ = now + std::chrono::microseconds(burst_us);
        for (int i = 0; i < packets_per_burst && burst_next_ < burst_.size(); ++i) {
            send_times_->note(frame_, burst_next_, real_time_ns());
            publisher_->send(burst_[burst_next_++]);
            ++sent_;
        }
    }
    if (now >= next_audio_) {
        next_audio_ = std::max(next_audio_ + std::chrono::microseconds(audio_us),
                               now - std::chrono::microseconds(audio_us));
        publisher_->client.send_audio(now);
        ++sent_;
        publisher_->flush();
    }
}

void Swarm::tick(MonoTime now) {
    if (now < next_tick_) return;
    next_tick_ = now + std::chrono::microseconds(tick_us);
    publisher_->client.tick(now);
    publisher_->flush();
    if (viewers_.empty()) return;
    const std::size_t turn = viewers_.size() * tick_us / tick_round_us + 1;
    for (std::size_t i = 0; i < turn; ++i) {
        Peer& viewer = *viewers_[next_ticking_++ % viewers_.size()];
        viewer.client.tick(now);
        viewer.flush();
    }
}

void Swarm::receive() {
    std::array<epoll_event, 128> events;
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1);
    for (int i = 0; i < count; ++i) {
        receive_from(*static_cast<Peer*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
}

void Swarm::receive_from(Peer& peer) {
    static std::array<std::byte, largest_read> buffer;
    alignas(cmsghdr) std::array<std::byte, 128> control;
    for (int reads = 0; reads < 16; ++reads) {
        iovec part{buffer.data(), buffer.size()};
        msghdr header{};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        const ssize_t size = ::recvmsg(peer.descriptor, &header, MSG_DONTWAIT);
        if (size <= 0) break;
        std::size_t segment = static_cast<std::size_t>(size);
        std::int64_t arrived_ns = 0;
        for (cmsghdr* item = CMSG_FIRSTHDR(&header); item; item = CMSG_NXTHDR(&header, item)) {
            if (item->cmsg_level == IPPROTO_UDP && item->cmsg_type == UDP_GRO) {
                int bytes = 0;
                std::memcpy(&bytes, CMSG_DATA(item), sizeof bytes);
                segment = static_cast<std::size_t>(bytes);
            }
            if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_TIMESTAMPNS) {
                timespec at{};
                std::memcpy(&at, CMSG_DATA(item), sizeof at);
                arrived_ns = at.tv_sec * 1'000'000'000 + at.tv_nsec;
            }
        }
        MutableBytes all = MutableBytes(buffer).first(static_cast<std::size_t>(size));
        while (!all.empty()) {
            const std::size_t take_bytes = std::min(segment, all.size());
            take(peer, all.first(take_bytes), arrived_ns);
            all = all.subspan(take_bytes);
        }
    }
    peer.flush();  // answers to checks and handshakes
}

void Swarm::take(Peer& peer, MutableBytes datagram, std::int64_t arrived_ns) {
    const unsigned second = datagram.size() >= 12 ? load8(datagram.data() + 1) & 0x7f : 0;
    const bool is_rtp = datagram.size() >= 12 && (load8(datagram.data()) >> 6) == 2 &&
                        !(second >= 64 && second < 96);
    if (is_rtp && &peer != publisher_.get()) {
        peer.stream(load32(datagram.data() + 8)).note(load16(datagram.data() + 2));
    }
    const std::int64_t before = peer.client.video().packets;
    peer.client.handle(datagram, clock_.mono());
    if (!measuring_ || !peer.client.options().decrypts || peer.client.video().packets == before)
        return;
    const auto& newest = peer.client.newest_video();
    if (!newest) return;
    const std::int64_t left = send_times_->of(newest->frame, newest->packet);
    if (left > 0 && arrived_ns >= left) {
        delays_us_.push_back(static_cast<double>(arrived_ns - left) / 1e3);
    }
}

}  // namespace lsl::bench
