#include <gtest/gtest.h>

#include "server/media/media_time.h"
#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

TEST(Recovery, FivePercentLossOnBothLegsIsHealedByRetransmission) {
    MediaWorld world(7, {.loss = 0.0, .delay = 20ms});
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher, {.key_interval = 300});
    world.run_for(1s);
    world.up().set_shape({.loss = 0.05, .delay = 20ms});
    world.down().set_shape({.loss = 0.05, .delay = 20ms});
    world.run_for(20s);
    world.up().set_shape({.delay = 20ms});
    world.down().set_shape({.delay = 20ms});
    world.run_for(2s);
    EXPECT_GT(world.up().lost(), 100);
    EXPECT_GT(world.down().lost(), 100);
    EXPECT_GT(viewer->video().recovered, 50);
    EXPECT_GT(publisher->nacks_received(), 100);
    // Nearly every frame was seen, and the picture never waited long for one.
    EXPECT_GT(viewer->video().frames, publisher->frames_sent() * 98 / 100);
    EXPECT_EQ(viewer->video().broken, 0);
}

/// 5 % of the packets of both legs, at a round trip of 60 ms each.
class FivePercent : public testing::TestWithParam<double> {};

TEST_P(FivePercent, IsRecoveredButForAHundredthAndNothingStandsStill) {
    for (const std::uint64_t seed : {31, 32}) {
        MediaWorld world(seed, {.delay = 30ms});
        RtcClient* publisher = world.publish("class");
        RtcClient* viewer = world.watch("class");
        world.film(publisher, {.key_interval = 300});
        world.run_for(1s);
        const auto packets_before = viewer->video().packets;
        const auto frames_before = viewer->video().frames;
        const auto sent_before = publisher->frames_sent();
        const auto lost_before = world.down().lost();
        const LinkShape shape{.loss = 0.05, .burst = GetParam(), .delay = 30ms};
        world.up().set_shape(shape);
        world.down().set_shape(shape);
        const auto freeze = world.longest_freeze(viewer, 30s);
        world.up().set_shape({.delay = 30ms});
        world.down().set_shape({.delay = 30ms});
        world.run_for(2s);
        const auto packets = viewer->video().packets - packets_before;
        const auto lost = world.down().lost() - lost_before;
        EXPECT_GE(lost * 100, packets * 3);
        const auto frames = viewer->video().frames - frames_before;
        EXPECT_GE(frames * 100, (publisher->frames_sent() - sent_before) * 99) << seed;
        EXPECT_LE(freeze, 500ms) << seed;
        EXPECT_EQ(viewer->video().broken, 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Recovery, FivePercent, testing::Values(1, 3, 6));

TEST(Recovery, LossIsHealedWithoutRtxToo) {
    MediaWorld world(8, {.delay = 20ms});
    RtcClient* publisher = world.publish("class");
    ClientOptions plain;
    plain.rtx = false;
    RtcClient* viewer = world.watch("class", plain);
    world.film(publisher);
    world.run_for(1s);
    world.down().set_shape({.loss = 0.05, .delay = 20ms});
    world.run_for(10s);
    world.down().set_shape({.delay = 20ms});
    world.run_for(1s);
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->video().last_frame + 2, publisher->frames_sent());
    EXPECT_EQ(viewer->undecryptable(), 0);
}

TEST(Recovery, ReorderedAndDoubledPacketsReachViewersOnce) {
    MediaWorld world(9, {.delay = 20ms, .jitter = 15ms, .duplicates = 0.1});
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    EXPECT_GT(viewer->video().frames, 130);
    EXPECT_EQ(viewer->video().broken, 0);
    EXPECT_GT(world.drops("srtp_replayed"), 10);
}

TEST(Recovery, SequenceNumbersWrapWithoutATrace) {
    MediaWorld world;
    ClientOptions options;
    options.first_sequence = 65000;
    RtcClient* publisher = world.publish("class", options);
    RtcClient* viewer = world.watch("class");
    // 60 packets a frame: more than 70,000 packets in 40 seconds.
    world.film(publisher, {.frame_bytes = 66'000, .key_bytes = 66'000, .reports = false});
    world.run_for(42s);
    EXPECT_GT(viewer->video().packets, 70'000);
    EXPECT_GT(viewer->video().frames, publisher->frames_sent() - 10);
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
}

TEST(Recovery, StreamThatBeginsJustBeforeTheWrapAndLosesItsStartIsUnderstood) {
    MediaWorld world;
    ClientOptions options;
    options.first_sequence = 65500;
    RtcClient* publisher = world.publish("class", options);
    RtcClient* viewer = world.watch("class");
    world.run_for(1s);
    world.film(publisher, {.key_interval = 30});
    world.up().set_shape({.loss = 1.0});
    world.run_for(200ms);
    world.up().set_shape({});
    world.run_for(4s);
    EXPECT_GT(viewer->video().frames, 60);
    EXPECT_EQ(world.drops("srtp_not_authentic"), 0);
}

TEST(Recovery, PublisherIsToldWhatArrivedWhen) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(5s);
    EXPECT_GT(publisher->twcc_received(), 40);
    EXPECT_GT(publisher->twcc_packets_reported(), 1400);
    EXPECT_FALSE(publisher->remb_bps());
}

TEST(Recovery, PublisherWithoutTransportFeedbackGetsRemb) {
    MediaWorld world;
    ClientOptions options;
    options.transport_cc = false;
    RtcClient* publisher = world.publish("class", options);
    world.film(publisher);
    world.run_for(3s);
    ASSERT_TRUE(publisher->remb_bps());
    EXPECT_NEAR(static_cast<double>(*publisher->remb_bps()), 4e6, 2e4);
    EXPECT_EQ(publisher->twcc_received(), 0);
}

TEST(Recovery, ReportsToThePublisherTellItsLoss) {
    MediaWorld world(11, {.delay = 20ms});
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(1s);
    world.up().set_shape({.loss = 0.2, .delay = 20ms});
    world.run_for(3s);
    EXPECT_NEAR(publisher->reported_loss(), 0.2, 0.1);
    const RoomStats stats = world.engine().room_stats("class", world.now());
    EXPECT_TRUE(stats.publisher_connected);
    EXPECT_EQ(stats.video_codec, Codec::Vp8);
    EXPECT_GT(stats.video_bitrate_bps, 1'500'000);
    EXPECT_NEAR(stats.frames_per_second, 30, 3);
    EXPECT_GT(stats.loss_percent, 5);
    EXPECT_NEAR(stats.round_trip_ms, 41, 8);
}

TEST(Recovery, SenderReportsKeepSoundAndPictureTogether) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    ASSERT_TRUE(viewer->video().last_report);
    ASSERT_TRUE(viewer->audio().last_report);
    // What the reports say about "now" has to fit the newest packets of both tracks.
    const auto& video = *viewer->video().last_report;
    const auto& audio = *viewer->audio().last_report;
    EXPECT_EQ(video.ntp, audio.ntp);
    const double video_ahead =
        static_cast<std::int32_t>(viewer->video().last_timestamp - video.timestamp) / 90.0;
    const double audio_ahead =
        static_cast<std::int32_t>(viewer->audio().last_timestamp - audio.timestamp) / 48.0;
    EXPECT_NEAR(video_ahead, audio_ahead, 40);  // a frame and a packet of slack
}

TEST(Recovery, ViewerWhoFallsBehindIsLimitedToItsBudget) {
    MediaWorld world(12, {.delay = 20ms});
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    world.down().set_shape({.loss = 0.9, .delay = 20ms});
    world.run_for(5s);
    EXPECT_GT(world.drops("nack_over_budget") + world.drops("nack_not_in_log"), 0);
    world.down().set_shape({.delay = 20ms});
    viewer->request_key_frame();
    // On such a line the picture was given up for a while.
    world.run_for(9s);
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
}

}  // namespace
}  // namespace lsl::test
