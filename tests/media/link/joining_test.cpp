#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

TEST(Joining, HundredJoinersInASecondCostThePublisherAtMostTwoRequests) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(10s);  // the last key frame is long ago
    const auto before = publisher->key_frame_requests();
    std::vector<RtcClient*> viewers;
    for (int i = 0; i < 100; ++i) {
        viewers.push_back(world.watch("class"));
        world.run_for(10ms);
    }
    EXPECT_LE(publisher->key_frame_requests() - before, 2);
    world.run_for(1s);
    for (const RtcClient* viewer : viewers) {
        EXPECT_GT(viewer->video().frames, 0);
        EXPECT_EQ(viewer->video().skips, 0);
    }
}

TEST(Joining, NorDoesACrowdThatComesForTenSecondsCostItMore) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(10s);
    const auto before = publisher->key_frame_requests();
    std::vector<std::pair<RtcClient*, MonoTime>> viewers;
    for (int i = 0; i < 100; ++i) {
        viewers.emplace_back(world.watch("class"), world.now());
        world.run_for(99ms);
    }
    EXPECT_LE(publisher->key_frame_requests() - before, 2);
    world.run_for(1s);
    for (const auto& [viewer, asked] : viewers) {
        ASSERT_TRUE(viewer->video().first_frame_at);
        EXPECT_LT(*viewer->video().first_frame_at - asked, 1s);
        EXPECT_EQ(viewer->video().skips, 0);
        EXPECT_GE(viewer->video().last_frame + 3, publisher->frames_sent());
    }
}

TEST(Joining, PublisherThatIgnoresRequestsStillGivesAPictureWithinASecond) {
    MediaWorld world;
    RtcClient* obs = world.publish("class", {.answers_pli = false});
    world.film(obs, {.key_interval = 300});  // every ten seconds
    world.run_for(15s);                      // the last one is five seconds ago
    RtcClient* viewer = world.watch("class");
    const MonoTime asked = world.now();
    ASSERT_TRUE(world.run_until([&] { return viewer->video().frames > 0; }, 2s));
    EXPECT_LT((world.now() - asked).count(), 1'000'000);
    // It catches up with the present and stays there.
    world.run_for(2s);
    EXPECT_GE(viewer->video().last_frame + 3, obs->frames_sent());
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->video().broken, 0);

    // The next one is served at once: by now the publisher is known for it.
    world.run_for(2s);
    RtcClient* next = world.watch("class");
    const MonoTime asked_again = world.now();
    ASSERT_TRUE(world.run_until([&] { return next->video().frames > 0; }, 2s));
    EXPECT_LT((world.now() - asked_again).count(), 300'000);
}

TEST(Joining, RecentKeyFrameIsReplayedWithoutAskingThePublisher) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher, {.frame_bytes = 5'000, .key_interval = 60});
    world.run_for(5s);
    const auto before = publisher->key_frame_requests();
    RtcClient* viewer = world.watch("class", {.keeps_packets = true});
    ASSERT_TRUE(world.run_until([&] { return viewer->video().frames > 0; }, 1s));
    world.run_for(2s);
    EXPECT_EQ(publisher->key_frame_requests(), before);
    EXPECT_GE(viewer->video().last_frame + 3, publisher->frames_sent());

    // The past is told in milliseconds, the present at its own pace; never backwards.
    std::optional<KeptPacket> last;
    bool saw_short_step = false;
    for (const KeptPacket& packet : viewer->kept()) {
        if (packet.header.payload_type != 96) continue;
        if (last) {
            EXPECT_EQ(static_cast<std::uint16_t>(last->header.sequence + 1),
                      packet.header.sequence);
            const auto step =
                static_cast<std::int32_t>(packet.header.timestamp - last->header.timestamp);
            EXPECT_GE(step, 0);
            EXPECT_LE(step, 3100);
            saw_short_step = saw_short_step || step == 90;
        }
        last = packet;
    }
    EXPECT_TRUE(saw_short_step);
}

TEST(Joining, ReplayUnderLossIsRecoveredFromTheLog) {
    MediaWorld world(21, {.delay = 20ms});
    RtcClient* publisher = world.publish("class");
    world.film(publisher, {.frame_bytes = 5'000, .key_interval = 60});
    world.run_for(5s);
    world.down().set_shape({.loss = 0.1, .delay = 20ms});
    RtcClient* viewer = world.watch("class");
    world.run_for(4s);
    world.down().set_shape({.delay = 20ms});
    world.run_for(1s);
    EXPECT_GT(viewer->video().recovered, 10);
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_GE(viewer->video().last_frame + 3, publisher->frames_sent());
}

TEST(Joining, RepeatedRequestsOfOneViewerAreThrottled) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(3s);
    const auto before = publisher->key_frame_requests();
    for (int i = 0; i < 200; ++i) {
        viewer->request_key_frame();
        world.run_for(10ms);
    }
    EXPECT_LE(publisher->key_frame_requests() - before, 3);
    EXPECT_GE(publisher->key_frame_requests() - before, 1);
}

TEST(Joining, KeyFrameIsAskedForAgainUntilOneComes) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", {.answers_pli = false});
    world.run_for(1s);
    // A stream without a key frame at all: nothing to show yet.
    for (int i = 0; i < 30; ++i) {
        publisher->send_frame(5'000, false, world.now());
        world.run_for(33ms);
    }
    RtcClient* viewer = world.watch("class");
    for (int i = 0; i < 100; ++i) {
        publisher->send_frame(5'000, false, world.now());
        world.run_for(33ms);
    }
    EXPECT_GE(publisher->key_frame_requests(), 3);
    EXPECT_LE(publisher->key_frame_requests(), 6);
    EXPECT_EQ(viewer->video().packets, 0);
    publisher->send_frame(40'000, true, world.now());
    EXPECT_TRUE(world.run_until([&] { return viewer->video().frames == 1; }, 1s));
}

}  // namespace
}  // namespace lsl::test
