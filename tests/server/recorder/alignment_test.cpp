#include "server/recorder/alignment.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

using media::TrackKind;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t sender = 3'900'000'000 * second;

/// A segment of so many seconds, arriving `delay` after its media time, whose sender's clock is
/// ahead of media time by `reported` (none: no reports).
Journal::Segment segment(TrackKind kind, std::int64_t start_s, std::int64_t seconds,
                         std::int64_t delay_us, std::optional<std::int64_t> reported_us,
                         std::int64_t drift_ppm = 0) {
    Journal::Segment made;
    made.kind = kind;
    made.start_us = start_s * second;
    for (std::int64_t s = 0; s <= seconds; s += 2) {
        const std::int64_t at = (start_s + s) * second;
        made.arrivals.push_back({at, at + delay_us + s * drift_ppm});
    }
    for (std::int64_t s = 0; s <= seconds && reported_us; ++s) {
        const std::int64_t at = (start_s + s) * second;
        made.reports.push_back({at, at + sender + *reported_us + s * drift_ppm});
    }
    return made;
}

Journal journal(std::vector<Journal::Segment> segments) {
    Journal made;
    made.segments = std::move(segments);
    return made;
}

TEST(Alignment, WithoutAJournalChangesNothing) {
    const Alignment alignment(Journal{});
    EXPECT_EQ(alignment.align(TrackKind::Audio, 123), 123);
}

TEST(Alignment, PutsTracksWhereTheirReportsAgree) {
    // Sound took 300 ms longer, so it was anchored 300 ms too late: its sender's clock shows that.
    const Alignment alignment(journal(
        {segment(TrackKind::Video, 0, 60, 0, 0), segment(TrackKind::Audio, 0, 60, 0, -300'000)}));
    EXPECT_EQ(alignment.align(TrackKind::Audio, 30 * second) -
                  alignment.align(TrackKind::Video, 30 * second),
              -300'000);
    // Neither is later than it arrived.
    EXPECT_LE(alignment.align(TrackKind::Video, 30 * second), 30 * second);
}

TEST(Alignment, UsesArrivalsUntilBothTracksHaveReports) {
    const Alignment alignment(
        journal({segment(TrackKind::Video, 0, 60, 0, 0), segment(TrackKind::Audio, 0, 60, 0, {})}));
    EXPECT_EQ(alignment.align(TrackKind::Audio, 30 * second), 30 * second);
    EXPECT_EQ(alignment.align(TrackKind::Video, 30 * second), 30 * second);
}

TEST(Alignment, DoesNotBelieveReportsOfClocksThatHaveNothingInCommon) {
    const Alignment alignment(journal({segment(TrackKind::Video, 0, 60, 0, 0),
                                       segment(TrackKind::Audio, 0, 60, 0, -90 * second)}));
    EXPECT_EQ(alignment.align(TrackKind::Audio, 30 * second), 30 * second);
}

TEST(Alignment, FollowsADriftingClock) {
    const Alignment alignment(journal(
        {segment(TrackKind::Video, 0, 7200, 0, 0), segment(TrackKind::Audio, 0, 7200, 0, 0, 50)}));
    for (const std::int64_t at : {100, 3600, 7100}) {
        EXPECT_NEAR(static_cast<double>(alignment.align(TrackKind::Audio, at * second) -
                                        alignment.align(TrackKind::Video, at * second)),
                    static_cast<double>(at * 50), 2'000);
    }
}

TEST(Alignment, FollowsADriftingClockByArrivalsToo) {
    const Alignment alignment(journal({segment(TrackKind::Audio, 0, 7200, 0, {}, 50)}));
    EXPECT_NEAR(static_cast<double>(alignment.align(TrackKind::Audio, 7000 * second)),
                static_cast<double>(7000 * second + 7000 * 50), 2'000);
}

TEST(Alignment, IsDeafToASingleWildReport) {
    auto video = segment(TrackKind::Video, 0, 60, 0, 0);
    auto audio = segment(TrackKind::Audio, 0, 60, 0, 0);
    audio.reports[33].clock_us += 5 * second;
    const Alignment alignment(journal({video, audio}));
    for (std::int64_t at = 0; at < 60; ++at) {
        EXPECT_EQ(alignment.align(TrackKind::Audio, at * second),
                  alignment.align(TrackKind::Video, at * second));
    }
}

TEST(Alignment, BendsNoMoreThanAMillisecondASecond) {
    auto audio = segment(TrackKind::Audio, 0, 100, 0, {});
    // The network holds everything back for 30 seconds, then lets go.
    for (std::size_t i = 10; i < 25; ++i) audio.arrivals[i].clock_us += 400'000;
    const Alignment alignment(journal({audio}));
    for (std::int64_t at = 0; at < 99; ++at) {
        const std::int64_t step = alignment.align(TrackKind::Audio, (at + 1) * second) -
                                  alignment.align(TrackKind::Audio, at * second);
        EXPECT_NEAR(static_cast<double>(step), static_cast<double>(second), 1'001) << at;
    }
}

TEST(Alignment, StepsWhereTheSenderPausedItsRtpClock) {
    auto video = segment(TrackKind::Video, 0, 100, 0, 0);
    auto audio = segment(TrackKind::Audio, 0, 100, 0, 0);
    for (auto& point : audio.arrivals) {
        if (point.media_us > 40 * second) point.clock_us += 3 * second;
    }
    for (auto& point : audio.reports) {
        if (point.media_us > 40 * second) point.clock_us += 3 * second;
    }
    const Alignment alignment(journal({video, audio}));
    EXPECT_EQ(alignment.align(TrackKind::Audio, 20 * second), 20 * second);
    EXPECT_EQ(alignment.align(TrackKind::Audio, 80 * second), 83 * second);
}

TEST(Alignment, KeepsPublishersApart) {
    // The second one's clock is a minute wrong; that must not move the first.
    const Alignment alignment(journal({segment(TrackKind::Video, 0, 60, 0, 0),
                                       segment(TrackKind::Audio, 0, 60, 0, -100'000),
                                       segment(TrackKind::Video, 100, 60, 0, 60 * second),
                                       segment(TrackKind::Audio, 100, 60, 0, 60 * second)}));
    EXPECT_EQ(alignment.align(TrackKind::Video, 130 * second), 130 * second);
    EXPECT_EQ(alignment.align(TrackKind::Audio, 130 * second), 130 * second);
    EXPECT_EQ(alignment.align(TrackKind::Audio, 30 * second) -
                  alignment.align(TrackKind::Video, 30 * second),
              -100'000);
}

}  // namespace
}  // namespace lsl::recorder::test
