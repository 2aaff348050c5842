// Under AES-GCM a packet index that is used for other bytes gives the authentication key away
// (RFC 7714 8.1), and a viewer may ask for any packet again.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <numeric>

#include "server/media/egress/sent_indices.h"
#include "tests/attacks/media/victims.h"

namespace lsl::test {
namespace {

using namespace media;

/// Every media packet that leaves, by source and number: how often one came again with other bytes.
class IndexWatch {
  public:
    void note(Bytes datagram) {
        const unsigned type = load8(datagram.data() + 1) & 0x7f;
        if (load8(datagram.data()) >> 6 != 2 || (type >= 64 && type < 96)) return;
        const auto key = std::pair(load32(datagram.data() + 8), load16(datagram.data() + 2));
        const std::vector<std::byte> bytes(datagram.begin(), datagram.end());
        const auto [known, is_new] = packets_.try_emplace(key, bytes);
        if (is_new) return;
        ++(known->second == bytes ? repeated_ : reused_);
    }
    int repeated() const { return repeated_; }
    int reused() const { return reused_; }

  private:
    std::map<std::pair<std::uint32_t, std::uint16_t>, std::vector<std::byte>> packets_;
    int repeated_ = 0;
    int reused_ = 0;
};

/// Asks for everything of one source, over and over.
void ask_for_all_again(MediaWorld& world, RtcClient* viewer, std::uint32_t ssrc) {
    std::uint16_t newest = 0;
    for (const KeptPacket& packet : viewer->kept()) {
        if (packet.header.ssrc == ssrc) newest = packet.header.sequence;
    }
    for (int round = 0; round < 20; ++round) {
        std::array<std::uint16_t, 100> wanted{};
        std::iota(wanted.begin(), wanted.end(), static_cast<std::uint16_t>(newest - 99));
        std::array<std::byte, 1'400> buffer;
        RtcpWriter writer(buffer);
        writer.nack(1, ssrc, wanted);
        viewer->send_rtcp(writer, buffer);
        world.run_for(50ms);
    }
}

struct IndexScene {
    explicit IndexScene(ClientOptions options) {
        options.keeps_packets = true;
        viewer = world.watch("class", std::move(options));
        world.down().set_observer([this](const Address& to, Bytes bytes) {
            if (to == world.address_of(viewer)) watch.note(bytes);
        });
        publisher = world.publish("class");
        world.film(publisher);
        world.run_for(3s);
    }
    std::uint32_t ssrc_of(std::string_view kind) const {
        for (const SdpMedia& media : viewer->answer().media) {
            if (media.kind == kind) return media.sources.front();
        }
        return 0;
    }

