// What happens to people during a class: another network, a closed laptop, a second device.

#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

std::string restart_fragment(const std::string& ufrag, const std::string& pwd) {
    return "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + pwd +
           "\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n";
}

/// The client restarts ICE as a browser does after a change of networks. False if it was refused.
bool restart(MediaWorld& world, RtcClient* client, const std::string& ufrag) {
    const std::string pwd = ufrag + ufrag + ufrag + ufrag + ufrag + ufrag;
    const auto answer =
        world.engine().patch(world.session_of(client), restart_fragment(ufrag, pwd), std::nullopt);
    if (!answer || !answer->restarted) return false;
    client->restart_ice(ufrag, pwd, answer->fragment);
    return true;
}

/// Frames that this viewer gets within a second.
std::int64_t frames_of_a_second(MediaWorld& world, const RtcClient* viewer) {
    const auto before = viewer->video().frames;
    world.run_for(1s);
    return viewer->video().frames - before;
}

TEST(Change, PublisherOnAnotherNetworkGoesOnWithoutARestart) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    world.move(publisher);
    world.run_for(4s);  // its next check is up to 2.5 s away
    EXPECT_GT(frames_of_a_second(world, viewer), 25);
    EXPECT_EQ(world.count<PublisherGone>(), 0);
    EXPECT_EQ(world.count<PublisherConnected>(), 1);
    EXPECT_EQ(viewer->video().broken, 0);
}

TEST(Change, PublisherWhoRestartsIceOnAnotherNetworkIsBackInAMoment) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher, {.key_interval = 300});
    world.run_for(2s);
    world.move(publisher);
    world.run_for(300ms);
    ASSERT_TRUE(restart(world, publisher, "secondnet"));
    const auto frames = viewer->video().frames;
    EXPECT_TRUE(world.run_until([&] { return viewer->video().frames > frames + 3; }, 1s));
    EXPECT_GT(frames_of_a_second(world, viewer), 25);
    EXPECT_EQ(world.count<PublisherGone>(), 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
}

TEST(Change, RestartUnderLossAndMoreRestartsBeforeItIsThroughAreFine) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        MediaWorld world(seed, {.delay = 30ms});
        RtcClient* publisher = world.publish("class");
        RtcClient* viewer = world.watch("class");
        world.film(publisher, {.key_interval = 30});
        world.run_for(1s);
        world.up().set_shape({.loss = 0.3, .delay = 30ms, .jitter = 10ms});
        for (const char* ufrag : {"network-one", "network-two", "network-three"}) {
            world.move(viewer);
            ASSERT_TRUE(restart(world, viewer, ufrag));
            world.run_for(70ms);
        }
        world.run_for(2s);
        world.up().set_shape({.delay = 30ms});
        world.run_for(2s);
        EXPECT_GT(frames_of_a_second(world, viewer), 25) << seed;
        EXPECT_EQ(world.count<ViewerGone>(), 0) << seed;
    }
}

TEST(Change, RestartWhoseAnswerGetsLostLeavesTheOldConnectionAlone) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    const std::string pwd = "neverneverneverneverneverneverneverused";
    ASSERT_TRUE(world.engine().patch(world.session_of(viewer), restart_fragment("never", pwd),
                                     std::nullopt));
    // Beyond consent: the checks that keep it alive are made with the old credentials.
    world.run_for(40s);
    EXPECT_EQ(world.count<ViewerGone>(), 0);
    EXPECT_GT(frames_of_a_second(world, viewer), 25);
}

TEST(Change, ViewerWhoWakesWithinConsentSeesTheNewestPictureSoon) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher, {.key_interval = 60});
    world.run_for(3s);
    world.sleep(viewer);
    world.run_for(25s);
    const auto asked = publisher->key_frame_requests();
    world.wake(viewer);
    EXPECT_TRUE(world.run_until(
        [&] { return viewer->video().last_frame + 3 >= publisher->frames_sent(); }, 2500ms));
    EXPECT_GT(frames_of_a_second(world, viewer), 25);
    EXPECT_EQ(viewer->video().broken, 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
    EXPECT_EQ(world.count<ViewerGone>(), 0);
    EXPECT_LE(publisher->key_frame_requests() - asked, 3);
}

