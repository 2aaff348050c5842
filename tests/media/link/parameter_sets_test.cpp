// An H264 encoder that names its parameter sets in the offer alone (RFC 6184 8.1), as hardware
// does: no browser could decode what it sends, so each key frame is given them.
#include "server/media/codec/h264_parameter_sets.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr const char* kSets = "packetization-mode=1;sprop-parameter-sets=Z0IAHoA=,aM48";

std::vector<std::byte> payload(std::initializer_list<unsigned> head, std::size_t size) {
    std::vector<std::byte> made(size, std::byte{0x5a});
    std::size_t i = 0;
    for (const unsigned byte : head) made[i++] = static_cast<std::byte>(byte);
    return made;
}

/// A tap that keeps video packets.
struct KeepingTap : MediaTap {
    void on_packet(const TapPacket& packet) override {
        if (packet.kind != TrackKind::Video) return;
        kept.push_back({packet, {packet.payload.begin(), packet.payload.end()}});
    }
    void on_sender_report(const TapSenderReport&) override {}
    void on_publisher_gone(MonoTime) override {}

    struct Kept {
        TapPacket packet;
        std::vector<std::byte> payload;
    };
    std::vector<Kept> kept;
};

class SetsOfTheOffer : public testing::Test {
  protected:
    explicit SetsOfTheOffer(const char* parameters = kSets) {
        world_.engine().set_tap("class", tap_, world_.now());
        ClientOptions options;
        options.video_codec = "H264/90000";
        options.video_parameters = parameters;
        publisher_ = world_.publish("class", options);
        options.keeps_packets = true;
        options.video_parameters = "packetization-mode=1";
        viewer_ = world_.watch("class", options);
        world_.connect_all();
    }

