// bench_forward [viewers] [seconds] [kbit/s]: one publisher, many viewers, real sockets on
// loopback. Prints one JSON line: what a delivered packet costs the media thread, how late it is,
// what is lost, beside what the machine needs for sending and encrypting alone, measured in the
// same run.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/media/media_thread.h"
#include "server/media/outbox.h"
#include "server/media/srtp_cipher.h"
#include "server/media/udp_socket.h"
#include "tests/media/rtc_client.h"

namespace {

using namespace lsl;
using namespace lsl::media;
using namespace lsl::test;

constexpr std::size_t kDecryptEvery = 16;
constexpr int kPacketsPerBurst = 4;  // Chromium's pacer lets a few packets go every 5 ms
constexpr std::int64_t kBurstUs = 5'000;

std::int64_t nanoseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

class SystemClock final : public Clock {
  public:
    UtcTime utc() const override {
        return UtcTime(std::chrono::milliseconds(nanoseconds(CLOCK_REALTIME) / 1'000'000));
    }
    MonoTime mono() const override { return {nanoseconds(CLOCK_MONOTONIC) / 1000}; }
};

/// CPU time of the thread with this name, from the scheduler's own count.
double thread_cpu_seconds(const std::string& name) {
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream comm(task.path() / "comm");
        std::string found;
        comm >> found;
        if (found != name) continue;
        std::ifstream schedule(task.path() / "schedstat");
        double on_cpu = 0;
        schedule >> on_cpu;
        return on_cpu / 1e9;
    }
    return 0;
}

sockaddr_in to_sockaddr(const Address& address) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    std::memcpy(&to.sin_addr, address.ip.data() + 12, 4);
    return to;
}

/// A client with a socket of its own.
struct Peer {
    int descriptor = -1;
    std::unique_ptr<RtcClient> client;
    bool samples = false;

    explicit Peer(const DtlsContext& dtls, ClientOptions options)
        : descriptor(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)),
          client(std::make_unique<RtcClient>(dtls, std::move(options))) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(descriptor, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) std::abort();
        const int size = 1 << 20;
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    }
    ~Peer() { close(descriptor); }

    void stamp_arrivals() {
        samples = true;
        const int on = 1;
        setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    }
    void flush() {
        const sockaddr_in to = to_sockaddr(client->server());
        for (const auto& datagram : client->take()) {
            sendto(descriptor, datagram.data(), datagram.size(), 0,
                   reinterpret_cast<const sockaddr*>(&to), sizeof to);
        }
    }
};

/// When each packet of each frame left the publisher, on the real-time clock.
class SendTimes {
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

class Bench {
  public:
    Bench(std::size_t viewers, double seconds, std::size_t kbps)
        : viewers_(viewers), seconds_(seconds), kbps_(kbps) {}

    int run() {
        if (!start()) return 1;
        publish_until([this] { return everybody_receives(); }, 30);
        if (!everybody_receives()) {
            std::fprintf(stderr, "not every viewer was served\n");
            return 1;
        }
        publish_for(0.5);
        delays_us_.clear();
        const auto sent_before = thread_->engine_stats().packets_sent;
        const auto received_before = received_;
        const double cpu_before = thread_cpu_seconds("lsl-media");
        const auto wall_before = clock_.mono();
        publish_for(seconds_);
        const double cpu = thread_cpu_seconds("lsl-media") - cpu_before;
        const double wall = static_cast<double>((clock_.mono() - wall_before).count()) / 1e6;
        drain(0.3);
        const auto stats = thread_->engine_stats();
        const auto sent = stats.packets_sent - sent_before;
        const auto received = received_ - received_before;
        report(cpu, wall, sent, received, stats);
        return 0;
    }

