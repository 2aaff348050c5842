// Control packets that are cheap to send and dear to read: each kind, from a viewer who is let in.

#include <gtest/gtest.h>

#include <array>

#include "server/media/packet/twcc.h"
#include "server/media/transport/control_budget.h"
#include "tests/attacks/media/crafted_control.h"
#include "tests/attacks/media/victims.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr int kDatagrams = 1'000;  // in one second: some 10 Mbit/s
constexpr auto kUnitsInASecond =
    ControlBudget::kUnits.burst + 2 * ControlBudget::kUnits.bytes_per_second;

/// A class with one viewer who is about to misbehave.
struct FloodScene {
    FloodScene() : victims(world) {
        ClientOptions options;
        options.keeps_packets = true;
        attacker = world.watch("class", options, "attacker");
        publisher = world.publish("class");
        world.film(publisher);
        world.run_for(1s);
    }
    std::uint16_t newest_sequence() const {
        std::uint16_t newest = 0;
        for (const KeptPacket& packet : attacker->kept()) {
            const bool video = packet.header.ssrc == attacker->remote_video_ssrc();
            if (video) newest = packet.header.sequence;
        }
        return newest;
    }
    /// In one second, evenly, what `make(i)` gives.
    template <class Make>
    void flood(Make make) {
        for (int i = 0; i < kDatagrams; ++i) {
            world.inject(world.address_of(attacker), make(i));
            world.run_for(1ms);
        }
    }
    void flood_with(const std::vector<std::byte>& compound) {
        flood([&](int) { return attacker->sealed_control(compound); });
    }
    std::vector<std::byte> crafted(std::string_view name) const {
        for (CraftedCompound& one :
             crafted_compounds(attacker->remote_video_ssrc(), newest_sequence(),
                               static_cast<std::uint16_t>(attacker->kept().size()))) {
            if (one.name == name) return std::move(one.bytes);
        }
        ADD_FAILURE() << name;
        return {};
    }

    MediaWorld world;
    Victims victims;
    RtcClient* attacker = nullptr;
    RtcClient* publisher = nullptr;
};

