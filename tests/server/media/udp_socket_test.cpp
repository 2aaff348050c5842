// Runs of equal datagrams leave as one buffer where the kernel can, one by one where it cannot, and
// arrive as they were in both cases.
#include "server/media/io/udp_socket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <thread>

#include <sys/socket.h>

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

std::string text_of(std::uint16_t port, std::size_t number, std::size_t size) {
    std::string text = std::to_string(port) + ' ' + std::to_string(number) + ' ';
    text.resize(size, static_cast<char>('a' + number % 26));
    return text;
}

struct Peers {
    Peers() {
        for (auto& peer : peers) peer = std::move(UdpSocket::open("127.0.0.1", 0)).value();
    }
    /// Runs to both, some of them broken by another size, a short one at their end, and more than
    /// one buffer takes.
    void fill(Outbox& outbox) {
        for (const auto& peer : peers) {
            for (std::size_t number = 0; number < kMany; ++number) {
                const std::size_t size = number % 9 == 8 ? 300 : number == 40 ? 1200 : 1000;
                const std::string text = text_of(peer->local().port, number, size);
                ASSERT_TRUE(outbox.send(peer->local(), std::as_bytes(std::span(text))));
            }
        }
    }
    void expect_all() {
        for (const auto& peer : peers) {
            std::vector<std::string> texts;
            const auto end = std::chrono::steady_clock::now() + 5s;
            while (texts.size() < kMany && std::chrono::steady_clock::now() < end) {
                for (const UdpSocket::Received& received : peer->receive()) {
                    texts.emplace_back(reinterpret_cast<const char*>(received.bytes.data()),
                                       received.bytes.size());
                }
                std::this_thread::sleep_for(1ms);
            }
            ASSERT_EQ(texts.size(), kMany);
            for (std::size_t number = 0; number < kMany; ++number) {
                EXPECT_EQ(texts[number], text_of(peer->local().port, number, texts[number].size()));
            }
        }
    }
    static constexpr std::size_t kMany = 100;
    std::array<std::unique_ptr<UdpSocket>, 2> peers;
};

TEST(UdpSocket, EqualDatagramsLeaveAsOneBuffer) {
    Peers peers;
    Outbox outbox;
    peers.fill(outbox);
    const auto socket = std::move(UdpSocket::open("127.0.0.1", 0)).value();
    EXPECT_EQ(socket->send(outbox), 0u);
    peers.expect_all();
    EXPECT_TRUE(socket->stats().segments);
    EXPECT_LT(socket->stats().run.count(), static_cast<std::int64_t>(Peers::kMany / 2));
}

TEST(UdpSocket, AKernelThatRefusesRunsGetsThemOneByOne) {
    Peers peers;
    Outbox outbox;
    peers.fill(outbox);
    const auto socket = std::move(UdpSocket::open("127.0.0.1", 0)).value();
    // The kernel cuts no buffer for a socket that sends without checksums.
    const int on = 1;
    ASSERT_EQ(setsockopt(socket->descriptor(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on), 0);
    EXPECT_EQ(socket->send(outbox), 0u);
    peers.expect_all();
    EXPECT_FALSE(socket->stats().segments);
}

}  // namespace
}  // namespace lsl::media