  private:
    bool start() {
        MediaOptions options;
        options.udp_port = 0;
        options.max_sessions = viewers_ + 8;
        auto started = MediaThread::start(options, clock_, {});
        auto dtls = DtlsContext::make();
        if (!started || !dtls) return false;
        thread_ = std::move(started).value();
        dtls_ = std::move(dtls).value();
        epoll_ = epoll_create1(0);

        ClientOptions publishing;
        publishing.publishes = true;
        publisher_ = std::make_unique<Peer>(*dtls_, publishing);
        const auto answer = thread_->publish("bench", publisher_->client->offer());
        if (!answer || !publisher_->client->accept(answer->sdp, clock_.mono())) return false;
        add(*publisher_, 0);
        connect_publisher();
        for (std::size_t i = 0; i < viewers_; ++i) {
            ClientOptions watching;
            watching.decrypts = i % kDecryptEvery == 0;
            watching.nacks = false;
            auto peer = std::make_unique<Peer>(*dtls_, watching);
            if (watching.decrypts) peer->stamp_arrivals();
            const auto watched = thread_->watch("bench", peer->client->offer(), "viewer");
            if (!watched || !peer->client->accept(watched->sdp, clock_.mono())) return false;
            add(*peer, i + 1);
            peers_.push_back(std::move(peer));
        }
        return true;
    }

