#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

const std::string kFingerprint =
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF";

/// A tap that has recorded something before.
struct RememberingTap : MediaTap {
    explicit RememberingTap(std::optional<Codec> codec = std::nullopt) : recorded(codec) {}
    void on_packet(const TapPacket&) override {}
    void on_sender_report(const TapSenderReport&) override {}
    void on_publisher_gone(MonoTime) override {}
    std::optional<Codec> video_codec() const override { return recorded; }

    std::optional<Codec> recorded;
};

ClientOptions knows(const std::string& first, const std::string& second) {
    ClientOptions options;
    options.publishes = true;
    options.video_codec = first;
    options.other_video_codec = second;
    return options;
}

/// The encodings of an answer's picture, in order.
std::vector<std::string> agreed(MediaWorld& world, const ClientOptions& options) {
    const auto answer =
        world.engine().publish("class", make_offer(options, kFingerprint), world.now());
    std::vector<std::string> encodings;
    if (!answer) return encodings;
    const auto sdp = parse_sdp(answer->sdp);
    for (const SdpMedia& media : sdp->media) {
        if (media.kind != "video") continue;
        for (const SdpFormat& format : media.formats) {
            if (format.encoding != "rtx") encodings.push_back(format.encoding);
        }
    }
    return encodings;
}

using Encodings = std::vector<std::string>;

TEST(CodecPreference, APublisherThatComesBackKeepsTheCodecOnAir) {
    MediaWorld world;
    EXPECT_EQ(agreed(world, knows("H264/90000", "VP8/90000")), (Encodings{"H264", "VP8"}))
        << "nothing is on air yet";
    world.engine().set_tap("class", std::make_shared<RememberingTap>(), world.now());
    RtcClient* first = world.publish("class");
    world.film(first);
    world.run_for(2s);
    // Taken over while the first is on air, and after it has gone.
    EXPECT_EQ(agreed(world, knows("H264/90000", "VP8/90000")), Encodings{"VP8"});
    world.vanish(first);
    world.run_for(20s);
    EXPECT_EQ(agreed(world, knows("H264/90000", "VP8/90000")), Encodings{"VP8"});
    EXPECT_EQ(agreed(world, knows("VP8/90000", "H264/90000")), Encodings{"VP8"});
    // Better another codec than none.
    EXPECT_EQ(agreed(world, knows("H264/90000", "VP9/90000")), (Encodings{"H264", "VP9"}));
}

TEST(CodecPreference, AfterARestartTheRecordingRemembersIt) {
    MediaWorld world;
    world.engine().set_tap("class", std::make_shared<RememberingTap>(Codec::H264), world.now());
    EXPECT_EQ(agreed(world, knows("VP8/90000", "H264/90000")), Encodings{"H264"});
}

TEST(CodecPreference, ViewersAreAskedForNothing) {
    MediaWorld world;
    world.engine().set_tap("class", std::make_shared<RememberingTap>(Codec::H264), world.now());
    ClientOptions viewer = knows("VP8/90000", "H264/90000");
    viewer.publishes = false;
    const auto answer =
        world.engine().watch("class", make_offer(viewer, kFingerprint), "ana", world.now());
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->sdp.find("VP8"), std::string::npos);
    EXPECT_NE(answer->sdp.find("H264"), std::string::npos);
}

}  // namespace
}  // namespace lsl::test
