// Floods: what one peer or a stranger sends too much of costs a bounded amount of memory, gives it
// back, and is not noticed in another class of the same engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/media/heap_use.h"
#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr std::int64_t kKilobyte = 1024;

/// A class that has nothing to do with the flood.
class Neighbours {
  public:
    explicit Neighbours(MediaWorld& world)
        : world_(world), publisher_(world.publish("neighbours")) {
        for (int i = 0; i < 2; ++i) viewers_.push_back(world.watch("neighbours", {}, "neighbour"));
        world.film(publisher_);
        world.run_for(1s);
    }

    /// Every frame since the beginning has come, whole and in order.
    void expect_untouched() {
        world_.run_for(1s);
        const auto sent = publisher_->frames_sent();
        EXPECT_GT(sent, 50);
        for (const RtcClient* viewer : viewers_) {
            EXPECT_GE(viewer->video().frames, sent - 3);
            EXPECT_EQ(viewer->video().skips, 0);
            EXPECT_EQ(viewer->video().broken, 0);
            EXPECT_GT(viewer->audio().packets, 50);
        }
        EXPECT_LE(publisher_->key_frame_requests(), 2);
    }

  private:
    MediaWorld& world_;
    RtcClient* publisher_;
    std::vector<RtcClient*> viewers_;
};

/// How much more memory `story(true)` takes than `story(false)`: both report how far their heap
/// grew, and live through the same time.
template <class Story>
std::int64_t cost_of(Story story) {
    const std::int64_t calm = story(false);
    return story(true) - calm;
}