    void add(const Peer& peer, std::size_t index) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, peer.descriptor, &event);
    }

    void connect_publisher() {
        for (int i = 0; i < 2000 && !publisher_->client->connected(); ++i) {
            publisher_->client->tick(clock_.mono());
            publisher_->flush();
            receive(1);
        }
    }

    bool everybody_receives() const {
        return std::all_of(peers_.begin(), peers_.end(), [](const auto& peer) {
            if (!peer->client->connected()) return false;
            return !peer->samples || peer->client->video().packets > 0;
        });
    }

    void publish_for(double seconds) {
        publish_until([] { return false; }, seconds);
    }

    template <class Done>
    void publish_until(Done done, double limit_seconds) {
        const MonoTime end = clock_.mono() + std::chrono::microseconds(
                                                 static_cast<std::int64_t>(limit_seconds * 1e6));
        next_frame_ = next_audio_ = clock_.mono();
        MonoTime next_tick = clock_.mono();
        while (clock_.mono() < end && !done()) {
            const MonoTime now = clock_.mono();
            shoot(now);
            if (now >= next_tick) {
                next_tick = now + std::chrono::milliseconds(20);
                for (const auto& peer : peers_) {
                    peer->client->tick(now);
                    peer->flush();
                }
                publisher_->client->tick(now);
                publisher_->flush();
            }
            receive(1);
        }
    }

    void shoot(MonoTime now) {
        if (now >= next_frame_) {
            next_frame_ = next_frame_ + std::chrono::microseconds(33'333);
            const bool key = publisher_->client->frames_sent() % 300 == 0;
            const std::size_t bytes = kbps_ * 1000 / 8 / 30;
            frame_ = static_cast<std::uint32_t>(publisher_->client->frames_sent());
            publisher_->client->send_frame(key ? bytes * 4 : bytes, key, now);
            burst_ = publisher_->client->take();
            burst_next_ = 0;
            next_burst_ = now;
        }
        const sockaddr_in to = to_sockaddr(publisher_->client->server());
        if (burst_next_ < burst_.size() && now >= next_burst_) {
            next_burst_ = now + std::chrono::microseconds(kBurstUs);
            for (int i = 0; i < kPacketsPerBurst && burst_next_ < burst_.size(); ++i) {
                send_times_.note(frame_, burst_next_, nanoseconds(CLOCK_REALTIME));
                const auto& datagram = burst_[burst_next_++];
                sendto(publisher_->descriptor, datagram.data(), datagram.size(), 0,
                       reinterpret_cast<const sockaddr*>(&to), sizeof to);
            }
        }
        if (now >= next_audio_) {
            next_audio_ = next_audio_ + std::chrono::milliseconds(20);
            publisher_->client->send_audio(now);
            publisher_->flush();
        }
    }

    void drain(double seconds) {
        const MonoTime end =
            clock_.mono() + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
        while (clock_.mono() < end) receive(1);
    }

    void receive(int timeout_ms) {
        std::array<epoll_event, 256> events;
        const int count =
            epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout_ms);
        for (int i = 0; i < count; ++i) {
            const std::uint64_t index = events[static_cast<std::size_t>(i)].data.u64;
            receive_from(index == 0 ? *publisher_ : *peers_[index - 1]);
        }
    }

    void receive_from(Peer& peer) {
        constexpr std::size_t kBatch = 32;
        struct Control {
            alignas(cmsghdr) std::array<std::byte, 64> bytes;
        };
        static std::array<std::array<std::byte, 2048>, kBatch> buffers;
        static std::array<Control, kBatch> controls;
        std::array<iovec, kBatch> vectors;
        std::array<mmsghdr, kBatch> headers{};
        for (std::size_t i = 0; i < kBatch; ++i) {
            vectors[i] = {buffers[i].data(), buffers[i].size()};
            headers[i].msg_hdr.msg_iov = &vectors[i];
            headers[i].msg_hdr.msg_iovlen = 1;
            if (!peer.samples) continue;
            headers[i].msg_hdr.msg_control = controls[i].bytes.data();
            headers[i].msg_hdr.msg_controllen = controls[i].bytes.size();
        }
        const int count = recvmmsg(peer.descriptor, headers.data(), kBatch, MSG_DONTWAIT, nullptr);
        if (count > 0 && &peer != publisher_.get()) received_ += count;
        const MonoTime now = clock_.mono();
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const auto before = peer.client->video().packets;
            peer.client->handle(MutableBytes(buffers[at]).first(headers[at].msg_len), now);
            if (peer.samples && peer.client->video().packets > before) {
                note_delay(*peer.client, headers[at].msg_hdr);
            }
        }
        if (!peer.client->connected()) peer.flush();
    }

    void note_delay(const RtcClient& client, msghdr& header) {
        const auto& newest = client.newest_video();
        if (!newest) return;
        for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
             control = CMSG_NXTHDR(&header, control)) {
            if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS)
                continue;
            timespec arrived;
            std::memcpy(&arrived, CMSG_DATA(control), sizeof arrived);
            const std::int64_t at = arrived.tv_sec * 1'000'000'000 + arrived.tv_nsec;
            const std::int64_t left = send_times_.of(newest->frame, newest->packet);
            if (left > 0 && at >= left) delays_us_.push_back(static_cast<double>(at - left) / 1e3);
        }
    }

    double percentile(double share) {
        if (delays_us_.empty()) return 0;
        const auto at =
            static_cast<std::size_t>(share * static_cast<double>(delays_us_.size() - 1));
        std::nth_element(delays_us_.begin(), delays_us_.begin() + static_cast<std::ptrdiff_t>(at),
                         delays_us_.end());
        return delays_us_[at];
    }

    /// CPU of this thread per datagram when nothing but sending happens: to all viewers in
    /// turn, `run` equal datagrams each.
    double raw_send_us(std::size_t run) {
        auto socket = UdpSocket::open("127.0.0.1", 0);
        if (!socket) return 0;
        std::vector<Address> targets;
        for (const auto& peer : peers_) {
            sockaddr_in bound{};
            socklen_t size = sizeof bound;
            getsockname(peer->descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
            std::array<std::uint8_t, 4> octets{127, 0, 0, 1};
            targets.push_back(Address::v4(octets, ntohs(bound.sin_port)));
        }
        const std::vector<std::byte> datagram(1180, std::byte{0xff});
        Outbox outbox;
        std::size_t sent = 0;
        std::size_t target = 0;
        const std::int64_t begin = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
        while (sent < 60'000) {
            outbox.clear();
            while (outbox.has_room_for_media()) {
                // One byte less in turn keeps runs from growing beyond what is asked for.
                for (std::size_t i = 0; i < run && outbox.has_room_for_media(); ++i) {
                    outbox.send(targets[target], datagram);
                }
                target = (target + 1) % targets.size();
            }
            sent += outbox.datagrams().size();
            (*socket)->send(outbox);
        }
        return static_cast<double>(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - begin) / 1e3 /
               static_cast<double>(sent);
    }

    double raw_encrypt_us() {
        std::vector<SrtpCipher> ciphers;
        for (std::size_t i = 0; i < viewers_; ++i) {
            SrtpMaster master;
            master.key[0] = static_cast<std::byte>(i & 0xff);
            ciphers.emplace_back(SrtpProfile::AeadAes128Gcm, master, SrtpCipher::Direction::Seal);
        }
        const std::vector<std::byte> payload(1140, std::byte{1});
        std::array<std::byte, 1600> out{};
        constexpr std::size_t kRounds = 100'000;
        const std::int64_t begin = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
        for (std::size_t i = 0; i < kRounds; ++i) {
            ciphers[i % ciphers.size()].seal_rtp(out.data(), 24, 1, i, {}, payload);
        }
        return static_cast<double>(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - begin) / 1e3 / kRounds;
    }

    void report(double cpu, double wall, std::int64_t sent, std::int64_t received,
                const EngineStats& stats) {
        std::string drops;
        for (const auto& [name, count] : stats.drops) {
            if (count == 0) continue;
            drops += (drops.empty() ? "\"" : ",\"") + name + "\":" + std::to_string(count);
        }
        const double raw_single = raw_send_us(1);
        const double raw_runs = raw_send_us(static_cast<std::size_t>(kPacketsPerBurst));
        const double raw_encrypt = raw_encrypt_us();
        std::printf(
            "{\"bench\":\"forward\",\"viewers\":%zu,\"kbps\":%zu,\"seconds\":%.2f,"
            "\"packets_per_second\":%.0f,\"cpu_share\":%.3f,\"cpu_us_per_packet\":%.3f,"
            "\"delay_p50_us\":%.0f,\"delay_p95_us\":%.0f,\"delay_p99_us\":%.0f,"
            "\"delay_max_us\":%.0f,\"loss_percent\":%.4f,\"raw_send_us\":%.3f,"
            "\"raw_send_run_of_%d_us\":%.3f,\"raw_encrypt_us\":%.3f,\"drops\":{%s}}\n",
            viewers_, kbps_, wall, static_cast<double>(sent) / wall, cpu / wall,
            cpu * 1e6 / static_cast<double>(std::max<std::int64_t>(sent, 1)), percentile(0.5),
            percentile(0.95), percentile(0.99), percentile(1.0),
            100.0 * (1.0 - static_cast<double>(received) /
                               static_cast<double>(std::max<std::int64_t>(sent, 1))),
            raw_single, kPacketsPerBurst, raw_runs, raw_encrypt, drops.c_str());
    }

    std::size_t viewers_;
    double seconds_;
    std::size_t kbps_;
    SystemClock clock_;
    std::unique_ptr<MediaThread> thread_;
    std::unique_ptr<DtlsContext> dtls_;
    std::unique_ptr<Peer> publisher_;
    std::vector<std::unique_ptr<Peer>> peers_;
    int epoll_ = -1;

    MonoTime next_frame_{};
    MonoTime next_audio_{};
    MonoTime next_burst_{};
    std::uint32_t frame_ = 0;
    std::vector<std::vector<std::byte>> burst_;
    std::size_t burst_next_ = 0;
    SendTimes send_times_;
    std::vector<double> delays_us_;
    std::int64_t received_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
    const auto argument = [&](int at, double otherwise) {
        return count > at ? std::atof(arguments[at]) : otherwise;
    };
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    Bench bench(static_cast<std::size_t>(argument(1, 500)), argument(2, 3),
                static_cast<std::size_t>(argument(3, 2500)));
    return bench.run();
}
