// Source addresses are easily forged. Nobody who has not said so gets media, and nobody's media is
// led away.

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "server/media/transport/lite_agent.h"
#include "tests/attacks/media/victims.h"

namespace lsl::test {
namespace {

using namespace media;

const Address kSilent = Address::v4({203, 0, 113, 66}, 6666);

/// What is needed to make a check of a session.
struct Credentials {
    explicit Credentials(const RtcClient* client)
        : username(client->answer().media.front().ice_ufrag + ":" + client->options().ufrag),
          password(client->answer().media.front().ice_pwd) {}
    std::string username;
    std::string password;
};

/// An authentic check, as its owner can send it from any address.
std::vector<std::byte> check_of(const Credentials& credentials, unsigned number) {
    BindingRequest request;
    store32(request.transaction.data(), number);
    store8(request.transaction.data() + 4, 0xa7);
    request.username = credentials.username;
    request.password = credentials.password;
    request.priority = 1;
    request.use_candidate = true;
    std::vector<std::byte> bytes(256);
    bytes.resize(write_binding_request(bytes, request));
    return bytes;
}

/// What leaves for one address.
class Watch {
  public:
    Watch(MediaWorld& world, const Address& address) : world_(world) {
        world.down().set_observer([this, address](const Address& to, Bytes bytes) {
            if (to != address) return;
            bytes_ += static_cast<std::int64_t>(bytes.size());
            last_ = world_.now();
        });
    }
    std::int64_t bytes() const { return bytes_; }
    MonoTime last() const { return last_; }

