// What a viewer gets follows what its line carries.

#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

// 720p 2.4 Mbit/s, 360p 0.6, 180p 0.15; sound 0.06.
ClientOptions three_layers() {
    ClientOptions options;
    options.layers = 3;
    return options;
}

void narrow(MediaWorld& world, const RtcClient* viewer, std::int64_t bits_per_second,
            std::chrono::microseconds queue = 300ms) {
    world.down().set_narrow(world.address_of(viewer), LossyLink::Narrow{bits_per_second, queue});
}

void widen(MediaWorld& world, const RtcClient* viewer) {
    world.down().set_narrow(world.address_of(viewer), std::nullopt);
}

const BandwidthEstimate& line_of(MediaWorld& world, const RtcClient* viewer) {
    return world.engine().find_session(world.session_of(viewer))->viewer->line();
}

TEST(Bandwidth, GoodLineHasTheBestLayerWithinTwoSecondsAndKeepsIt) {
    MediaWorld world(3, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    world.film(publisher);
    world.run_for(3s);
    RtcClient* viewer = world.watch("class");
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 2s));
    const auto switches = viewer->video().switches;
    EXPECT_LE(switches, 2);
    world.run_for(30s);
    EXPECT_EQ(viewer->video().switches, switches);
    EXPECT_EQ(viewer->video().width, 1280);
    EXPECT_EQ(viewer->video().skips, 0);
}

