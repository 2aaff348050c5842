#include "server/media/io/media_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <new>
#include <thread>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/media/rtc_client.h"

namespace lsl::test {
namespace {

using namespace media;

class SystemClock final : public Clock {
  public:
    UtcTime utc() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    MonoTime mono() const override {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
    }
};

/// A client on a real socket of its own, IPv4 or IPv6.
class SocketClient {
  public:
    SocketClient(const DtlsContext& dtls, ClientOptions options, bool v6)
        : v6_(v6),
          descriptor_(socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0)),
          client_(dtls, std::move(options)) {}
    ~SocketClient() { ::close(descriptor_); }

    RtcClient& client() { return client_; }

    void run_once(const Clock& clock) {
        client_.tick(clock.mono());
        for (const auto& datagram : client_.take()) send(datagram);
        pollfd waiting{descriptor_, POLLIN, 0};
        while (poll(&waiting, 1, 2) > 0) {
            std::array<std::byte, 2048> buffer;
            const auto size = recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (size <= 0) return;
            client_.handle(MutableBytes(buffer).first(static_cast<std::size_t>(size)),
                           clock.mono());
        }
    }

  private:
    void send(const std::vector<std::byte>& datagram) {
        const Address& server = client_.server();
        if (v6_) {
            sockaddr_in6 to{};
            to.sin6_family = AF_INET6;
            to.sin6_port = htons(server.port);
            std::memcpy(&to.sin6_addr, server.ip.data(), 16);
            sendto(descriptor_, datagram.data(), datagram.size(), 0,
                   reinterpret_cast<const sockaddr*>(&to), sizeof to);
            return;
        }
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(server.port);
        std::memcpy(&to.sin_addr, server.ip.data() + 12, 4);
        sendto(descriptor_, datagram.data(), datagram.size(), 0,
               reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }

    bool v6_;
    int descriptor_;
    RtcClient client_;
};

/// Both clients until the viewer has seen some frames.
void carry_frames(SocketClient& publisher, SocketClient& viewer, const Clock& clock) {
    const MonoTime end = clock.mono() + std::chrono::seconds(20);
    MonoTime next_frame = clock.mono();
    bool key = true;
    while (clock.mono() < end && viewer.client().video().frames < 20) {
        publisher.run_once(clock);
        viewer.run_once(clock);
        if (publisher.client().connected() && viewer.client().connected() &&
            clock.mono() >= next_frame) {
            publisher.client().send_frame(20'000, key, clock.mono());
            key = false;
            next_frame = clock.mono() + std::chrono::milliseconds(10);
        }
    }
    EXPECT_GE(viewer.client().video().frames, 20);
    EXPECT_EQ(viewer.client().video().broken, 0);
}

void carry_media(const std::string& bind, const std::string& announced, bool v6) {
    SystemClock clock;
    std::atomic<int> connected{0};
    std::atomic<int> receiving{0};
    MediaOptions options;
    options.bind_address = bind;
    options.udp_port = 0;
    if (!announced.empty()) options.public_addresses = {announced};
    auto thread = MediaThread::start(options, clock, [&](const MediaEvent& event) {
        connected += std::holds_alternative<PublisherConnected>(event) ? 1 : 0;
        receiving += std::holds_alternative<ViewerReceiving>(event) ? 1 : 0;
    });
    ASSERT_TRUE(thread) << thread.error().detail;
    auto dtls = std::move(DtlsContext::make()).value();
    SocketClient publisher(*dtls, {.publishes = true}, v6);
    SocketClient viewer(*dtls, {}, v6);
    const auto published = (*thread)->ask(Publish{"class", publisher.client().offer()});
    const auto watched = (*thread)->ask(Watch{"class", viewer.client().offer(), "alice"});
    ASSERT_TRUE(published);
    ASSERT_TRUE(watched);
    ASSERT_TRUE(publisher.client().accept(published->sdp, clock.mono()));
    ASSERT_TRUE(viewer.client().accept(watched->sdp, clock.mono()));
    carry_frames(publisher, viewer, clock);
    EXPECT_EQ(connected, 1);
    EXPECT_EQ(receiving, 1);
    EXPECT_EQ((*thread)->ask(ReadRoom{"class"}).viewers, 1);
    EXPECT_GT((*thread)->engine_stats().packets_sent, 100);
}

TEST(MediaThread, CarriesMediaOverIpv4) { carry_media("127.0.0.1", "", false); }
TEST(MediaThread, CarriesMediaOverIpv6) { carry_media("::1", "", true); }
TEST(MediaThread, ServesIpv4PeersOnADualStackSocket) { carry_media("::", "127.0.0.1", false); }

TEST(MediaThread, AnswersFromManyThreadsAtOnce) {
    SystemClock clock;
    MediaOptions options;
    options.udp_port = 0;
    auto thread = MediaThread::start(options, clock, {});
    ASSERT_TRUE(thread);
    auto dtls = std::move(DtlsContext::make()).value();
    const RtcClient client(*dtls, {});
    std::atomic<int> done{0};
    std::vector<std::thread> askers;
    for (int i = 0; i < 8; ++i) {
        askers.emplace_back([&, i] {
            const std::string viewer = "viewer" + std::to_string(i);
            for (int round = 0; round < 20; ++round) {
                const auto answer = (*thread)->ask(Watch{"class", client.offer(), viewer});
                if (!answer) continue;
                const auto info = (*thread)->ask(FindSession{answer->session});
                if (info && info->viewer == viewer && !info->publishes && info->room == "class" &&
                    (*thread)->ask(CloseSession{answer->session})) {
                    ++done;
                }
            }
        });
    }
    for (std::thread& asker : askers) asker.join();
    EXPECT_EQ(done, 160);
    EXPECT_EQ((*thread)->engine_stats().sessions, 0);
}

/// Has no memory left when the publisher goes.
class ThrowingTap final : public MediaTap {
  public:
    void on_packet(const TapPacket&) override {}
    void on_sender_report(const TapSenderReport&) override {}
    void on_publisher_gone(MonoTime) override { throw std::bad_alloc(); }
};

TEST(MediaThread, WhatACommandThrowsIsForWhoeverAskedAndHarmsNobodyElse) {
    SystemClock clock;
    MediaOptions options;
    options.udp_port = 0;
    auto thread = MediaThread::start(options, clock, {});
    ASSERT_TRUE(thread);
    auto dtls = std::move(DtlsContext::make()).value();
    SocketClient publisher(*dtls, {.publishes = true}, false);
    SocketClient viewer(*dtls, {}, false);
    const auto published = (*thread)->ask(Publish{"class", publisher.client().offer()});
    const auto watched = (*thread)->ask(Watch{"class", viewer.client().offer(), "alice"});
    ASSERT_TRUE(published && watched);
    ASSERT_TRUE(publisher.client().accept(published->sdp, clock.mono()));
    ASSERT_TRUE(viewer.client().accept(watched->sdp, clock.mono()));
    carry_frames(publisher, viewer, clock);
    (*thread)->ask(SetTap{"class", std::make_shared<ThrowingTap>()});
    EXPECT_THROW((*thread)->ask(ClosePublisher{"class"}), std::bad_alloc);
    EXPECT_EQ((*thread)->ask(ReadRoom{"class"}).viewers, 1);
    EXPECT_TRUE((*thread)->ask(FindSession{watched->session}));
    EXPECT_FALSE((*thread)->ask(FindSession{published->session}));
}

TEST(MediaThreads, SpreadRoomsOverPortsAndFindTheirSessions) {
    SystemClock clock;
    std::atomic<int> connected{0};
    MediaOptions options;
    options.udp_port = 0;
    auto threads = start_media_threads(2, options, clock, [&](const MediaEvent& event) {
        connected += std::holds_alternative<PublisherConnected>(event) ? 1 : 0;
    });
    ASSERT_TRUE(threads) << threads.error().detail;
    auto dtls = std::move(DtlsContext::make()).value();
    std::vector<std::uint16_t> ports;
    std::vector<std::string> viewers;
    for (const std::string room : {"ballet", "salsa"}) {
        SocketClient publisher(*dtls, {.publishes = true}, false);
        SocketClient viewer(*dtls, {}, false);
        const auto published = (*threads)->ask(Publish{room, publisher.client().offer()});
        const auto watched = (*threads)->ask(Watch{room, viewer.client().offer(), "alice"});
        ASSERT_TRUE(published && watched);
        ASSERT_TRUE(publisher.client().accept(published->sdp, clock.mono()));
        ASSERT_TRUE(viewer.client().accept(watched->sdp, clock.mono()));
        EXPECT_EQ(publisher.client().server().port, viewer.client().server().port);
        ports.push_back(viewer.client().server().port);
        viewers.push_back(watched->session);
        carry_frames(publisher, viewer, clock);
        EXPECT_EQ((*threads)->ask(ReadRoom{room}).viewers, 1);
        const auto info = (*threads)->ask(FindSession{watched->session});
        ASSERT_TRUE(info);
        EXPECT_EQ(info->room, room);
    }
    EXPECT_NE(ports[0], ports[1]);
    EXPECT_EQ(connected, 2);
    const EngineStats all = (*threads)->engine_stats();
    EXPECT_EQ(all.rooms, 2);
    EXPECT_EQ(all.sessions, 4);
    EXPECT_GE(all.counters.packets_forwarded, all.socket.run.sum() / 2);
    EXPECT_GT(all.packets_sent, 200);
    for (const std::string& session : viewers) EXPECT_TRUE((*threads)->ask(CloseSession{session}));
    EXPECT_EQ((*threads)->ask(CloseSession{viewers[0]}).error().code, ErrorCode::NotFound);
    (*threads)->ask(CloseRoom{"ballet"});
    (*threads)->ask(CloseRoom{"salsa"});
    EXPECT_EQ((*threads)->engine_stats().sessions, 0);
}

TEST(MediaThreads, QuestionsAboutAClosedRoomDoNotTakeAPlaceForIt) {
    SystemClock clock;
    MediaOptions options;
    options.udp_port = 0;
    auto threads = start_media_threads(2, options, clock, {});
    ASSERT_TRUE(threads) << threads.error().detail;
    auto dtls = std::move(DtlsContext::make()).value();
    const auto port_of = [&](const RoomName& room) -> std::uint16_t {
        RtcClient viewer(*dtls, {});
        const auto answer = (*threads)->ask(Watch{room, viewer.offer(), "alice"});
        if (!answer || !viewer.accept(answer->sdp, clock.mono())) return 0;
        return viewer.server().port;
    };
    const std::uint16_t first = (*threads)->udp_port();
    ASSERT_EQ(port_of("ballet"), first);
    (*threads)->ask(CloseRoom{"ballet"});
    (*threads)->ask(CloseRoom{"ballet"});
    EXPECT_EQ((*threads)->ask(ReadRoom{"ballet"}).viewers, 0);
    (*threads)->ask(ClosePublisher{"ballet"});
    (*threads)->ask(SetTap{"ballet", nullptr});
    // Both threads carry nothing now, so that the first one is taken, and then the other.
    EXPECT_EQ(port_of("salsa"), first);
    EXPECT_NE(port_of("tango"), first);
}

TEST(MediaThreads, NeedAPortEach) {
    SystemClock clock;
    EXPECT_EQ(start_media_threads(3, {.udp_port = 65'534}, clock, {}).error().code,
              ErrorCode::InvalidInput);
}

TEST(MediaThread, SaysWhatIsWrongWithItsAddresses) {
    SystemClock clock;
    EXPECT_EQ(MediaThread::start({.bind_address = "not an address"}, clock, {}).error().code,
              ErrorCode::InvalidInput);
    EXPECT_EQ(
        MediaThread::start({.udp_port = 0, .public_addresses = {"media.example.org"}}, clock, {})
            .error()
            .code,
        ErrorCode::InvalidInput);
    auto first = MediaThread::start({.udp_port = 0}, clock, {});
    ASSERT_TRUE(first);
    EXPECT_EQ(MediaThread::start({.udp_port = (*first)->udp_port()}, clock, {}).error().code,
              ErrorCode::Unavailable);
}

}  // namespace
}  // namespace lsl::test
