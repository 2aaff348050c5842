// Many viewers: packets are collected and made equally long, so that they leave as few buffers, and
// nothing of it shows at the other end.
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr int kMany = 30;

/// As an encoder cuts a frame: nearly equal packets, the longer ones at the end.
void send_frame(MediaWorld& world, RtcClient& publisher, std::uint32_t frame,
                std::initializer_list<std::size_t> sizes, std::int64_t first_index) {
    std::uint16_t packet = 0;
    for (const std::size_t size : sizes) {
        SyntheticPayload payload;
        payload.starts_frame = packet == 0;
        payload.key_frame = frame == 0;
        payload.frame = frame;
        payload.packet = packet;
        payload.sent = world.now();
        std::vector<std::byte> bytes(size);
        payload.write(bytes);
        publisher.send_raw(96, publisher.options().video_ssrc,
                           static_cast<std::uint16_t>(first_index + packet), 90000 + frame * 3000,
                           packet + 1u == sizes.size(), bytes);
        ++packet;
    }
}

struct Crowd {
    explicit Crowd(MediaWorld& world, ClientOptions options) {
        publisher = world.publish("class");
        options.keeps_packets = true;
        for (int i = 0; i < kMany; ++i) viewers.push_back(world.watch("class", options));
        world.connect_all();
    }
    RtcClient* publisher;
    std::vector<RtcClient*> viewers;
};

std::vector<KeptPacket> video_of(const RtcClient& viewer) {
    std::vector<KeptPacket> video;
    for (const KeptPacket& packet : viewer.kept()) {
        if (packet.header.payload_type == 96) video.push_back(packet);
    }
    return video;
}

TEST(FanOut, PacketsThatDifferByAByteLeaveEquallyLong) {
    MediaWorld world;
    Crowd crowd(world, {});
    send_frame(world, *crowd.publisher, 0, {1001, 1001, 1002, 1002}, 1000);
    world.run_for(100ms);
    for (const RtcClient* viewer : crowd.viewers) {
        EXPECT_EQ(viewer->video().packets, 4);
        EXPECT_EQ(viewer->video().broken, 0);
        EXPECT_EQ(viewer->video().frames, 1);
        const auto video = video_of(*viewer);
        ASSERT_EQ(video.size(), 4u);
        for (const KeptPacket& packet : video) {
            EXPECT_EQ(packet.bytes.size(), video.front().bytes.size());
            EXPECT_TRUE(packet.header.padding);
        }
    }
}

TEST(FanOut, AFewViewersGetNoPadding) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class", {.keeps_packets = true});
    world.run_until([&] { return publisher->connected() && viewer->connected(); }, 5s);
    send_frame(world, *publisher, 0, {1001, 1002}, 1000);
    world.run_for(100ms);
    const auto video = video_of(*viewer);
    ASSERT_EQ(video.size(), 2u);
    for (const KeptPacket& packet : video) EXPECT_FALSE(packet.header.padding);
}

// RFC 7714 8.1: the same packet index never carries other bytes, also when the crowd that the
// packet was made for has gone in the meantime.
TEST(FanOut, APacketSentAgainIsTheSame) {
    MediaWorld world;
    Crowd crowd(world, {.rtx = false, .transport_cc = false, .nacks = false});
    // What travels, by SSRC and sequence number.
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::vector<std::vector<std::byte>>> seen;
    world.down().set_filter([&seen](Bytes bytes) {
        if (bytes.size() > 12 && load8(bytes.data()) >= 128) {
            seen[{load32(bytes.data() + 8), load16(bytes.data() + 2)}].emplace_back(bytes.begin(),
                                                                                    bytes.end());
        }
        return false;
    });
    send_frame(world, *crowd.publisher, 0, {1001, 1002}, 1000);
    world.run_for(100ms);
    RtcClient& viewer = *crowd.viewers.front();
    const auto video = video_of(viewer);
    ASSERT_EQ(video.size(), 2u);
    for (std::size_t i = 1; i < crowd.viewers.size(); ++i) {
        ASSERT_TRUE(world.engine().close_session(world.session_of(crowd.viewers[i]), world.now()));
    }
    std::array<std::byte, 128> buffer;
    RtcpWriter writer(buffer);
    const std::uint32_t ssrc = video.back().header.ssrc;
    const std::uint16_t again = video.back().header.sequence;
    writer.nack(0x77777777, ssrc, std::span(&again, 1));
    viewer.send_rtcp(writer, buffer);
    world.run_for(100ms);
    const auto& copies = seen[{ssrc, again}];
    ASSERT_EQ(copies.size(), 2u);
    EXPECT_EQ(copies[0], copies[1]);
}

TEST(FanOut, SoundEndsTheRunOfThePicture) {
    MediaWorld world;
    Crowd crowd(world, {});
    send_frame(world, *crowd.publisher, 0, {1000, 1000, 1000}, 1000);
    crowd.publisher->send_audio(world.now());
    world.run_for(100ms);
    for (const RtcClient* viewer : crowd.viewers) {
        ASSERT_EQ(viewer->kept().size(), 4u);
        EXPECT_EQ(viewer->kept().back().header.payload_type, 111);
        EXPECT_EQ(viewer->kept().back().at, viewer->kept().front().at);
    }
}

}  // namespace
}  // namespace lsl::test
