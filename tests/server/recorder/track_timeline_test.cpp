#include "server/recorder/track_timeline.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

constexpr std::uint32_t video_rate = 90'000;

TEST(TrackTimeline, RunsOnTheRtpClockFromTheFirstArrival) {
    TrackTimeline timeline;
    const auto first = timeline.place(1, 1000, video_rate, 50'000);
    EXPECT_TRUE(first.begins_segment);
    EXPECT_EQ(first.media_us, 50'000);
    // Late by 80 ms on the network: no matter.
    const auto second = timeline.place(1, 1000 + 3000, video_rate, 163'333);
    EXPECT_FALSE(second.begins_segment);
    EXPECT_EQ(second.media_us, 50'000 + 33'333);
}

TEST(TrackTimeline, CountsOnThroughTheWrapOfTheTimestamps) {
    TrackTimeline timeline;
    timeline.place(1, 0xffff'fff0, video_rate, 0);
    const auto place = timeline.place(1, 90'000 - 16, video_rate, 1'000'000);
    EXPECT_FALSE(place.begins_segment);
    EXPECT_EQ(place.media_us, 1'000'000);
}

TEST(TrackTimeline, TakesFramesThatAreShownEarlierThanTheirPredecessors) {
    TrackTimeline timeline;
    timeline.place(1, 0, video_rate, 0);
    EXPECT_EQ(timeline.place(1, 9000, video_rate, 100'000).media_us, 100'000);
    EXPECT_EQ(timeline.place(1, 3000, video_rate, 110'000).media_us, 33'333);
    EXPECT_EQ(timeline.place(1, 6000, video_rate, 120'000).media_us, 66'666);
    EXPECT_EQ(timeline.place(1, 18000, video_rate, 200'000).media_us, 200'000);
}

TEST(TrackTimeline, AnchorsANewSourceWhereItArrivesAndNeverGoesBack) {
    TrackTimeline timeline;
    timeline.place(1, 0, video_rate, 0);
    timeline.place(1, 90'000, video_rate, 900'000);  // ahead of its arrival
    const auto taken_over = timeline.place(2, 5, video_rate, 950'000);
    EXPECT_TRUE(taken_over.begins_segment);
    EXPECT_EQ(taken_over.media_us, 1'001'000);
    const auto later = timeline.place(3, 77, video_rate, 60'000'000);
    EXPECT_TRUE(later.begins_segment);
    EXPECT_EQ(later.media_us, 60'000'000);
}

TEST(TrackTimeline, BeginsAnewWhereTheRtpClockWasSetAnew) {
    TrackTimeline timeline;
    timeline.place(1, 0, video_rate, 0);
    timeline.place(1, 3000, video_rate, 33'333);
    const auto jumped = timeline.place(1, 0x7000'0000, video_rate, 66'666);
    EXPECT_TRUE(jumped.begins_segment);
    EXPECT_EQ(jumped.media_us, 66'666);
    EXPECT_FALSE(timeline.place(1, 0x7000'0000 + 3000, video_rate, 100'000).begins_segment);
}

TEST(TrackTimeline, LocatesReportsOfItsSourceOnly) {
    TrackTimeline timeline;
    EXPECT_FALSE(timeline.locate(1, 0).has_value());
    timeline.place(1, 1000, video_rate, 500'000);
    EXPECT_EQ(timeline.locate(1, 1000 + 45'000), 1'000'000);
    EXPECT_EQ(timeline.locate(1, 1000 - 45'000u), 0);
    EXPECT_FALSE(timeline.locate(2, 1000).has_value());
}

}  // namespace
}  // namespace lsl::recorder::test