TEST(ControlFlood, FeedbackOnMorePacketsThanAreRememberedIsNotRead) {
    const auto claims = [](std::size_t packets) {
        return read_twcc(Bytes(absent_feedback(0, packets)).subspan(12));
    };
    EXPECT_TRUE(claims(SentPackets::kCapacity));
    EXPECT_FALSE(claims(SentPackets::kCapacity + 1));
    EXPECT_FALSE(claims(65'535));

    FloodScene scene;
    const auto wide = absent_feedback(0, 65'535);
    for (int i = 0; i < 100; ++i) {
        scene.world.inject(scene.world.address_of(scene.attacker),
                           scene.attacker->sealed_control(wide));
    }
    EXPECT_EQ(scene.world.drops("feedback_refused"), 100);
    scene.victims.expect_untouched();
}

TEST(ControlFlood, FeedbackThatIsWideEnoughToBeReadRunsIntoTheBudget) {
    FloodScene scene;
    scene.flood_with(scene.crafted("twcc, 1,024 packets, filled"));
    // Each datagram holds 49 times 1,024 packets.
    EXPECT_GT(scene.world.drops("control_over_budget"), kDatagrams * 98 / 100);
    scene.victims.expect_untouched();
}

// A key frame takes from the picture of everybody in the class.
TEST(ControlFlood, AViewerWhoAlwaysAsksForKeyFramesGetsFewOfThem) {
    FloodScene scene;
    const auto before = scene.publisher->key_frame_requests();
    for (int i = 0; i < 600; ++i) {
        scene.attacker->request_key_frame();
        scene.world.run_for(100ms);
    }
    EXPECT_LE(scene.publisher->key_frame_requests() - before, 5 + 60 / 5 + 1);
    // One who asks because of a loss now and then is heard at once each time.
    RtcClient* honest = scene.world.watch("class", {}, "honest");
    scene.world.run_for(2s);
    for (int i = 0; i < 6; ++i) {
        const auto asked = scene.publisher->key_frame_requests();
        honest->request_key_frame();
        scene.world.run_for(200ms);
        EXPECT_EQ(scene.publisher->key_frame_requests(), asked + 1) << i;
        scene.world.run_for(5s);
    }
}

TEST(ControlFlood, NacksNameOnlySoManyPackets) {
    for (const auto* kind : {"nack of what is kept", "nack of what is gone"}) {
        FloodScene scene;
        const auto before = scene.world.engine().engine_stats().counters.packets_asked_of_us;
        scene.flood_with(scene.crafted(kind));
        const auto asked =
            scene.world.engine().engine_stats().counters.packets_asked_of_us - before;
        EXPECT_GT(asked, 1'000);
        EXPECT_LT(asked, kUnitsInASecond / 2) << kind;
        EXPECT_GT(scene.world.drops("control_over_budget"), kDatagrams * 9 / 10) << kind;
        scene.victims.expect_untouched();
    }
}

TEST(ControlFlood, NoKindOfCompoundTouchesTheOthers) {
    const auto kinds = crafted_compounds(0, 0, 0);
    for (const CraftedCompound& kind : kinds) {
        FloodScene scene;
        const auto compound = scene.crafted(kind.name);
        const auto sent = scene.world.engine().engine_stats().bytes_sent;
        scene.flood_with(compound);
        // What leaves for it is no more than comes in, beside the two classes themselves.
        EXPECT_LT(scene.world.engine().engine_stats().bytes_sent - sent, 3'000'000) << kind.name;
        scene.victims.expect_untouched();
    }
}

TEST(ControlFlood, AuthenticChecksAreAnsweredOnlySoOften) {
    FloodScene scene;
    const SdpMedia& answer = scene.attacker->answer().media.front();
    const std::string username = answer.ice_ufrag + ":clnt";
    const auto sent = scene.world.engine().engine_stats().packets_sent;
    constexpr int checks = 20'000;
    for (int i = 0; i < checks; ++i) {
        BindingRequest request;
        store32(request.transaction.data(), static_cast<std::uint32_t>(i));
        request.username = username;
        request.password = answer.ice_pwd;
        request.use_candidate = true;
        std::array<std::byte, 256> buffer;
        const std::size_t size = write_binding_request(buffer, request);
        scene.world.inject(scene.world.address_of(scene.attacker), Bytes(buffer).first(size));
    }
    scene.world.run_for(1ms);
    const auto answered = scene.world.engine().engine_stats().packets_sent - sent;
    EXPECT_LT(answered, ControlBudget::kStunMessages.burst + 100);
    EXPECT_GT(scene.world.drops("control_over_budget"), checks - 1'000);
    scene.victims.expect_untouched();
}

TEST(ControlFlood, RecordsOfAConnectedPeerAreReadOnlySoOften) {
    FloodScene scene;
    // Alerts that are not authentic, 27 to a datagram.
    std::vector<std::byte> alerts;
    for (unsigned i = 0; i < 27; ++i) {
        std::array<std::byte, 43> record{};
        store8(record.data(), 21);
        store16(record.data() + 1, 0xfefd);
        store16(record.data() + 3, 1);
        store32(record.data() + 7, 1'000 + i);
        store16(record.data() + 11, 30);
        alerts.insert(alerts.end(), record.begin(), record.end());
    }
    EXPECT_EQ(dtls_records(alerts), 27u);
    scene.flood([&](int) { return alerts; });
    EXPECT_GT(scene.world.drops("control_over_budget"), kDatagrams * 95 / 100);
    // Forged records have ended nothing.
    EXPECT_NE(scene.world.engine().find_session(scene.world.session_of(scene.attacker)), nullptr);
    scene.victims.expect_untouched();
}

TEST(ControlFlood, ForgedControlPacketsDoNotSpendAnothersBudget) {
    FloodScene scene;
    std::vector<std::byte> forged(1'200);
    store8(forged.data(), 0x80);
    store8(forged.data() + 1, kRtcpReceiverReport);
    store16(forged.data() + 2, 299);
    scene.flood([&](int i) {
        store32(forged.data() + forged.size() - 4, 0x80000000 + static_cast<unsigned>(i));
        return forged;
    });
    EXPECT_EQ(scene.world.drops("control_over_budget"), 0);
    EXPECT_GE(scene.world.drops("srtcp_not_authentic"), kDatagrams);
    scene.victims.expect_untouched();
}

/// The worst that an honest client does: a third of all packets lost, feedback ten times a second,
/// a picture of 8 Mbit/s, checks every 50 ms at first.
TEST(ControlFlood, HonestPeopleStayFarBelowTheBudget) {
    MediaWorld world(3, {.loss = 0.3, .burst = 4, .delay = 40ms, .jitter = 20ms});
    RtcClient* viewer = world.watch("class");
    RtcClient* publisher = world.publish("class");
    world.film(publisher, {.frame_bytes = 33'000});
    std::int64_t least = INT64_MAX;
    std::int64_t least_messages = INT64_MAX;
    for (int i = 0; i < 2'000; ++i) {
        world.run_for(10ms);
        for (const RtcClient* client : {viewer, publisher}) {
            const Session* session = world.engine().find_session(world.session_of(client));
            ASSERT_NE(session, nullptr);
            if (!session->transport.ready()) continue;
            least = std::min(least, session->transport.budget().units_left());
            least_messages =
                std::min(least_messages, session->transport.budget().stun_messages_left());
        }
    }
    EXPECT_GT(viewer->video().packets, 1'000);
    EXPECT_EQ(world.drops("control_over_budget"), 0);
    EXPECT_EQ(world.drops("feedback_refused"), 0);
    EXPECT_GT(least, ControlBudget::kUnits.burst * 9 / 10);
    EXPECT_GT(least_messages, ControlBudget::kStunMessages.burst * 9 / 10);
}

}  // namespace
}  // namespace lsl::test