    MediaWorld world;
    IndexWatch watch;
    RtcClient* viewer = nullptr;
    RtcClient* publisher = nullptr;
};

TEST(PacketIndex, SoundIsNotRepeatedToAViewerWhoNegotiatedNone) {
    IndexScene scene({});
    ask_for_all_again(scene.world, scene.viewer, scene.ssrc_of("audio"));
    EXPECT_EQ(scene.watch.reused(), 0);
    EXPECT_EQ(scene.watch.repeated(), 0);
    EXPECT_GT(scene.world.drops("nack_not_negotiated"), 1'000);
    EXPECT_EQ(scene.world.drops("srtp_index_reused"), 0);
}

TEST(PacketIndex, PictureWithoutRtxIsRepeatedAsItWas) {
    IndexScene scene({.rtx = false});
    ask_for_all_again(scene.world, scene.viewer, scene.ssrc_of("video"));
    EXPECT_EQ(scene.watch.reused(), 0);
    EXPECT_GT(scene.watch.repeated(), 50);
}

TEST(PacketIndex, PictureWithRtxIsRepeatedUnderNumbersOfItsOwn) {
    IndexScene scene({});
    ask_for_all_again(scene.world, scene.viewer, scene.ssrc_of("video"));
    EXPECT_EQ(scene.watch.reused() + scene.watch.repeated(), 0);
    EXPECT_GT(scene.world.engine().engine_stats().counters.packets_repeated, 50);
}

// --- One viewer's picture, two layers, no RTX --------------------------------------------------

class TwoLayers : public testing::Test {
  protected:
    TwoLayers() {
        RtcClient* viewer = world_.watch("class");
        world_.connect_all();
        // Its keys and its address; its own tracks have nothing to send.
        const Session* session = world_.engine().find_session(world_.session_of(viewer));
        transport_ = &const_cast<Session*>(session)->transport;
        NegotiatedFormat format;
        format.codec = Codec::Vp8;
        format.payload_type = 96;
        format.clock_rate_hz = 90'000;
        format.nack = true;
        media_.kind = TrackKind::Video;
        media_.formats = {format};
        room_.start_layers(2);
        for (std::size_t layer : {0u, 1u}) room_.video[layer].start_source({format}, 64);
        track_.emplace(media_, StreamIdentity{.ssrc = 0x5eed, .first_sequence = 1'000}, room_,
                       *transport_);
    }

    /// A frame of `packets` packets, beginning with `sequence`.
    void log(std::size_t layer, std::int64_t sequence, int packets, bool key) {
        PacketLog& log = *room_.video[layer].log;
        for (int i = 0; i < packets; ++i) {
            LoggedPacket& packet = log.next();
            packet = {};
            packet.sequence = sequence + i;
            packet.arrival = now_;
            packet.timestamp = static_cast<std::uint32_t>(sequence * 3'000);
            packet.payload_size = 200;
            packet.payload.fill(static_cast<std::byte>(layer * 100 + static_cast<unsigned>(i)));
            packet.marker = i + 1 == packets;
            packet.starts_key_frame = key && i == 0;
            log.commit();
        }
    }
    /// How many packets left.
    std::size_t pump() {
        track_->send_logged({now_, out_, drops_});
        return take();
    }
    std::size_t take() {
        for (const Outbox::Datagram& datagram : out_.datagrams()) watch_.note(out_.bytes(datagram));
        const std::size_t left = out_.datagrams().size();
        out_.clear();
        return left;
    }
    std::size_t ask(std::uint16_t sequence) {
        now_ = now_ + 100ms;
        track_->retransmit(sequence, {now_, out_, drops_});
        return take();
    }

    MediaWorld world_;
    MonoTime now_ = world_.now();
    MediaCounters counters_;
    Room room_{"room", counters_};
    NegotiatedMedia media_;
    Transport* transport_ = nullptr;
    std::optional<EgressTrack> track_;
    Outbox out_;
    DropCounters drops_;
    IndexWatch watch_;
};

TEST_F(TwoLayers, PacketsOfTheLayerBeforeAreRepeatedUpToItsEndAndNoFurther) {
    log(0, 100, 5, true);
    ASSERT_EQ(pump(), 5u);  // 1000 to 1004
    track_->select_layer(1, false, now_);
    log(1, 500, 5, true);
    ASSERT_EQ(pump(), 5u);  // 1005 to 1009
    log(0, 105, 5, false);  // for others
    EXPECT_EQ(ask(1'004), 1u);
    EXPECT_EQ(ask(1'005), 1u);
    // The publisher overtakes this viewer, who begins again at a later key frame.
    log(1, 505, 70, false);
    log(1, 575, 5, true);
    ASSERT_EQ(pump(), 5u);  // 1010 to 1014
    EXPECT_EQ(ask(1'012), 1u);
    EXPECT_EQ(ask(1'004), 1u);
    // These were the second layer's, which is no longer told apart; the first one's they never
    // were.
    for (std::uint16_t sequence = 1'005; sequence < 1'010; ++sequence) {
        EXPECT_EQ(ask(sequence), 0u) << sequence;
    }
    EXPECT_EQ(watch_.reused(), 0);
    EXPECT_EQ(drops_.of(Drop::SrtpIndexReused), 0);
    EXPECT_EQ(drops_.of(Drop::NackNotInLog), 5);
}

TEST_F(TwoLayers, WhatChangesUnderAnIndexThatHasLeftStays) {
    log(0, 100, 5, true);
    ASSERT_EQ(pump(), 5u);
    EXPECT_EQ(ask(1'002), 1u);
    // A fault that must not happen: the log has other bytes than those that left.
    const_cast<LoggedPacket*>(room_.video[0].log->find(102))->payload.fill(std::byte{0xee});
    EXPECT_EQ(ask(1'002), 0u);
    EXPECT_EQ(watch_.reused(), 0);
    EXPECT_EQ(drops_.of(Drop::SrtpIndexReused), 1);
}

TEST(SentIndices, TakesEachOnceAndRepeatsOnlyWhereTheyAreTheSame) {
    SentIndices once(1);
    EXPECT_TRUE(once.take(70'000, 1));
    EXPECT_TRUE(once.take(70'002, 2));
    EXPECT_TRUE(once.take(70'001, 3));  // came late
    EXPECT_FALSE(once.take(70'001, 3));
    EXPECT_FALSE(once.take(70'000, 1));
    EXPECT_FALSE(once.take(70'002 - SentIndices::kWidth, 4));  // nobody knows

    SentIndices repeats(2);
    repeats.keep_tags();
    EXPECT_TRUE(repeats.take(10, 1));
    EXPECT_TRUE(repeats.take(10, 1));
    EXPECT_FALSE(repeats.take(10, 2));
    EXPECT_TRUE(repeats.take(10 + SentIndices::kWidth, 3));  // the same place in memory
    EXPECT_FALSE(repeats.take(10, 1));
    EXPECT_TRUE(repeats.take(11 + 2 * SentIndices::kWidth, 4));
    EXPECT_TRUE(repeats.take(10 + 2 * SentIndices::kWidth, 5));
}

}  // namespace
}  // namespace lsl::test