TEST(Change, ViewerWhoSleptTooLongIsGoneAndComesBackLikeANewOne) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(3s);
    world.sleep(viewer);
    world.run_for(35s);
    EXPECT_EQ(world.count<ViewerGone>(), 1);
    EXPECT_EQ(world.engine().room_stats("class", world.now()).viewers, 0);
    world.wake(viewer);
    world.run_for(1s);
    EXPECT_EQ(world.engine().patch(world.session_of(viewer), "a=x", std::nullopt).error().code,
              ErrorCode::NotFound);  // which tells its player to begin anew
    RtcClient* again = world.watch("class");
    EXPECT_TRUE(world.run_until([&] { return again->video().frames > 5; }, 1s));
    EXPECT_EQ(world.engine().room_stats("class", world.now()).viewers, 1);
}

TEST(Change, PublisherWhoSleepsForAMomentIsFollowedWhereItWakes) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    world.sleep(publisher);
    world.run_for(8s);
    world.move(publisher);
    world.wake(publisher);
    world.run_for(3s);
    EXPECT_GT(frames_of_a_second(world, viewer), 25);
    EXPECT_EQ(world.count<PublisherGone>(), 0);
    EXPECT_EQ(viewer->video().broken, 0);
}

TEST(Change, DevicesThatTakeTheRoomFromEachOtherAreOneStreamToViewers) {
    MediaWorld world;
    ClientOptions keeps;
    keeps.keeps_packets = true;
    RtcClient* viewer = world.watch("class", keeps);
    std::vector<RtcClient*> devices;
    for (std::uint32_t i = 0; i < 4; ++i) {
        ClientOptions device;
        device.video_ssrc = 0x50000000 + i;
        device.audio_ssrc = 0x60000000 + i;
        device.first_sequence = static_cast<std::uint16_t>(9'000 * i + 11);
        device.first_timestamp = 0xfffff000u + i * 77'777u;
        devices.push_back(world.publish("class", device));
        world.film(devices.back());
        world.run_for(2s);
        EXPECT_EQ(viewer->video().last_frame + 2, devices.back()->frames_sent()) << i;
    }
    EXPECT_EQ(world.count<PublisherConnected>(), 4);
    EXPECT_EQ(world.count<PublisherGone>(), 3);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(devices[i]->dtls_state(), DtlsState::Closed) << i;
    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->video().broken, 0);
    EXPECT_EQ(viewer->video().duplicates, 0);
    std::optional<std::uint16_t> last;
    for (const KeptPacket& packet : viewer->kept()) {
        if (packet.header.payload_type != 96) continue;
        if (last) {
            EXPECT_EQ(static_cast<std::uint16_t>(*last + 1), packet.header.sequence);
        }
        last = packet.header.sequence;
    }
}

TEST(Change, PublisherWhoComesBackWithAnotherCodecIsSeenByWhoeverKnowsIt) {
    MediaWorld world;
    RtcClient* first = world.publish("class", {.video_codec = "VP8/90000"});
    RtcClient* knows_both =
        world.watch("class", {.video_codec = "VP8/90000", .other_video_codec = "VP9/90000"});
    RtcClient* knows_one = world.watch("class", {.video_codec = "VP8/90000"}, "other");
    world.film(first);
    world.run_for(2s);
    EXPECT_EQ(knows_both->video().payload_type, 96);
    world.vanish(first);
    world.run_for(1s);
    RtcClient* second = world.publish("class", {.video_codec = "VP9/90000", .video_ssrc = 0x99});
    ASSERT_TRUE(world.run_until([&] { return second->connected(); }, 2s));
    const auto vp8_packets = knows_one->video().packets;
    std::array<std::byte, 200> key_frame{};
    store8(key_frame.data(), 0x0c);  // RFC 9628: begins and ends a frame that predicts nothing
    for (std::uint16_t i = 0; i < 60; ++i) {
        second->send_raw(96, 0x99, i, i * 3000u, true, key_frame);
        world.run_for(33ms);
    }
    EXPECT_EQ(knows_both->video().payload_type, 120);
    EXPECT_EQ(knows_one->video().packets, vp8_packets);
    const RoomStats stats = world.engine().room_stats("class", world.now());
    EXPECT_EQ(stats.video_codec, Codec::Vp9);
    EXPECT_EQ(stats.viewers, 2);
    EXPECT_EQ(stats.viewers_without_video, 1);
    EXPECT_EQ(knows_both->undecryptable() + knows_one->undecryptable(), 0);
}

}  // namespace
}  // namespace lsl::test