Address stranger(unsigned number) {
    return Address::v4({203, 0, static_cast<std::uint8_t>(number >> 8 & 0xff),
                        static_cast<std::uint8_t>(number & 0xff)},
                       static_cast<std::uint16_t>(1024 + number % 60'000));
}

std::vector<std::byte> check(const std::string& username, std::string_view password,
                             unsigned number) {
    BindingRequest request;
    store32(request.transaction.data(), number);
    request.username = username;
    request.password = password;
    request.use_candidate = true;
    std::vector<std::byte> buffer(256);
    buffer.resize(write_binding_request(buffer, request));
    return buffer;
}

TEST(Flood, StunWithWrongPasswordsLeavesNothingBehindAndIsNotAnswered) {
    const auto cost = cost_of([](bool flooded) {
        MediaWorld world;
        Neighbours neighbours(world);
        RtcClient* victim = world.watch("class");
        world.run_for(1s);
        const std::string known = victim->answer().media.front().ice_ufrag + ":clnt";
        const auto heap = heap_in_use();
        const auto sent = world.engine().engine_stats().packets_sent;
        for (unsigned i = 0; flooded && i < 20'000; ++i) {
            const std::string username = i % 2 == 0 ? known : std::to_string(i) + ":x";
            world.inject(stranger(i), check(username, "guessed-guessed-guessed-guess", i));
        }
        world.run_for(1ms);
        EXPECT_EQ(world.drops("stun_not_authentic") + world.drops("control_over_budget"),
                  flooded ? 10'000 : 0);
        EXPECT_EQ(world.drops("stun_unknown_user"), flooded ? 10'000 : 0);
        // Nobody whose address was forged hears of us.
        EXPECT_LT(world.engine().engine_stats().packets_sent, sent + 100);
        EXPECT_TRUE(victim->connected());
        neighbours.expect_untouched();
        return heap_in_use() - heap;
    });
    EXPECT_LT(cost, 16 * kKilobyte);
}

TEST(Flood, TenThousandSourcesOfOnePublisherStayInsideItsClass) {
    const auto cost = cost_of([](bool flooded) {
        MediaWorld world;
        Neighbours neighbours(world);
        RtcClient* publisher = world.publish("class");
        world.film(publisher);
        world.run_for(1s);
        const auto heap = heap_in_use();
        const std::array<std::byte, 40> payload{};
        for (unsigned i = 0; i < 10'000; ++i) {
            if (flooded) {
                publisher->send_raw(i % 2 == 0 ? 96 : 97, 0x70000000 + i,
                                    static_cast<std::uint16_t>(i), i * 3000, true, payload,
                                    i % 3 != 0);
            }
            if (i % 20 == 0) world.run_for(1ms);
        }
        neighbours.expect_untouched();
        return heap_in_use() - heap;
    });
    // The flooded publisher's client keeps some thousand packets of its own to send again.
    EXPECT_LT(cost, 512 * kKilobyte);
}

TEST(Flood, HalfOpenHandshakesCostLittleAndAreForgotten) {
    constexpr int kSessions = 300;
    std::int64_t held = 0;
    const auto left = cost_of([&](bool flooded) {
        MediaWorld world;
        Neighbours neighbours(world);
        const auto sessions = world.engine().engine_stats().sessions;
        const auto heap = heap_in_use();
        for (int i = 0; i < kSessions && flooded; ++i) {
            RtcClient* client = world.watch("class");
            if (client == nullptr) return std::int64_t{-1};
            // Long enough for the check, its answer and the ClientHello, not for the next flight.
            world.run_for(35ms);
            EXPECT_FALSE(client->connected());
            world.vanish(client);
        }
        if (flooded) held = heap_in_use() - heap;
        if (!flooded) world.run_for(kSessions * 35ms);
        neighbours.expect_untouched();
        EXPECT_EQ(world.engine().engine_stats().sessions, sessions + (flooded ? kSessions : 0));
        world.run_for(31s);
        EXPECT_EQ(world.engine().engine_stats().sessions, sessions);
        neighbours.expect_untouched();
        return heap_in_use() - heap;
    });
    RecordProperty("bytes_per_session", std::to_string(held / kSessions));
    EXPECT_LT(held, kSessions * 160 * kKilobyte);
    EXPECT_LT(left, 256 * kKilobyte);
}

/// A record in the clear that claims to be of `epoch`, with `body`.
std::vector<std::byte> record(unsigned type, unsigned epoch, std::uint32_t sequence, Bytes body) {
    constexpr std::size_t header = 13;
    std::vector<std::byte> bytes(header + body.size());
    store8(bytes.data(), type);
    store16(bytes.data() + 1, 0xfefd);
    store16(bytes.data() + 3, epoch);
    store32(bytes.data() + 7, sequence);
    store16(bytes.data() + 11, static_cast<unsigned>(body.size()));
    std::copy(body.begin(), body.end(), bytes.begin() + header);
    return bytes;
}

/// The first byte of a handshake message that claims to be `length` long.
std::vector<std::byte> first_fragment(unsigned message, std::uint32_t length) {
    std::vector<std::byte> bytes(13);
    store8(bytes.data(), 11);  // Certificate
    store24(bytes.data() + 1, length);
    store16(bytes.data() + 4, message);
    store24(bytes.data() + 9, 1);
    return bytes;
}

struct HalfOpen {
    std::int64_t open = 0;
    std::int64_t bytes_each = 0;  ///< beyond what they held before
};

/// Twenty half-open sessions, after 200 datagrams made by `make(i)` from the peer of each.
template <class Make>
HalfOpen half_open_after(Make make) {
    constexpr int kClients = 20;
    MediaWorld world;
    std::vector<RtcClient*> clients;
    for (int i = 0; i < kClients; ++i) clients.push_back(world.watch("class"));
    world.run_for(35ms);
    const auto heap = heap_in_use();
    for (RtcClient* client : clients) {
        EXPECT_FALSE(client->connected());
        for (unsigned i = 0; i < 200; ++i) world.inject(world.address_of(client), make(i));
    }
    const HalfOpen after{world.engine().engine_stats().sessions, (heap_in_use() - heap) / kClients};
    for (RtcClient* client : clients) world.vanish(client);
    world.run_for(31s);
    EXPECT_LT(heap_in_use(), heap);
    EXPECT_EQ(world.engine().engine_stats().sessions, 0);
    return after;
}

TEST(Flood, RecordsThatComeTooEarlyAreKeptInSmallNumber) {
    const std::array<std::byte, 60> garbage{};
    for (const unsigned type : {22u, 23u}) {
        const HalfOpen after =
            half_open_after([&](unsigned i) { return record(type, 1, i, garbage); });
        EXPECT_EQ(after.open, 20);
        EXPECT_LT(after.bytes_each, 400 * kKilobyte);
    }
}

TEST(Flood, HandshakeMessagesThatAreOnlyBegunCannotClaimMuch) {
    const auto begun = [](std::uint32_t length) {
        return half_open_after([length](unsigned i) {
            return record(22, 0, 100 + i, first_fragment(2 + i % 9, length));
        });
    };
    const HalfOpen modest = begun(16'000);
    EXPECT_EQ(modest.open, 20);
    EXPECT_LT(modest.bytes_each, 400 * kKilobyte);
    // Larger than any certificate chain: the handshake is over.
    for (const std::uint32_t length : {90'000u, 0xffffffu}) {
        const HalfOpen refused = begun(length);
        EXPECT_EQ(refused.open, 0);
        EXPECT_LT(refused.bytes_each, 0);
    }
}

TEST(Flood, OffersOfOnePublisherHoldTwoPlacesAtMost) {
    MediaWorld world;
    Neighbours neighbours(world);
    const auto sessions = world.engine().engine_stats().sessions;
    RtcClient client(world.dtls(), {.publishes = true});
    ASSERT_TRUE(world.engine().publish("class", client.offer(), world.now()));
    const auto heap = heap_in_use();
    for (int i = 0; i < 2'000; ++i) {
        ASSERT_TRUE(world.engine().publish("class", client.offer(), world.now()));
        if (i % 100 == 0) static_cast<void>(world.engine().poll(world.now()));
    }
    EXPECT_EQ(world.engine().engine_stats().sessions, sessions + 1);
    EXPECT_LT(heap_in_use(), heap + 256 * kKilobyte);
    neighbours.expect_untouched();
}

TEST(Flood, WhoeverHoldsMostPlacesOfAFullServerMakesRoomForOthers) {
    MediaWorld world;  // has 400 places
    Neighbours neighbours(world);
    RtcClient client(world.dtls(), {});
    for (int i = 0; i < 1'000; ++i) {
        ASSERT_TRUE(world.engine().watch("class", client.offer(), "greedy", world.now()));
    }
    EXPECT_EQ(world.engine().engine_stats().sessions, 400);
    RtcClient* other = world.watch("class", {}, "modest");
    ASSERT_NE(other, nullptr);
    world.run_for(500ms);
    EXPECT_TRUE(other->connected());
    EXPECT_EQ(world.engine().engine_stats().sessions, 400);
    neighbours.expect_untouched();
}

TEST(Flood, DescriptionsAtTheLimitAreReadInLittleMemory) {
    // Every line says something of every format, as often as it may.
    std::string offer = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF";
    for (int type = 0; type < 128; ++type) offer += ' ' + std::to_string(type);
    offer += "\r\n";
    while (offer.size() + 4'100 < kMaxSdpSize) {
        offer += "a=rtcp-fb:* " + std::string(4'000, 'x') + "\r\n";
    }
    const auto heap = heap_in_use();
    const auto sdp = parse_sdp(offer);
    ASSERT_TRUE(sdp);
    EXPECT_LT(heap_in_use(), heap + 20 * static_cast<std::int64_t>(kMaxSdpSize));

    MediaWorld world;
    Neighbours neighbours(world);
    const auto before = heap_in_use();
    const std::string huge(10'000'000, 'a');
    for (int i = 0; i < 100; ++i) {
        const auto refused = world.engine().publish("class", huge, world.now());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
    }
    EXPECT_LT(heap_in_use(), before + 10'100'000);
    neighbours.expect_untouched();
}

}  // namespace
}  // namespace lsl::test
