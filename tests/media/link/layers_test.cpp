// Simulcast: a publisher sends its picture in three sizes, each viewer gets one of them.

#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

ClientOptions three_layers() {
    ClientOptions options;
    options.layers = 3;
    return options;
}

LayerSelection at_most(int height) {
    LayerSelection selection;
    selection.max_height = height;
    return selection;
}

void select(MediaWorld& world, const RtcClient* viewer, LayerSelection selection) {
    ASSERT_TRUE(
        world.engine().select_layer(world.session_of(viewer), std::move(selection), world.now()));
}

TEST(Layers, AnswerTakesTheThreeThatAreOffered) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", three_layers());
    ASSERT_NE(publisher, nullptr);
    const auto answer = world.engine().publish("other", publisher->offer(), world.now());
    ASSERT_TRUE(answer);
    for (const char* line : {"a=rid:h recv\r\n", "a=rid:m recv\r\n", "a=rid:l recv\r\n",
                             "a=simulcast:recv h;m;l\r\n"}) {
        EXPECT_NE(answer.value().sdp.find(line), std::string::npos) << line;
    }
}

TEST(Layers, ViewerGetsTheBestOneAndStatsTellOfAll) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    EXPECT_EQ(viewer->video().width, 1280);
    EXPECT_LE(viewer->video().switches, 2);
    EXPECT_GT(viewer->video().frames, publisher->frames_sent() - 5);
    EXPECT_EQ(viewer->video().jumps + viewer->video().backwards, 0);
    const RoomStats stats = world.engine().room_stats("class", world.now());
    ASSERT_EQ(stats.layers.size(), 3u);
    EXPECT_EQ(stats.layers[0].rid, "h");
    EXPECT_EQ(stats.layers[0].height, 720);
    EXPECT_EQ(stats.layers[2].rid, "l");
    EXPECT_EQ(stats.layers[2].width, 320);
    EXPECT_TRUE(stats.layers[2].flows);
    EXPECT_GT(stats.layers[0].bitrate_bps, 3 * stats.layers[1].bitrate_bps);
    EXPECT_GT(stats.layers[1].bitrate_bps, 3 * stats.layers[2].bitrate_bps);
    EXPECT_NEAR(stats.frames_per_second, 30, 2);
}

TEST(Layers, AChoiceIsFollowedAtAKeyFrameWithoutASeam) {
    MediaWorld world(1, {.delay = 20ms});
    ClientOptions keeps;
    keeps.keeps_packets = true;
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class", keeps);
    world.film(publisher);
    world.run_for(3s);
    const auto requests_before = publisher->key_frame_requests(2);
    std::int64_t switches = viewer->video().switches;
    for (const auto& [height, width] : {std::pair{180, 320}, {360, 640}, {720, 1280}, {400, 640}}) {
        select(world, viewer, at_most(height));
        ASSERT_TRUE(world.run_until([&] { return viewer->video().width == width; }, 1s)) << height;
        EXPECT_EQ(viewer->video().switches, ++switches);
        world.run_for(2s);
    }
    LayerSelection lowest;
    lowest.rid = "l";
    select(world, viewer, lowest);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 320; }, 1s));
    select(world, viewer, {});
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 3s));
    world.run_for(1s);

    // Each change asked the layer for one key frame, and no picture was lost or late.
    EXPECT_EQ(publisher->key_frame_requests(2), requests_before + 2);
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->video().jumps, 0);
    EXPECT_EQ(viewer->video().backwards, 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
    EXPECT_GE(viewer->video().frames, publisher->frames_sent() - 5);

    // On the wire: every number once, timestamps that go with the time.
    std::optional<std::uint16_t> last_sequence;
    std::optional<std::uint32_t> last_timestamp;
    for (const KeptPacket& packet : viewer->kept()) {
        if (packet.header.payload_type != 96) continue;
        if (last_sequence) {
            ASSERT_EQ(static_cast<std::uint16_t>(*last_sequence + 1), packet.header.sequence);
            const auto step = static_cast<std::int32_t>(packet.header.timestamp - *last_timestamp);
            ASSERT_GE(step, 0);
            ASSERT_LT(step, 2 * 3000 + 200);
        }
        last_sequence = packet.header.sequence;
        last_timestamp = packet.header.timestamp;
    }
}

