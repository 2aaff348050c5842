#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

struct CountingTap : MediaTap {
    std::int64_t packets = 0;
    std::int64_t reports = 0;
    int gone = 0;
    std::set<std::uint32_t> video_sources;
    std::int64_t last_sequence = -1;
    std::int64_t backwards = 0;

    void on_packet(const TapPacket& packet) override {
        ++packets;
        if (packet.kind != TrackKind::Video) return;
        if (!video_sources.contains(packet.source)) last_sequence = -1;
        video_sources.insert(packet.source);
        if (packet.sequence <= last_sequence) ++backwards;
        last_sequence = packet.sequence;
        EXPECT_TRUE(SyntheticPayload::read(packet.payload));
    }
    void on_sender_report(const TapSenderReport&) override { ++reports; }
    void on_publisher_gone(MonoTime) override { ++gone; }
};

TEST(SourceChange, PublisherThatDiesAndComesBackIsASeamlessStreamToViewers) {
    MediaWorld world;
    auto tap = std::make_shared<CountingTap>();
    world.engine().set_tap("class", tap, world.now());
    RtcClient* first = world.publish("class");
    ClientOptions keeps;
    keeps.keeps_packets = true;
    RtcClient* viewer = world.watch("class", keeps);
    world.film(first);
    world.run_for(3s);
    const auto frames_before = viewer->video().frames;
    world.vanish(first);
    world.run_for(20s);

    ClientOptions again;
    again.video_ssrc = 0x99999999;
    again.audio_ssrc = 0x88888888;
    again.first_sequence = 40000;
    again.first_timestamp = 123456789;
    RtcClient* second = world.publish("class", again);
    world.film(second);
    ASSERT_TRUE(world.run_until([&] { return viewer->video().frames > frames_before + 5; }, 2s));
    world.run_for(2s);

    EXPECT_EQ(viewer->video().skips, 0);
    EXPECT_EQ(viewer->video().duplicates, 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
    EXPECT_EQ(tap->gone, 1);
    EXPECT_EQ(tap->video_sources.size(), 2u);
    EXPECT_EQ(tap->backwards, 0);
    EXPECT_GT(tap->reports, 5);

    // On the wire: one SSRC, every sequence number once, timestamps that jump by the silence.
    std::optional<std::uint16_t> last_sequence;
    std::optional<std::uint32_t> last_timestamp;
    std::int32_t largest_step = 0;
    for (const KeptPacket& packet : viewer->kept()) {
        if (packet.header.payload_type != 96) continue;
        if (last_sequence) {
            EXPECT_EQ(static_cast<std::uint16_t>(*last_sequence + 1), packet.header.sequence);
            const auto step = static_cast<std::int32_t>(packet.header.timestamp - *last_timestamp);
            EXPECT_GE(step, 0);
            largest_step = std::max(largest_step, step);
        }
        last_sequence = packet.header.sequence;
        last_timestamp = packet.header.timestamp;
    }
    EXPECT_NEAR(largest_step / 90000.0, 20.1, 0.5);
}

TEST(SourceChange, SecondPublisherTakesOverOnceItIsConnected) {
    MediaWorld world;
    RtcClient* first = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(first);
    world.run_for(2s);
    // An answer alone ends nothing: this newcomer never appears.
    RtcClient never(world.dtls(), {.publishes = true});
    ASSERT_TRUE(world.engine().publish("class", never.offer(), world.now()));
    world.run_for(1s);
    EXPECT_EQ(world.count<PublisherGone>(), 0);

    RtcClient* second = world.publish("class", {.video_ssrc = 0x55555555});
    world.film(second);
    world.run_for(1s);
    EXPECT_EQ(world.count<PublisherGone>(), 1);
    EXPECT_EQ(world.count<PublisherConnected>(), 2);
    EXPECT_EQ(first->dtls_state(), DtlsState::Closed);
    EXPECT_EQ(second->dtls_state(), DtlsState::Connected);
    EXPECT_EQ(viewer->video().last_frame + 2, second->frames_sent());
}

TEST(SourceChange, NewSsrcWithinASessionIsFollowedOnceTheOldOneIsSilent) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    const auto frames = viewer->video().frames;
    world.stop_filming(publisher);
    world.run_for(400ms);
    publisher->change_sources(0xaaaa0001, 0xaaaa0002, 7, 42);
    world.film(publisher);
    world.run_for(2s);
    EXPECT_GT(viewer->video().frames, frames + 45);
    EXPECT_EQ(viewer->video().skips, 0);
}

TEST(SourceChange, TenThousandRandomSsrcsLeaveMemoryFlatAndTheStreamAlone) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(1s);
    std::mt19937 random(5);
    const std::array<std::byte, 40> payload{};
    for (int i = 0; i < 10'000; ++i) {
        const bool unknown_type = i % 2 == 0;
        const auto ssrc = static_cast<std::uint32_t>(random());
        const auto sequence = static_cast<std::uint16_t>(random() & 0x7fff);
        publisher->send_raw(unknown_type ? 50 : 96, ssrc, sequence, ssrc ^ 1, false, payload,
                            i % 3 == 0);
        if (i % 20 == 0) world.run_for(1ms);
    }
    world.run_for(2s);
    EXPECT_GT(world.drops("rtp_unknown_source") + world.drops("rtp_source_conflict"), 9'900);
    const Session* session = world.engine().find_session(world.session_of(publisher));
    ASSERT_NE(session, nullptr);
    EXPECT_LE(session->transport.receiver()->sources(), SrtpReceiver::kMaxSources);
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
    EXPECT_EQ(viewer->video().broken, 0);
}

TEST(SourceChange, SimulcastLayersBeyondTheFirstAreLeftAside) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    world.run_for(1s);
    const std::array<std::byte, 20> payload{};
    // A second SSRC on the same track while the first is talking.
    for (std::uint16_t i = 0; i < 10; ++i) {
        publisher->send_raw(96, 0x0badcafe, i, 1, true, payload);
        world.run_for(5ms);
    }
    world.run_for(50ms);
    EXPECT_EQ(world.drops("rtp_source_conflict"), 10);
}

TEST(SourceChange, ViewerWithoutThePublishersCodecStaysAndHearsSound) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class", {.video_codec = "AV1/90000"});
    RtcClient* viewer = world.watch("class", {.video_codec = "VP9/90000"});
    world.film(publisher);
    world.run_for(2s);
    EXPECT_TRUE(viewer->connected());
    EXPECT_GT(viewer->audio().packets, 50);
    EXPECT_EQ(viewer->video().packets, 0);
    const RoomStats stats = world.engine().room_stats("class", world.now());
    EXPECT_EQ(stats.viewers, 1);
}

}  // namespace
}  // namespace lsl::test