TEST(Bandwidth, NarrowLineGetsTheLayerThatFitsAndIsSpared) {
    MediaWorld world(4, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    world.film(publisher);
    world.run_for(3s);
    RtcClient* viewer = world.watch("class");
    narrow(world, viewer, 1'200'000);
    world.run_for(10s);
    EXPECT_EQ(viewer->video().width, 640);
    const auto frames = viewer->video().frames;
    const auto lost = world.down().lost();
    const auto switches = viewer->video().switches;
    const auto skips = viewer->video().skips;
    const auto trains = line_of(world, viewer).probes_measured();
    world.run_for(60s);
    // Probing for more must not cost the picture anything.
    EXPECT_GT(line_of(world, viewer).probes_measured(), trains + 2);
    EXPECT_EQ(viewer->video().switches, switches);
    EXPECT_EQ(viewer->video().skips, skips);
    EXPECT_GT(viewer->video().frames - frames, 60 * 29);
    EXPECT_LT(world.down().lost() - lost, 20);
    const auto estimate = line_of(world, viewer).bps(world.now());
    ASSERT_TRUE(estimate);
    EXPECT_GT(*estimate, 700'000);
    EXPECT_LT(*estimate, 1'400'000);
}

TEST(Bandwidth, LineThatGetsNarrowIsFollowedDownAndUpAgain) {
    MediaWorld world(5, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(6s);
    ASSERT_EQ(viewer->video().width, 1280);
    narrow(world, viewer, 900'000);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width <= 640; }, 4s));
    world.run_for(5s);
    const auto frames = viewer->video().frames;
    world.run_for(10s);
    EXPECT_EQ(viewer->video().width, 640);
    EXPECT_GT(viewer->video().frames - frames, 10 * 28);

    narrow(world, viewer, 350'000);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 320; }, 4s));
    widen(world, viewer);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 30s));
}

TEST(Bandwidth, ALineThatGetsNarrowStandsStillForItsQueueAndHardlyLonger) {
    constexpr auto queue = 500ms;
    for (const std::int64_t bps : {250'000, 300'000, 400'000, 800'000, 1'500'000}) {
        for (const std::uint64_t seed : {20, 23, 25}) {
            MediaWorld world(seed, {.delay = 30ms});
            RtcClient* publisher = world.publish("class", three_layers());
            RtcClient* viewer = world.watch("class");
            world.film(publisher);
            world.run_for(6s + seed * 37ms);
            ASSERT_EQ(viewer->video().width, 1280);
            narrow(world, viewer, bps, queue);
            EXPECT_LT(world.longest_freeze(viewer, 8s), queue + 300ms) << bps << ' ' << seed;
            EXPECT_LT(viewer->video().width, 1280) << bps << ' ' << seed;
        }
    }
}

TEST(Bandwidth, LineAtTheEdgeDoesNotSwitchToAndFro) {
    MediaWorld world(6, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    narrow(world, viewer, 2'450'000);  // the best layer and sound take a little more
    world.run_for(20s);
    const auto switches = viewer->video().switches;
    world.run_for(120s);
    EXPECT_LE(viewer->video().switches - switches, 8);
    EXPECT_GT(viewer->video().frames, publisher->frames_sent() * 95 / 100);
}

TEST(Bandwidth, RandomLossAloneIsNotTakenForANarrowLine) {
    MediaWorld world(7, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    world.down().set_shape({.loss = 0.04, .delay = 30ms});
    world.run_for(30s);
    EXPECT_EQ(viewer->video().width, 1280);
    EXPECT_GT(viewer->video().frames, publisher->frames_sent() * 97 / 100);
}

TEST(Bandwidth, JitterAloneIsNotTakenForANarrowLine) {
    MediaWorld world(8, {.delay = 30ms, .jitter = 15ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(40s);
    EXPECT_EQ(viewer->video().width, 1280);
    EXPECT_LE(viewer->video().switches, 4);
}

TEST(Bandwidth, OneViewersNarrowLineIsNobodyElsesConcern) {
    MediaWorld world(9, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* wide = world.watch("class");
    RtcClient* slim = world.watch("class", {}, "other");
    narrow(world, slim, 400'000);
    world.film(publisher);
    world.run_for(20s);
    EXPECT_EQ(wide->video().width, 1280);
    EXPECT_EQ(slim->video().width, 320);
    EXPECT_EQ(wide->video().skips, 0);
    // Key frames are asked for when somebody switches, not all the time.
    EXPECT_LT(publisher->key_frame_requests(), 20);
}

TEST(Bandwidth, LineTooNarrowForAnyPictureHasSoundAndThePictureWhenItIsBetter) {
    MediaWorld world(10, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    narrow(world, viewer, 100'000, 500ms);
    const auto paused = [&] {
        return world.engine().find_session(world.session_of(viewer))->viewer->video_paused();
    };
    ASSERT_TRUE(world.run_until(paused, 15s));
    world.run_for(1s);
    const auto sound = viewer->audio().packets;
    world.run_for(3s);
    EXPECT_GT(viewer->audio().packets - sound, 140);
    widen(world, viewer);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280 && !paused(); }, 40s));
    EXPECT_EQ(viewer->video().backwards, 0);
}

TEST(Bandwidth, WithoutFeedbackOfTheLineReceiverReportsTell) {
    MediaWorld world(11, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    ClientOptions plain;
    plain.transport_cc = false;
    RtcClient* viewer = world.watch("class", plain);
    world.film(publisher);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 4s));
    narrow(world, viewer, 1'000'000);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width <= 640; }, 6s));
    world.run_for(60s);
    // Trying again gets rarer each time.
    EXPECT_LE(viewer->video().switches, 16);
}

TEST(Bandwidth, FallingRembIsFollowedDown) {
    MediaWorld world(12, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    ClientOptions plain;
    plain.transport_cc = false;
    RtcClient* viewer = world.watch("class", plain);
    world.film(publisher);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 4s));
    world.run_for(2s);
    viewer->send_remb(3'000'000);
    world.run_for(1s);
    EXPECT_EQ(viewer->video().width, 1280);
    viewer->send_remb(900'000);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 640; }, 2s));
}

TEST(Bandwidth, AFixedChoiceStaysWhatTheLineDoes) {
    MediaWorld world(13, {.delay = 30ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(4s);
    LayerSelection middle;
    middle.rid = "m";
    ASSERT_TRUE(world.engine().select_layer(world.session_of(viewer), middle, world.now()));
    world.run_for(2s);
    EXPECT_EQ(viewer->video().width, 640);
    world.run_for(20s);
    EXPECT_EQ(viewer->video().width, 640);
}

}  // namespace
}  // namespace lsl::test