TEST(Layers, SoundAndPictureStayTogetherOverSwitches) {
    MediaWorld world(1, {.delay = 20ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(3s);
    for (int i = 0; i < 20; ++i) {
        select(world, viewer, at_most(i % 2 == 0 ? 180 : 720));
        world.run_for(1s);
    }
    world.run_for(2s);
    EXPECT_GE(viewer->video().switches, 20);
    const auto& video = *viewer->video().last_report;
    const auto& audio = *viewer->audio().last_report;
    EXPECT_EQ(video.ntp, audio.ntp);
    const double video_ahead =
        static_cast<std::int32_t>(viewer->video().last_timestamp - video.timestamp) / 90.0;
    const double audio_ahead =
        static_cast<std::int32_t>(viewer->audio().last_timestamp - audio.timestamp) / 48.0;
    EXPECT_NEAR(video_ahead, audio_ahead, 40);
}

TEST(Layers, LossAroundASwitchIsHealed) {
    MediaWorld world(21, {.delay = 20ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* with_rtx = world.watch("class");
    ClientOptions plain;
    plain.rtx = false;
    RtcClient* without_rtx = world.watch("class", plain, "other");
    world.film(publisher);
    world.run_for(2s);
    world.up().set_shape({.loss = 0.02, .delay = 20ms});
    world.down().set_shape({.loss = 0.05, .delay = 20ms});
    for (int i = 0; i < 15; ++i) {
        select(world, with_rtx, at_most(i % 2 == 0 ? 180 : 720));
        select(world, without_rtx, at_most(i % 2 == 0 ? 180 : 720));
        world.run_for(1s);
    }
    world.up().set_shape({.delay = 20ms});
    world.down().set_shape({.delay = 20ms});
    world.run_for(2s);
    for (const RtcClient* viewer : {with_rtx, without_rtx}) {
        EXPECT_GE(viewer->video().switches, 12);
        EXPECT_GT(viewer->video().frames, publisher->frames_sent() * 95 / 100);
        EXPECT_EQ(viewer->video().broken, 0);
        EXPECT_EQ(viewer->undecryptable(), 0);
    }
}

TEST(Layers, ALayerThatThePublisherPausesIsLeftAndComesBack) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(3s);
    ASSERT_EQ(viewer->video().width, 1280);
    publisher->set_layer_active(0, false);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 640; }, 2s));
    publisher->set_layer_active(0, true);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 1280; }, 2s));
    EXPECT_EQ(viewer->video().backwards, 0);
    EXPECT_EQ(viewer->video().skips, 0);
}

TEST(Layers, UnknownLayersAndForeignSessionsAreRefused) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(1s);
    LayerSelection unknown;
    unknown.rid = "xxl";
    const auto refused =
        world.engine().select_layer(world.session_of(viewer), unknown, world.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().word, "unknown_layer");
    EXPECT_FALSE(world.engine().select_layer(world.session_of(publisher), {}, world.now()));
    EXPECT_FALSE(world.engine().select_layer("nobody", {}, world.now()));
}

TEST(Layers, PublisherWithOneLayerTakesOverFromOneWithThree) {
    MediaWorld world;
    RtcClient* first = world.publish("class", three_layers());
    RtcClient* viewer = world.watch("class");
    world.film(first);
    world.run_for(2s);
    select(world, viewer, at_most(180));
    world.run_for(2s);
    ASSERT_EQ(viewer->video().width, 320);
    ClientOptions one_layer;
    one_layer.video_ssrc = 0x55555555;
    RtcClient* second = world.publish("class", one_layer);
    world.film(second);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 640; }, 2s));
    world.run_for(1s);
    EXPECT_GE(viewer->video().last_frame + 3, second->frames_sent());
    EXPECT_EQ(viewer->video().backwards, 0);
    // And back again; the wish still counts.
    RtcClient* third = world.publish("class", three_layers());
    world.film(third);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().width == 320; }, 2s));
}