    void send(std::uint16_t sequence, std::uint32_t timestamp, bool marker,
              const std::vector<std::byte>& bytes) {
        publisher_->send_raw(96, publisher_->options().video_ssrc, sequence, timestamp, marker,
                             bytes);
    }
    /// Three packets: an IDR slice in fragments.
    void send_key_frame(std::uint16_t sequence, std::uint32_t timestamp) {
        send(sequence, timestamp, false, payload({0x7c, 0x85}, 1'000));
        send(static_cast<std::uint16_t>(sequence + 1), timestamp, false,
             payload({0x7c, 0x05}, 1'000));
        send(static_cast<std::uint16_t>(sequence + 2), timestamp, true, payload({0x7c, 0x45}, 500));
    }
    void send_frame(std::uint16_t sequence, std::uint32_t timestamp) {
        send(sequence, timestamp, true, payload({0x41, 0xe0}, 700));
    }
    /// What the viewer has, in the order of its sequence numbers; payloads without padding.
    std::vector<std::vector<std::byte>> seen() const {
        std::map<std::uint16_t, std::vector<std::byte>> by_sequence;
        for (const KeptPacket& packet : viewer_->kept()) {
            if (packet.header.payload_type != 96) continue;
            Bytes bytes;
            if (rtp_payload(packet.bytes, packet.header, bytes) != RtpVerdict::Ok) continue;
            by_sequence[packet.header.sequence] = {bytes.begin(), bytes.end()};
        }
        std::vector<std::vector<std::byte>> all;
        std::optional<std::uint16_t> last;
        for (auto& [sequence, bytes] : by_sequence) {
            if (last) {
                EXPECT_EQ(sequence, *last + 1) << "no hole";
            }
            last = sequence;
            all.push_back(std::move(bytes));
        }
        return all;
    }

    MediaWorld world_;
    std::shared_ptr<KeepingTap> tap_ = std::make_shared<KeepingTap>();
    RtcClient* publisher_ = nullptr;
    RtcClient* viewer_ = nullptr;
    const std::vector<std::byte> sets_ = H264ParameterSets(kSets).packet();
};

TEST_F(SetsOfTheOffer, ReachViewersAndTheTapBeforeEachKeyFrame) {
    send_key_frame(1'000, 90'000);
    world_.run_for(50ms);
    send_frame(1'003, 93'000);
    world_.run_for(50ms);
    send_key_frame(1'004, 96'000);
    world_.run_for(50ms);
    const auto packets = seen();
    ASSERT_EQ(packets.size(), 9u);
    EXPECT_EQ(packets[0], sets_);
    EXPECT_EQ(packets[1], payload({0x7c, 0x85}, 1'000));
    EXPECT_EQ(packets[4], payload({0x41, 0xe0}, 700));
    EXPECT_EQ(packets[5], sets_);
    EXPECT_EQ(packets[8], payload({0x7c, 0x45}, 500));

    ASSERT_EQ(tap_->kept.size(), 9u);
    EXPECT_EQ(tap_->kept[0].payload, sets_);
    EXPECT_EQ(tap_->kept[1].packet.sequence, tap_->kept[0].packet.sequence + 1);
    EXPECT_EQ(tap_->kept[1].packet.timestamp, tap_->kept[0].packet.timestamp);
    EXPECT_FALSE(tap_->kept[0].packet.marker);
}

TEST_F(SetsOfTheOffer, ReachWhoJoinsLater) {
    send_key_frame(1'000, 90'000);
    send_frame(1'003, 93'000);
    world_.run_for(50ms);
    ClientOptions options = viewer_->options();
    viewer_ = world_.watch("class", options);
    world_.connect_all();
    world_.run_for(100ms);
    const auto packets = seen();
    ASSERT_EQ(packets.size(), 5u);
    EXPECT_EQ(packets[0], sets_);
}

TEST_F(SetsOfTheOffer, AreSentAgainToWhoLostThem) {
    int lost = 0;
    world_.down().set_filter([&](Bytes bytes) {
        const bool video = bytes.size() > 12 && (load8(bytes.data() + 1) & 0x7f) == 96;
        return video && lost++ == 0;
    });
    send_key_frame(1'000, 90'000);
    world_.run_for(50ms);
    send_frame(1'003, 93'000);
    world_.run_for(500ms);
    // The first packet of a stream is missed by nobody; the log has it all the same.
    EXPECT_GE(world_.engine().engine_stats().counters.packets_forwarded, 5);
    EXPECT_EQ(world_.drops("srtp_index_reused"), 0);
}

TEST_F(SetsOfTheOffer, ComeBeforeAKeyFrameWhoseBeginningIsLate) {
    send_frame(999, 87'000);
    world_.run_for(20ms);
    send(1'001, 90'000, false, payload({0x7c, 0x05}, 1'000));
    send(1'000, 90'000, false, payload({0x7c, 0x85}, 1'000));
    send(1'002, 90'000, true, payload({0x7c, 0x45}, 500));
    world_.run_for(50ms);
    const auto packets = seen();
    ASSERT_EQ(packets.size(), 4u);
    EXPECT_EQ(packets[0], sets_);
    EXPECT_EQ(packets[1], payload({0x7c, 0x85}, 1'000));
    EXPECT_EQ(packets[2], payload({0x7c, 0x05}, 1'000));
}

TEST_F(SetsOfTheOffer, NeverComeBetweenThePiecesOfTheFirstKeyFrame) {
    const auto requests = publisher_->key_frame_requests();
    send(1'001, 90'000, false, payload({0x7c, 0x05}, 1'000));
    send(1'000, 90'000, false, payload({0x7c, 0x85}, 1'000));
    send(1'002, 90'000, true, payload({0x7c, 0x45}, 500));
    world_.run_for(600ms);
    std::map<std::int64_t, std::vector<std::byte>> tapped;
    for (const KeepingTap::Kept& kept : tap_->kept) {
        EXPECT_TRUE(tapped.emplace(kept.packet.sequence, kept.payload).second) << "used twice";
    }
    ASSERT_EQ(tapped.size(), 3u);
    EXPECT_EQ(tapped.begin()->second, payload({0x7c, 0x85}, 1'000));
    EXPECT_EQ(std::next(tapped.begin())->second, payload({0x7c, 0x05}, 1'000));
    EXPECT_GT(publisher_->key_frame_requests(), requests) << "another one has to do";
    send_key_frame(1'003, 93'000);
    world_.run_for(50ms);
    ASSERT_EQ(tap_->kept.size(), 7u);
    EXPECT_EQ(tap_->kept[3].payload, sets_);
}

TEST_F(SetsOfTheOffer, TakeNoNumberOfAPacketThatIsLate) {
    send_key_frame(1'000, 90'000);
    send(999, 87'000, true, payload({0x41, 0xe0}, 700));
    send(998, 84'000, true, payload({0x41, 0xe0}, 700));
    world_.run_for(50ms);
    std::map<std::int64_t, std::vector<std::byte>> tapped;
    for (const KeepingTap::Kept& kept : tap_->kept) {
        EXPECT_TRUE(tapped.emplace(kept.packet.sequence, kept.payload).second) << "used twice";
    }
    ASSERT_EQ(tapped.size(), 6u);
    EXPECT_EQ(std::next(tapped.begin(), 2)->second, sets_);
}

TEST_F(SetsOfTheOffer, ThatFindNoRoomMakeTheNextKeyFrameComeSoon) {
    send_key_frame(1'000, 90'000);
    world_.run_for(1s);
    const auto requests = publisher_->key_frame_requests();
    // The end of a picture and the beginning of the key frame are both under way.
    send(1'003, 93'000, false, payload({0x7c, 0x81}, 700));
    send(1'006, 96'000, false, payload({0x7c, 0x05}, 1'000));
    world_.run_for(600ms);
    EXPECT_GT(publisher_->key_frame_requests(), requests);
}

TEST_F(SetsOfTheOffer, ThatFindNoRoomBeforeABeginningThatIsLateStillMakeOneComeSoon) {
    send_key_frame(1'000, 90'000);
    world_.run_for(1s);
    const auto requests = publisher_->key_frame_requests();
    send(1'003, 93'000, false, payload({0x7c, 0x81}, 700));
    send(1'006, 96'000, false, payload({0x7c, 0x05}, 1'000));
    send(1'005, 96'000, false, payload({0x7c, 0x85}, 1'000));
    world_.run_for(600ms);
    EXPECT_GT(publisher_->key_frame_requests(), requests);
}

struct SetsOfTheStream : SetsOfTheOffer {
    SetsOfTheStream() : SetsOfTheOffer("packetization-mode=1") {}
};

TEST_F(SetsOfTheStream, ThatComeOnceAreGivenToLaterKeyFrames) {
    send(1'000, 90'000, false, sets_);
    send_key_frame(1'001, 90'000);
    world_.run_for(50ms);
    send_key_frame(1'004, 93'000);
    world_.run_for(50ms);
    const auto packets = seen();
    ASSERT_EQ(packets.size(), 8u);
    EXPECT_EQ(packets[0], sets_);
    EXPECT_EQ(packets[4], sets_);
}

}  // namespace
}  // namespace lsl::test
