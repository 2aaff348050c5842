#include "server/media/egress/layer_switch.h"

#include <gtest/gtest.h>

#include "tests/server/media/logged_packets.h"

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kRate = 90'000;
/// One layer is being sent, its newest packet at kStart with the timestamp 5,000.
class SwitchesLayers : public testing::Test {
  protected:
    SwitchesLayers() {
        for (RoomTrack* track : {&present_, &wanted_})
            track->start_source({NegotiatedFormat{}}, 64);
        const LoggedPacket& sent = add(*present_.log, {.sequence = 1, .key = true});
        rewriter_.follow(0, present_.log->source());
        rewriter_.begin(*present_.log, 0, 1, kStart);
        rewriter_.note_sent(sent, kStart);
    }
    void key_frame_at(MonoTime arrival) {
        const std::int64_t sequence = 70 + static_cast<std::int64_t>(wanted_.log->head());
        add(*wanted_.log, {.sequence = sequence,
                           .timestamp = static_cast<std::uint32_t>(sequence),
                           .key = true,
                           .arrival = arrival});
    }
    std::optional<LayerSwitch::Splice> find(bool picture_complete, MonoTime now) {
        return LayerSwitch::find_splice(rewriter_, present_, wanted_, picture_complete, kRate, now);
    }

    RoomTrack present_;
    RoomTrack wanted_;
    StreamRewriter rewriter_{TrackKind::Video, kRate, 1, 5'000};
};

TEST_F(SwitchesLayers, AtAKeyFrameOfThisMoment) {
    key_frame_at(kStart + 10ms);
    const auto splice = find(true, kStart + 10ms);
    ASSERT_TRUE(splice);
    EXPECT_EQ(splice->key_position, 0u);
    EXPECT_EQ(splice->timestamp, 5'900u);
    EXPECT_FALSE(wanted_.key_frames.pending());
}

TEST_F(SwitchesLayers, AfterTheEndOfThePictureThatIsBeingSent) {
    key_frame_at(kStart + 10ms);
    EXPECT_FALSE(find(false, kStart + 10ms));
    EXPECT_FALSE(wanted_.key_frames.pending()) << "it is there already";
    EXPECT_TRUE(find(false, kStart + 10ms + LayerSwitch::kSwitchAnyway)) << "its end was lost";
}

TEST_F(SwitchesLayers, NotAtAKeyFrameOfThePast) {
    key_frame_at(kStart - 15ms);
    EXPECT_TRUE(find(true, kStart)) << "another version of this very picture";
    key_frame_at(kStart - 50ms);
    EXPECT_FALSE(find(true, kStart));
    EXPECT_TRUE(wanted_.key_frames.pending());
}

TEST_F(SwitchesLayers, AsksForTheKeyFrameThatItNeeds) {
    EXPECT_FALSE(find(true, kStart));
    EXPECT_TRUE(wanted_.key_frames.pending());
    EXPECT_FALSE(present_.key_frames.pending());
}

TEST_F(SwitchesLayers, HoldsTheLayerThatIsTooMuchForASecondAtMost) {
    LayerSwitch change;
    EXPECT_FALSE(change.holds(wanted_, 0, kStart));
    change.request(1, 0, true, kStart);
    EXPECT_TRUE(change.holds(wanted_, 0, kStart));
    change.request(1, 0, true, kStart + 900ms);  // asked again: the second runs on
    EXPECT_FALSE(change.holds(wanted_, 0, kStart + LayerSwitch::kLongestHold));
    EXPECT_FALSE(change.holds(wanted_, 1, kStart + 1ms)) << "it has arrived";
    change.request(1, 0, false, kStart);
    EXPECT_FALSE(change.holds(wanted_, 0, kStart));
}

TEST_F(SwitchesLayers, DoesNotWaitForAPublisherWhoIgnoresRequests) {
    LayerSwitch change;
    change.request(1, 0, true, kStart);
    for (int i = 0; i <= KeyFrameRequests::kUnansweredLimit; ++i) {
        wanted_.key_frames.want();
        ASSERT_TRUE(wanted_.key_frames.take_due(kStart + i * 2s));
    }
    EXPECT_FALSE(change.holds(wanted_, 0, kStart));
}

}  // namespace
}  // namespace lsl::media