TEST(Layers, RetransmissionsFindTheirLayerByTheirOwnRid) {
    MediaWorld world(5, {.delay = 20ms});
    RtcClient* publisher = world.publish("class", three_layers());
    RtcClient* high = world.watch("class");
    RtcClient* low = world.watch("class", {}, "other");
    world.film(publisher);
    world.run_for(2s);
    select(world, low, at_most(180));
    world.run_for(1s);
    world.up().set_shape({.loss = 0.05, .delay = 20ms});
    world.run_for(10s);
    world.up().set_shape({.delay = 20ms});
    world.run_for(1s);
    EXPECT_GT(publisher->nacks_received(), 50);
    EXPECT_EQ(world.drops("rtp_unknown_source"), 0);
    for (const RtcClient* viewer : {high, low}) {
        EXPECT_GT(viewer->video().frames, publisher->frames_sent() - 15);
        EXPECT_EQ(viewer->video().skips, 0);
    }
}

struct SizesTap : MediaTap {
    std::vector<int> widths;  ///< one for each source
    std::uint32_t source = 0;
    std::int64_t last_sequence = -1;
    std::int64_t backwards = 0;
    std::int64_t packets = 0;
    std::int64_t reports = 0;
    bool begins_with_key = true;

    void on_packet(const TapPacket& packet) override {
        if (packet.kind != TrackKind::Video) return;
        ++packets;
        const auto payload = SyntheticPayload::read(packet.payload);
        ASSERT_TRUE(payload);
        if (packet.source != source) {
            EXPECT_GT(packet.source, source);
            begins_with_key = begins_with_key && payload->key_frame && payload->starts_frame;
            source = packet.source;
            last_sequence = -1;
            widths.push_back(payload->width);
        }
        EXPECT_EQ(payload->width, widths.back());
        if (packet.sequence <= last_sequence) ++backwards;
        last_sequence = packet.sequence;
    }
    void on_sender_report(const TapSenderReport& report) override {
        if (report.kind == TrackKind::Video && report.source == source) ++reports;
    }
    void on_publisher_gone(MonoTime) override {}
};

TEST(Layers, TapGetsTheHighestLayerAlone) {
    MediaWorld world;
    auto tap = std::make_shared<SizesTap>();
    world.engine().set_tap("class", tap, world.now());
    RtcClient* publisher = world.publish("class", three_layers());
    world.film(publisher);
    world.run_for(5s);
    ASSERT_EQ(tap->widths, std::vector<int>{1280});
    EXPECT_TRUE(tap->begins_with_key);
    EXPECT_EQ(tap->backwards, 0);
    EXPECT_GT(tap->reports, 2);
    EXPECT_GT(tap->packets, (publisher->frames_sent() - 15) * 9);
}

TEST(Layers, TapFollowsWhenTheHighestPausesAndComesBackLater) {
    MediaWorld world;
    auto tap = std::make_shared<SizesTap>();
    world.engine().set_tap("class", tap, world.now());
    RtcClient* publisher = world.publish("class", three_layers());
    world.film(publisher);
    world.run_for(3s);
    publisher->set_layer_active(0, false);
    world.run_for(3s);
    publisher->set_layer_active(0, true);
    world.run_for(3s);
    EXPECT_EQ(tap->widths, (std::vector<int>{1280, 640}));
    world.run_for(12s);
    EXPECT_EQ(tap->widths, (std::vector<int>{1280, 640, 1280}));
    EXPECT_TRUE(tap->begins_with_key);
    EXPECT_EQ(tap->backwards, 0);
}

TEST(Layers, TapThatComesInTheMiddleBeginsWithAKeyFrameOfTheHighest) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", three_layers());
    world.film(publisher);
    world.run_for(3s);
    auto tap = std::make_shared<SizesTap>();
    world.engine().set_tap("class", tap, world.now());
    world.run_for(2s);
    ASSERT_EQ(tap->widths, std::vector<int>{1280});
    EXPECT_TRUE(tap->begins_with_key);
}

}  // namespace
}  // namespace lsl::test
