#include "server/recorder/timeline/track_timeline.h"

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

TEST(TrackTimeline, BeginsANewSourceWhereItArrivesAndNeverGoesBack) {
    TrackTimeline timeline;
    timeline.place(1, 0, video_rate, 0);
    timeline.place(1, 90'000, video_rate, 900'000);  // ahead of its arrival
    const auto taken_over = timeline.place(2, 5, video_rate, 950'000);
    EXPECT_TRUE(taken_over.begins_segment);
    EXPECT_EQ(taken_over.media_us, 1'001'000);
    EXPECT_EQ(taken_over.rtp_us, 950'000);
    const auto later = timeline.place(3, 77, video_rate, 60'000'000);
    EXPECT_TRUE(later.begins_segment);
    EXPECT_EQ(later.media_us, 60'000'000);
}

TEST(TrackTimeline, BeginsAnewWhereRtpTimeAndArrivalsPart) {
    for (const double jump_s : {5.0, -4.0, 0.3, -0.3, 20'000.0}) {
        TrackTimeline timeline;
        timeline.place(1, 0, video_rate, 0);
        timeline.place(1, 900'000, video_rate, 10'000'000);
        const auto ticks = static_cast<std::uint32_t>(static_cast<std::int64_t>(jump_s * 90'000));
        const auto jumped = timeline.place(1, 903'000 + ticks, video_rate, 10'033'333);
        EXPECT_TRUE(jumped.begins_segment) << jump_s;
        EXPECT_EQ(jumped.media_us, 10'034'000) << jump_s;
        EXPECT_EQ(jumped.rtp_us, 10'033'333 + static_cast<std::int64_t>(jump_s * 1e6)) << jump_s;
        const auto next = timeline.place(1, 906'000 + ticks, video_rate, 10'066'667);
        EXPECT_FALSE(next.begins_segment) << jump_s;
        EXPECT_EQ(next.media_us, 10'067'333) << jump_s;
    }
}

TEST(TrackTimeline, StaysNearTheArrivalsAndInOrderWhateverTheClockDoes) {
    for (const double rate : {11.1, 2.0, 0.5, 0.0, -1.0}) {
        TrackTimeline timeline;
        std::int64_t start_us = -1;
        for (int frame = 0; frame < 3000; ++frame) {
            const std::int64_t arrival_us = frame * 33'333ll;
            const auto ticks = static_cast<std::int64_t>(rate * 3000 * frame);
            const auto place =
                timeline.place(1, static_cast<std::uint32_t>(ticks), video_rate, arrival_us);
            EXPECT_LE(place.media_us, arrival_us + 4'010'000) << rate;
            EXPECT_GE(place.media_us, arrival_us - 10'000'000) << rate;
            if (place.begins_segment) {
                EXPECT_GT(place.media_us, start_us) << rate;
                EXPECT_EQ(place.media_us % 1000, 0) << rate;
                start_us = place.media_us;
            }
            EXPECT_GE(place.media_us, start_us) << rate;
        }
    }
}

TEST(TrackTimeline, PutsALateFrameAmongThoseItWasSentWith) {
    TrackTimeline timeline;
    EXPECT_FALSE(timeline.place_late(1, 0).has_value());
    timeline.place(1, 90'000, video_rate, 10'000'000);
    timeline.place(1, 93'000, video_rate, 10'033'333);
    timeline.place(1, 99'000, video_rate, 10'100'000);  // one is missing between them
    // The clock is set back by a second.
    const auto set = timeline.place(1, 12'000, video_rate, 10'133'333);
    ASSERT_TRUE(set.begins_segment);

    const auto late = timeline.place_late(1, 96'000);
    ASSERT_TRUE(late.has_value());
    EXPECT_NEAR(static_cast<double>(late->media_us), 10'066'667, 1);
    EXPECT_FALSE(late->begins_segment);
    // Lost at the end of the segment: before the next one begins.
    const auto last = timeline.place_late(1, 102'000);
    ASSERT_TRUE(last.has_value());
    EXPECT_LT(last->media_us, set.media_us);
    EXPECT_GT(last->media_us, 10'100'000);
    EXPECT_FALSE(timeline.place_late(1, 3'000).has_value()) << "before all that is known";
    EXPECT_FALSE(timeline.place_late(2, 96'000).has_value()) << "of another source";
    // It changed nothing.
    const auto next = timeline.place(1, 15'000, video_rate, 10'166'666);
    EXPECT_FALSE(next.begins_segment);
    EXPECT_EQ(next.media_us, set.media_us + 33'333);
}

TEST(TrackTimeline, FindsALateFramesPlaceThoughEachFrameBeginsASegment) {
    // Microseconds for 48 kHz, and the network lets go of a packet after four seconds.
    TrackTimeline timeline;
    const auto ticks = [](std::int64_t i) { return static_cast<std::uint32_t>(i * 20'000); };
    std::int64_t lost_us = 0;
    for (std::int64_t i = 0; i < 300; ++i) {
        if (i == 100) continue;
        const auto place = timeline.place(1, ticks(i), 48'000, i * 20'000);
        if (i == 99) lost_us = place.media_us;
    }
    const auto late = timeline.place_late(1, ticks(100));
    ASSERT_TRUE(late.has_value());
    EXPECT_GE(late->media_us, lost_us);
    EXPECT_LT(late->media_us, lost_us + 41'000);
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
