#include "tests/bench/swarm.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>

#include "tests/bench/newcomers.h"

namespace lsl::bench {

using namespace media;
using test::ClientOptions;
using test::RtcClient;

namespace {

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

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace

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

Swarm::Swarm(Forwarder& forwarder, Traffic traffic)
    : forwarder_(forwarder),
      traffic_(traffic),
      dtls_(std::move(DtlsContext::make().value())),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      send_times_(std::make_unique<SendTimes>()),
      sound_times_(std::make_unique<SendTimes>()) {}

Swarm::~Swarm() {
    newcomers_.clear();
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
    listen_to(*peer);
    if (index == 0) {
        publisher_ = std::move(peer);
    } else {
        viewers_.push_back(std::move(peer));
    }
    return {};
}

void Swarm::listen_to(Peer& peer) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &peer;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, peer.descriptor, &event);
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
    const std::size_t streams = traffic_.kbps == 0 ? 1 : 2;
    return static_cast<std::size_t>(
        std::count_if(viewers_.begin(), viewers_.end(), [streams](const auto& viewer) {
            return viewer->client.connected() && viewer->streams.size() >= streams;
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
template <class Done>
Measured Swarm::measure_until(Done done, double limit_seconds) {
    settle();
    for (auto& viewer : viewers_) viewer->streams.clear();
    delays_us_.clear();
    sound_delays_us_.clear();
    behind_ms_.clear();
    std::int64_t undecryptable = 0, broken = 0;
    for (const auto& viewer : viewers_) {
        undecryptable -= viewer->client.undecryptable();
        broken -= viewer->client.video().broken;
    }
    const std::int64_t sent_before = sent_;
    measuring_ = true;
    const MonoTime begin = clock_.mono();
    run_until(done, limit_seconds);
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
    result.sound_delays_us = std::move(sound_delays_us_);
    result.publisher_late_ms_p95 = quantile(std::move(behind_ms_), 0.95);
    return result;
}

Measured Swarm::measure() {
    return measure_until([] { return false; }, traffic_.seconds);
}

Result<Joined> Swarm::measure_joins(Newcomers& newcomers) {
    Joined result;
    const std::int64_t requests_before = publisher_->client.key_frame_requests();
    joins_ms_.clear();
    std::size_t answered = 0;
    bool begun = false;
    const auto all_joined = [&] {
        if (!std::exchange(begun, true)) newcomers.begin();
        for (auto& newcomer : newcomers.take()) {
            ++answered;
            admit(std::move(newcomer));
        }
        return newcomers.failed() ||
               (answered == newcomers.count() && joins_ms_.size() == answered);
    };
    result.watched = measure_until(all_joined, 3 * traffic_.seconds);
    if (newcomers.failed()) return newcomers.error();
    result.joins_ms = std::move(joins_ms_);
    result.missing = newcomers.count() - result.joins_ms.size();
    result.key_frame_requests = publisher_->client.key_frame_requests() - requests_before;
    return result;
}

void Swarm::admit(std::unique_ptr<Peer> newcomer) {
    listen_to(*newcomer);
    newcomer->client.tick(clock_.mono());  // the first check leaves at once, as a browser's does
    newcomer->flush();
    newcomers_.push_back(std::move(newcomer));
}

/// The first packet of a picture is a key frame's, whose others follow within milliseconds.
void Swarm::note_joined(Peer& peer) {
    if (peer.asked == MonoTime{} || !peer.client.connected() || peer.streams.size() < 2) return;
    joins_ms_.push_back(static_cast<double>((clock_.mono() - peer.asked).count()) / 1e3);
    peer.asked = {};
}

void Swarm::begin_frame(MonoTime now) {
    if (measuring_) {
        behind_ms_.push_back(static_cast<double>((now - next_frame_).count()) / 1e3);
    }
    // Not a burst of frames after a pause.
    const auto rate = static_cast<std::int64_t>(traffic_.frames_per_second);
    const std::chrono::microseconds frame_time(1'000'000 / rate);
    next_frame_ = std::max(next_frame_ + frame_time, now - frame_time);
    const auto frames_between =
        static_cast<std::int64_t>(traffic_.key_frame_every_s * static_cast<double>(rate));
    const bool key = publisher_->client.frames_sent() % frames_between == 0;
    const std::size_t bytes = traffic_.kbps * 1000 / 8 / traffic_.frames_per_second;
    frame_ = static_cast<std::uint32_t>(publisher_->client.frames_sent());
    publisher_->client.send_frame(key ? bytes * key_frame_factor : bytes, key, now);
    burst_ = publisher_->client.take();
    burst_next_ = 0;
    next_burst_ = now;
}

void Swarm::shoot(MonoTime now) {
    if (!publisher_->client.connected() || !filming_) return;
    if (next_frame_ == MonoTime{}) next_frame_ = next_audio_ = now;
    const bool has_picture = traffic_.kbps > 0;
    if (has_picture && burst_next_ == burst_.size() && now >= next_frame_) begin_frame(now);
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
        sound_times_->note(sounds_++, 0, real_time_ns());
        ++sent_;
        publisher_->flush();
    }
}

void Swarm::tick(MonoTime now) {
    if (now < next_tick_) return;
    next_tick_ = now + std::chrono::microseconds(tick_us);
    publisher_->client.tick(now);
    publisher_->flush();
    const std::size_t all = viewers_.size() + newcomers_.size();
    if (all == 0) return;
    const std::size_t turn = all * tick_us / tick_round_us + 1;
    for (std::size_t i = 0; i < turn; ++i) {
        const std::size_t next = next_ticking_++ % all;
        Peer& viewer =
            next < viewers_.size() ? *viewers_[next] : *newcomers_[next - viewers_.size()];
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
    const std::int64_t pictures = peer.client.video().packets;
    const std::int64_t sounds = peer.client.audio().packets;
    peer.client.handle(datagram, clock_.mono());
    note_joined(peer);
    if (!measuring_ || !peer.client.options().decrypts) return;
    if (peer.client.video().packets != pictures) note_delay(peer, false, arrived_ns);
    if (peer.client.audio().packets != sounds) note_delay(peer, true, arrived_ns);
}

void Swarm::note_delay(const Peer& peer, bool is_sound, std::int64_t arrived_ns) {
    const auto& newest = is_sound ? peer.client.newest_audio() : peer.client.newest_video();
    if (!newest) return;
    const std::int64_t left =
        (is_sound ? *sound_times_ : *send_times_).of(newest->frame, newest->packet);
    if (left <= 0 || arrived_ns < left) return;
    (is_sound ? sound_delays_us_ : delays_us_)
        .push_back(static_cast<double>(arrived_ns - left) / 1e3);
}

}  // namespace lsl::bench
