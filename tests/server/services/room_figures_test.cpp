#include "server/services/live/room_figures.h"

#include <gtest/gtest.h>

#include "tests/server/services/local_studio.h"

namespace lsl::services {
namespace {

class RoomFiguresTest : public lsl::testing::LocalStudio {};

TEST_F(RoomFiguresTest, WhatArrivesWhileTheClassIsLiveIsMeasured) {
    const auto salsa = create();
    const auto pass = [&](int times) {
        for (int i = 0; i < times; ++i) {
            reports->refresh();
            clock.advance(std::chrono::seconds(1));
        }
    };
    media::RoomStats flowing;
    flowing.publisher_connected = true;
    flowing.video_bitrate_bps = 2'000'000;
    ASSERT_TRUE(gateway->publish(salsa.ingest.access.live_input_id,
                                 salsa.ingest.access.webrtc_token, "v=0"));
    engine.stats[room_of(salsa)] = flowing;
    inbox.media_listener()(media::PublisherConnected{room_of(salsa)});
    reports->drain();
    pass(20);
    EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 0) << "before the class nobody can watch";
    ASSERT_TRUE(streams->start(id(salsa)));
    pass(30);
    engine.stats[room_of(salsa)] = {};
    pass(60);
    engine.stats[room_of(salsa)] = flowing;
    pass(15);
    const auto ended = streams->end(id(salsa));
    ASSERT_TRUE(ended);
    EXPECT_NEAR(static_cast<double>(*ended->stream.stream.media_seconds), 45, 2);
}

TEST_F(RoomFiguresTest, ViewersAreCountedAndTheMostOfThemKept) {
    const auto salsa = started();
    const auto anybody = listen(Topic::everybody());
    engine.stats[room_of(salsa)].viewers = 5;
    reports->refresh();
    EXPECT_EQ(heard(*anybody).size(), 1u);
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 5);
    EXPECT_EQ(row(salsa.stream.id).stream.max_viewers, 5);
    engine.stats[room_of(salsa)].viewers = 3;
    reports->refresh();
    reports->refresh();
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 3);
    EXPECT_EQ(row(salsa.stream.id).stream.max_viewers, 5);
    EXPECT_EQ(heard(*anybody).size(), 1u);  // told of changes, not of each look
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 0);
}

TEST_F(RoomFiguresTest, APublisherShowsBeforeTheClassIsLive) {
    const auto salsa = create();
    auto& stats = engine.stats[room_of(salsa)];
    stats.publisher_connected = true;
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 1'500'000;
    stats.frames_per_second = 30;
    report(media::MediaEvent(media::PublisherConnected{room_of(salsa), "s"}));
    EXPECT_EQ(local->figures(salsa).media_health.verdict, "good");
    stats = {};
    report(media::MediaEvent(media::PublisherGone{room_of(salsa), "s"}));
    EXPECT_EQ(local->figures(salsa).media_health.verdict, "offline");
}

TEST_F(RoomFiguresTest, WhatIsSwitchedOffIsToldUntilTheConnectionEndsOrAnotherSends) {
    const auto salsa = started();
    auto& stats = engine.stats[room_of(salsa)];
    stats.publisher_connected = true;
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 20'000;  // black pictures
    stats.frames_per_second = 1;
    report(media::MediaEvent(media::PublisherConnected{room_of(salsa), "s"}));
    EXPECT_EQ(local->figures(salsa).media_health.verdict, "poor");
    const auto anybody = listen(Topic::everybody());
    ASSERT_TRUE(streams->tell_sending(id(salsa), {.camera = false, .microphone = false}));
    EXPECT_EQ(heard(*anybody).size(), 1u);
    EXPECT_TRUE(streams->get(id(salsa))->stream.camera_off);
    EXPECT_TRUE(streams->get(id(salsa))->stream.muted);
    EXPECT_EQ(local->figures(salsa).media_health.verdict, "fair") << "no fault of the line";

    ASSERT_TRUE(streams->tell_sending(id(salsa), {.camera = true, .microphone = false}));
    EXPECT_FALSE(streams->get(id(salsa))->stream.camera_off);
    report(media::MediaEvent(media::PublisherConnected{room_of(salsa), "another"}));
    EXPECT_FALSE(streams->get(id(salsa))->stream.muted);

    ASSERT_TRUE(streams->tell_sending(id(salsa), {.camera = false, .microphone = true}));
    stats.publisher_connected = false;
    reports->refresh();
    EXPECT_FALSE(streams->get(id(salsa))->stream.camera_off);
    stats.publisher_connected = true;
    reports->refresh();
    EXPECT_FALSE(streams->get(id(salsa))->stream.camera_off);
}

}  // namespace
}  // namespace lsl::services
