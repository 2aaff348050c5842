#include <gtest/gtest.h>

#include <map>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

std::map<int, std::vector<std::byte>> elements_of(const KeptPacket& packet) {
    std::map<int, std::vector<std::byte>> elements;
    ExtensionReader reader(packet.header);
    std::uint8_t id = 0;
    Bytes value;
    while (reader.next(id, value)) elements[id].assign(value.begin(), value.end());
    return elements;
}

TEST(Wire, EachViewerSeesItsOwnExtensionIdsAndNothingElse) {
    MediaWorld world;
    ClientOptions sender;
    sender.extensions = {.mid = 9, .abs_send_time = 8, .transport_cc = 7, .audio_level = 6};
    RtcClient* publisher = world.publish("class", sender);
    world.film(publisher);
    world.run_for(500ms);  // on air with one layer: viewers get the light kind of feedback
    ClientOptions one{.keeps_packets = true};
    one.extensions = {.mid = 1, .abs_send_time = 2, .transport_cc = 3, .audio_level = 4};
    ClientOptions other{.abs_send_time = false, .keeps_packets = true};
    other.extensions = {.mid = 4, .abs_send_time = 3, .transport_cc = 2, .audio_level = 1};
    other.video_type = 120;
    RtcClient* first = world.watch("class", one);
    RtcClient* second = world.watch("class", other);
    world.run_for(2s);

    int video = 0;
    int audio = 0;
    for (const KeptPacket& packet : first->kept()) {
        const auto elements = elements_of(packet);
        const bool is_audio = packet.header.payload_type == 111;
        (is_audio ? audio : video) += 1;
        EXPECT_EQ(elements.size(), is_audio ? 3u : 2u);
        ASSERT_TRUE(elements.contains(1));
        EXPECT_EQ(as_text(elements.at(1)), is_audio ? "0" : "1");
        EXPECT_EQ(elements.at(2).size(), 3u);
        if (is_audio) {
            EXPECT_EQ(elements.at(4), std::vector<std::byte>{std::byte{0x2a}});
        }
    }
    EXPECT_GT(video, 100);
    EXPECT_GT(audio, 50);

    std::optional<std::uint16_t> last;
    for (const KeptPacket& packet : second->kept()) {
        const auto elements = elements_of(packet);
        const bool is_audio = packet.header.payload_type == 111;
        if (!is_audio) {
            EXPECT_EQ(packet.header.payload_type, 120);
        }
        EXPECT_EQ(as_text(elements.at(4)), is_audio ? "0" : "1");
        // A number of this viewer's own, counting up by one over both tracks.
        ASSERT_TRUE(elements.contains(2));
        const std::uint16_t number = load16(elements.at(2).data());
        if (last) {
            EXPECT_EQ(static_cast<std::uint16_t>(*last + 1), number);
        }
        last = number;
    }
    EXPECT_TRUE(last);
}

TEST(Wire, EveryDatagramFitsAnEthernetFrame) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class", {.keeps_packets = true});
    world.film(publisher);
    world.run_for(1s);
    for (const KeptPacket& packet : viewer->kept()) EXPECT_LE(packet.bytes.size() + 16, 1472u);
    EXPECT_GT(viewer->kept().size(), 100u);
}

TEST(Wire, GarbageIsCountedByReasonAndHarmsNobody) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(1s);
    std::mt19937 random(3);
    const Address stranger = Address::v4({203, 0, 113, 66}, 666);
    for (int i = 0; i < 20'000; ++i) {
        std::vector<std::byte> bytes(random() % 300);
        for (std::byte& b : bytes) b = static_cast<std::byte>(random() & 0xff);
        // From strangers, and forged from peers' own addresses.
        const int who = i % 3;
        world.inject(who == 0   ? stranger
                     : who == 1 ? world.address_of(publisher)
                                : world.address_of(viewer),
                     bytes);
        if (i % 200 == 0) world.run_for(2ms);
    }
    world.run_for(2s);
    EXPECT_GT(world.drops("unknown_peer"), 1'000);
    EXPECT_GT(world.drops("unknown_first_byte"), 1'000);
    EXPECT_GT(world.drops("srtp_not_authentic") + world.drops("rtp_malformed"), 100);
    EXPECT_GT(world.drops("stun_malformed"), 10);
    EXPECT_TRUE(publisher->connected());
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
    EXPECT_EQ(viewer->video().broken, 0);
}

TEST(Wire, ForgedStunMovesNobody) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(1s);
    BindingRequest request;
    const std::string username = viewer->answer().media.front().ice_ufrag + ":clnt";
    request.username = username;
    request.password = "guessed-guessed-guessed-guess";
    request.use_candidate = true;
    std::array<std::byte, 256> buffer;
    const std::size_t size = write_binding_request(buffer, request);
    for (int i = 0; i < 50; ++i) {
        world.inject(Address::v4({203, 0, 113, 66}, 666), Bytes(buffer).first(size));
    }
    EXPECT_EQ(world.drops("stun_not_authentic"), 50);
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
}

TEST(Wire, ReplayedMediaIsRefused) {
    MediaWorld world(4, {.delay = 5ms, .duplicates = 1.0});
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    EXPECT_GT(world.drops("srtp_replayed"), 300);
    EXPECT_GT(viewer->video().frames, 45);
}

TEST(Wire, ManyViewersAreServedInBatchesAndAllSeeEveryFrame) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    std::vector<RtcClient*> viewers;
    for (int i = 0; i < 60; ++i) viewers.push_back(world.watch("class"));
    world.run_for(1s);
    world.film(publisher, {.frame_bytes = 20'000, .key_bytes = 200'000, .key_interval = 60});
    world.run_for(5s);
    for (const RtcClient* viewer : viewers) {
        EXPECT_GE(viewer->video().frames + 2, publisher->frames_sent());
        EXPECT_EQ(viewer->video().skips, 0);
        EXPECT_EQ(viewer->video().duplicates, 0);
    }
    EXPECT_EQ(world.drops("outbox_full"), 0);
}

}  // namespace
}  // namespace lsl::test