  private:
    MediaWorld& world_;
    std::int64_t bytes_ = 0;
    MonoTime last_{};
};

/// Credentials that nobody else here has, so that nobody answers for another.
ClientOptions own(const std::string& name) {
    ClientOptions options;
    options.ufrag = name;
    options.pwd = name + "-has-a-password-of-its-own";
    return options;
}

struct SpoofScene {
    SpoofScene() {
        publisher = world.publish("class", own("publisher"));
        viewer = world.watch("class", own("viewer"), "viewer");
        attacker = world.watch("class", own("attacker"), "attacker");
        world.film(publisher);
        world.run_for(2s);
    }
    MediaWorld world;
    RtcClient* publisher;
    RtcClient* viewer;
    RtcClient* attacker;
};

TEST(SpoofedAddress, ChecksFromASilentAddressDoNotMoveMediaThere) {
    SpoofScene scene;
    Watch watch(scene.world, kSilent);
    std::int64_t sent = 0;
    const auto before = scene.attacker->video().frames;
    for (unsigned i = 0; i < 12; ++i) {
        const auto check = check_of(Credentials(scene.attacker), i);
        sent += static_cast<std::int64_t>(check.size());
        scene.world.inject(kSilent, check);
        scene.world.run_for(2500ms);
    }
    EXPECT_LE(watch.bytes(), 3 * sent);
    // Whoever is really there goes on getting it.
    EXPECT_GT(scene.attacker->video().frames, before + 29 * 30);
}

TEST(SpoofedAddress, SilentAddressesGetLittleHoweverManyAreNamedHoweverOften) {
    SpoofScene scene;
    std::int64_t sent = 0;
    std::int64_t received = 0;
    scene.world.down().set_observer([&](const Address& to, Bytes bytes) {
        if (to.ip == kSilent.ip) received += static_cast<std::int64_t>(bytes.size());
    });
    for (unsigned i = 0; i < 5'000; ++i) {
        const auto check = check_of(Credentials(scene.attacker), i);
        sent += static_cast<std::int64_t>(check.size());
        Address from = kSilent;
        from.port = static_cast<std::uint16_t>(1'000 + i % 40);
        scene.world.inject(from, check);
        if (i % 5 == 0) scene.world.run_for(1ms);
    }
    scene.world.run_for(5s);
    EXPECT_LE(received, 3 * sent);
    EXPECT_GT(scene.viewer->video().frames, scene.publisher->frames_sent() - 5);
}

TEST(SpoofedAddress, SomebodyWhoLeavesIsNotKeptThereByForgedChecks) {
    SpoofScene scene;
    const Address left = scene.world.address_of(scene.attacker);
    const auto session = scene.world.session_of(scene.attacker);
    const Credentials copy(scene.attacker);
    Watch watch(scene.world, left);
    scene.world.vanish(scene.attacker);
    const MonoTime gone = scene.world.now();
    for (unsigned i = 0; i < 40; ++i) {
        scene.world.inject(left, check_of(copy, i));
        scene.world.run_for(1s);
    }
    EXPECT_LE(watch.last() - gone, LiteAgent::kConsentTime + 100ms);
    EXPECT_EQ(scene.world.engine().find_session(session), nullptr);
}

TEST(SpoofedAddress, HandshakeWithASilentAddressIsGivenUpAfterAFewKilobytes) {
    SpoofScene scene;
    RtcClient* forger = scene.world.watch("class", {}, "forger");
    Watch watch(scene.world, kSilent);
    scene.world.forge(forger, kSilent);
    // It cannot read what it gets, but the first flight is easily made.
    DtlsTransport hello(scene.world.dtls(), DtlsRole::Client, {});
    hello.start();
    const Bytes first = hello.next_datagram();
    scene.world.run_for(20ms);
    for (int i = 0; i < 200; ++i) {
        scene.world.inject(kSilent, first);
        scene.world.run_for(200ms);
    }
    const std::int64_t answers = 600 * 100;  // to its checks, each no longer than the check
    EXPECT_LT(watch.bytes(), static_cast<std::int64_t>(Transport::kUnprovenBytes) + answers);
}

/// It takes part in the handshake from where it is, and claims to be elsewhere from some moment on.
TEST(SpoofedAddress, HandshakeThatIsFinishedFromElsewhereProvesNothing) {
    for (int delay = 0; delay <= 70; delay += 2) {
        MediaWorld world;
        RtcClient* publisher = world.publish("class");
        world.film(publisher, {.frame_bytes = 20'000});
        world.run_for(1s);
        RtcClient* forger = world.watch("class", {}, "forger");
        Watch watch(world, kSilent);
        world.run_for(std::chrono::milliseconds(delay));
        world.forge(forger, kSilent);
        world.run_for(3s);
        EXPECT_LT(watch.bytes(), 12'000) << delay;
    }
}

TEST(SpoofedAddress, AddressOfAPublisherIsNotGivenToAnotherSession) {
    SpoofScene scene;
    const Address home = scene.world.address_of(scene.publisher);
    const auto before = scene.viewer->video().frames;
    for (unsigned i = 0; i < 60; ++i) {
        scene.world.inject(home, check_of(Credentials(scene.attacker), i));
        scene.world.run_for(50ms);
    }
    EXPECT_GE(scene.viewer->video().frames, before + 88);
    EXPECT_GE(scene.world.drops("stun_address_taken"), 60);
    EXPECT_EQ(scene.viewer->video().skips, 0);
}

TEST(SpoofedAddress, AddressOfAViewerIsNotGivenToAnotherSession) {
    SpoofScene scene;
    const Address home = scene.world.address_of(scene.viewer);
    const auto before = scene.viewer->video().frames;
    for (unsigned i = 0; i < 400; ++i) {
        scene.world.inject(home, check_of(Credentials(scene.attacker), i));
        scene.world.run_for(100ms);
    }
    // Longer than consent lasts: its answers find their way, too.
    EXPECT_GE(scene.viewer->video().frames, before + 30 * 39);
    EXPECT_NE(scene.world.engine().find_session(scene.world.session_of(scene.viewer)), nullptr);
}

TEST(SpoofedAddress, PublisherOffTheNetForSomeSecondsFindsItsAddressAgain) {
    SpoofScene scene;
    const Address home = scene.world.address_of(scene.publisher);
    scene.world.sleep(scene.publisher);
    for (unsigned i = 0; i < 70; ++i) {
        scene.world.inject(home, check_of(Credentials(scene.attacker), i));
        scene.world.run_for(100ms);
    }
    scene.world.wake(scene.publisher);
    for (unsigned i = 100; i < 130; ++i) {
        scene.world.inject(home, check_of(Credentials(scene.attacker), i));
        scene.world.run_for(100ms);
    }
    const auto before = scene.viewer->video().frames;
    scene.world.run_for(1s);
    EXPECT_GE(scene.viewer->video().frames, before + 25);
    EXPECT_EQ(scene.world.count<PublisherGone>(), 0);
}

/// A home router gives the port of somebody who has left to somebody else.
TEST(SpoofedAddress, AddressThatWasLeftGoesToWhoeverIsThereNow) {
    SpoofScene scene;
    const Address home = scene.world.address_of(scene.attacker);
    scene.world.vanish(scene.attacker);
    RtcClient* next = scene.world.watch("class", own("next"), "next");
    scene.world.put(next, home);
    EXPECT_TRUE(scene.world.run_until([&] { return next->video().frames > 0; }, 7s));
}

TEST(SpoofedAddress, WhoeverReallyMovesIsFollowedWithinARoundTrip) {
    SpoofScene scene;
    scene.world.move(scene.viewer);
    const Address there = scene.world.address_of(scene.viewer);
    MonoTime spoke{};
    MonoTime followed{};
    scene.world.down().set_observer([&](const Address& to, Bytes bytes) {
        if (to != there) return;
        if (spoke == MonoTime{}) spoke = scene.world.now();
        const bool media = load8(bytes.data()) >= 128;
        if (media && followed == MonoTime{}) followed = scene.world.now();
    });
    scene.world.run_for(4s);
    ASSERT_NE(followed, MonoTime{});
    EXPECT_LE(followed - spoke, 60ms);  // there and back is 20, a frame comes every 33
}

TEST(SpoofedAddress, PictureComesNoLaterThanTheHandshakeAllows) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(1s);
    const MonoTime asked = world.now();
    RtcClient* viewer = world.watch("class");
    ASSERT_TRUE(world.run_until([&] { return viewer->video().frames > 0; }, 1s));
    // A check, two round trips of handshake whose last answer brings media along.
    EXPECT_LE(*viewer->connected_at() - asked, 65ms);
    EXPECT_LE(*viewer->video().first_frame_at - *viewer->connected_at(), 40ms);
}

/// No such client is known, and none is standard; but it gets its picture, for as long as what the
/// handshake has proven is good.
TEST(SpoofedAddress, ClientThatAnswersNoChecksIsServedForHalfAMinute) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", {.answers_checks = false});
    RtcClient* viewer = world.watch("class", {.answers_checks = false});
    world.film(publisher);
    world.run_for(25s);
    EXPECT_GT(viewer->video().frames, 24 * 30);
    world.run_for(35s);
    EXPECT_EQ(world.engine().find_session(world.session_of(viewer)), nullptr);
    // A publisher is thrown off air by nothing but silence.
    EXPECT_EQ(world.count<PublisherGone>(), 0);
    EXPECT_NE(world.engine().find_session(world.session_of(publisher)), nullptr);
}

}  // namespace
}  // namespace lsl::test
