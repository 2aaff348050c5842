// A key frame is many packets at once: each viewer gets them no quicker than a home's router takes
// them, and sound does not wait behind them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr std::size_t kKeyFrame = 200'000;

struct Watched {
    explicit Watched(MediaWorld& world, int viewers = 1) {
        ClientOptions keeps;
        keeps.keeps_packets = true;
        publisher = world.publish("class");
        for (int i = 0; i < viewers; ++i) crowd.push_back(world.watch("class", keeps));
        world.connect_all();
        publisher->send_frame(2'000, true, world.now());
        world.run_for(1s);
    }
    RtcClient* publisher;
    std::vector<RtcClient*> crowd;
};

struct Sent {
    MonoTime first;
    MonoTime last;
    std::int64_t most_in_a_tick = 0;  ///< bytes
};

/// How the video packets since `begin` came.
Sent since(const RtcClient& viewer, MonoTime begin) {
    Sent sent{};
    std::map<std::int64_t, std::int64_t> by_tick;
    for (const KeptPacket& packet : viewer.kept()) {
        if (packet.at < begin || packet.header.payload_type != 96) continue;
        if (by_tick.empty()) sent.first = packet.at;
        sent.last = packet.at;
        auto& bytes = by_tick[packet.at.us / Pacer::kTick.count()];
        bytes += static_cast<std::int64_t>(packet.bytes.size());
        sent.most_in_a_tick = std::max(sent.most_in_a_tick, bytes);
    }
    return sent;
}

TEST(Pacing, AKeyFrameLeavesABurstAndThenAtItsPace) {
    for (const int viewers : {1, 30}) {
        MediaWorld world;
        Watched watched(world, viewers);
        const MonoTime begin = world.now();
        watched.publisher->send_frame(kKeyFrame, true, begin);
        world.run_for(200ms);
        for (const RtcClient* viewer : watched.crowd) {
            EXPECT_EQ(viewer->video().key_frames, 2);
            const Sent sent = since(*viewer, begin);
            EXPECT_LT(sent.most_in_a_tick, Pacer::kDefaultRate.burst + 16'000);
            const double took = static_cast<double>((sent.last - sent.first).count()) / 1e6;
            const double at_its_pace = static_cast<double>(kKeyFrame - Pacer::kDefaultRate.burst) /
                                       Pacer::kDefaultRate.bytes_per_second;
            EXPECT_GT(took, 0.8 * at_its_pace);
            EXPECT_LT(took, 1.5 * at_its_pace);
        }
    }
}

TEST(Pacing, ARouterWithAShortQueueLosesNothingOfAKeyFrame) {
    MediaWorld world;
    Watched watched(world);
    // 40 KB of room, a third of the key frame.
    world.down().set_narrow(world.address_of(watched.crowd.front()),
                            LossyLink::Narrow{50'000'000, 6'500us});
    const auto before = world.down().lost();
    for (int i = 0; i < 10; ++i) {
        watched.publisher->send_frame(kKeyFrame, true, world.now());
        world.run_for(300ms);
    }
    EXPECT_EQ(world.down().lost(), before);
    EXPECT_EQ(watched.crowd.front()->video().frames, 11);
}

TEST(Pacing, SoundDoesNotWaitBehindAKeyFrame) {
    for (const int viewers : {1, 30}) {
        MediaWorld world;
        Watched watched(world, viewers);
        const MonoTime begin = world.now();
        watched.publisher->send_frame(kKeyFrame, true, begin);
        watched.publisher->send_audio(begin);
        world.run_for(200ms);
        for (const RtcClient* viewer : watched.crowd) {
            std::size_t before = 0;
            bool heard = false;
            for (const KeptPacket& packet : viewer->kept()) {
                if (packet.at < begin) continue;
                heard = heard || packet.header.payload_type == 111;
                if (!heard) before += packet.bytes.size();
            }
            ASSERT_TRUE(heard);
            EXPECT_LT(before, kKeyFrame / 4);
        }
    }
}

using Datagrams = std::vector<std::vector<std::byte>>;

/// Whether each media packet that the engine has to send is sound, in the order of leaving.
struct Leaving {
    std::vector<bool> sound;
    bool more = false;

    std::ptrdiff_t sounds_among_first(std::ptrdiff_t packets) const {
        return std::count(sound.begin(), sound.begin() + packets, true);
    }
};

Leaving poll(MediaWorld& world) {
    const auto output = world.engine().poll(world.now());
    Leaving leaving{.sound = {}, .more = output.more};
    for (const Outbox::Datagram& datagram : output.outbox->datagrams()) {
        const unsigned type = load8(output.outbox->bytes(datagram).data() + 1) & 0x7f;
        if (type == 111 || type == 96) leaving.sound.push_back(type == 111);
    }
    return leaving;
}

void hand_in(MediaWorld& world, RtcClient& publisher) {
    Datagrams datagrams = publisher.take();
    for (auto& datagram : datagrams) {
        world.engine().handle(world.address_of(&publisher), datagram, world.now());
    }
}

TEST(Pacing, SoundDoesNotWaitBehindTheKeyFrameOfOtherViewers) {
    constexpr int crowd = 60;
    MediaWorld world;
    Watched watched(world, crowd);
    watched.publisher->send_frame(kKeyFrame, true, world.now());
    watched.publisher->send_audio(world.now());
    hand_in(world, *watched.publisher);
    const Leaving first = poll(world);
    ASSERT_TRUE(first.more) << "all of it fits into one outbox";
    EXPECT_EQ(first.sounds_among_first(crowd), crowd);

    // What is said while the picture leaves does not wait for its end either.
    watched.publisher->send_audio(world.now());
    hand_in(world, *watched.publisher);
    const Leaving next = poll(world);
    ASSERT_TRUE(next.more);
    EXPECT_EQ(next.sounds_among_first(crowd), crowd);
}

TEST(Pacing, AFrameThatIsNoBurstIsNotHeldBack) {
    MediaWorld world;
    Watched watched(world);
    for (int i = 0; i < 60; ++i) {
        const MonoTime begin = world.now();
        watched.publisher->send_frame(20'000, false, begin);  // 4.8 Mbit/s
        world.run_for(33ms);
        const Sent sent = since(*watched.crowd.front(), begin);
        EXPECT_EQ(sent.first, sent.last) << i;
    }
}

}  // namespace
}  // namespace lsl::test
