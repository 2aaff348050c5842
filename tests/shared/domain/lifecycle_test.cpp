#include "shared/domain/lifecycle.h"

#include <gtest/gtest.h>

#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

std::string plus_two_months(std::string_view text) {
    return to_iso8601(add_calendar_months(at(text), 2));
}

TEST(CalendarMonths, KeepTheDayAndTheTime) {
    EXPECT_EQ(plus_two_months("2026-11-22T09:38:04.123Z"), "2027-01-22T09:38:04.123Z");
}

TEST(CalendarMonths, AreClampedToTheEndOfTheMonth) {
    EXPECT_EQ(plus_two_months("2026-12-31T10:00:00Z"), "2027-02-28T10:00:00.000Z");
    EXPECT_EQ(plus_two_months("2027-12-31T10:00:00Z"), "2028-02-29T10:00:00.000Z");
    EXPECT_EQ(plus_two_months("2026-12-30T23:59:59.999Z"), "2027-02-28T23:59:59.999Z");
    EXPECT_EQ(plus_two_months("2026-07-31T00:00:00Z"), "2026-09-30T00:00:00.000Z");
}

TEST(Lifecycle, RunsFromScheduledToLiveToEnded) {
    StudioClass row = sample_class();
    EXPECT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:29:00Z")).value());
    EXPECT_EQ(row.stream.status, StreamStatus::Live);
    EXPECT_EQ(row.stream.actual_start_time, at("2026-12-01T18:29:00Z"));

    EXPECT_TRUE(end(row, at("2026-12-31T19:30:00Z")).value());
    EXPECT_EQ(row.stream.status, StreamStatus::Ended);
    EXPECT_EQ(row.stream.actual_end_time, at("2026-12-31T19:30:00Z"));
    EXPECT_EQ(row.recording.expires_at, at("2027-01-07T19:30:00Z"));
    EXPECT_EQ(row.stream.migration_scheduled_at, at("2027-02-28T19:30:00Z"));
    EXPECT_TRUE(row.ingest.access.webrtc_token.empty());
    EXPECT_FALSE(row.recording.available) << "only a recording that plays is announced";
}

TEST(Lifecycle, RepeatingAStepChangesNothing) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:29:00Z")));
    EXPECT_FALSE(start(row, VideoId("video"), at("2026-12-01T18:31:00Z")).value());
    EXPECT_EQ(row.stream.actual_start_time, at("2026-12-01T18:29:00Z"));
    ASSERT_TRUE(end(row, at("2026-12-01T19:30:00Z")));
    EXPECT_FALSE(end(row, at("2026-12-01T20:30:00Z")).value());
    EXPECT_EQ(row.stream.actual_end_time, at("2026-12-01T19:30:00Z"));
}

TEST(Lifecycle, RefusesStepsThatDoNotFit) {
    const UtcTime now = at("2026-12-01T18:29:00Z");
    StudioClass scheduled = sample_class();
    EXPECT_EQ(end(scheduled, now).error().code, ErrorCode::Conflict);

    StudioClass ended = sample_class();
    ASSERT_TRUE(start(ended, VideoId("video"), now));
    ASSERT_TRUE(end(ended, now));
    EXPECT_EQ(start(ended, VideoId("video"), now).error().code, ErrorCode::Conflict);
    EXPECT_EQ(cancel(ended, now).error().code, ErrorCode::Conflict);

    StudioClass cancelled = sample_class();
    ASSERT_TRUE(cancel(cancelled, now).value());
    EXPECT_FALSE(cancel(cancelled, now).value());
    EXPECT_EQ(start(cancelled, VideoId("video"), now).error().code, ErrorCode::Conflict);
    EXPECT_EQ(end(cancelled, now).error().code, ErrorCode::Conflict);
}

TEST(Lifecycle, CancelsALiveClassToo) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:29:00Z")));
    EXPECT_TRUE(cancel(row, at("2026-12-01T18:40:00Z")).value());
    EXPECT_TRUE(row.ingest.access.webrtc_token.empty());
}

TEST(Lifecycle, AClassIsMissedADayAfterItsPlannedEnd) {
    const StudioClass row = sample_class();
    EXPECT_FALSE(is_missed(row.stream, at("2026-12-02T19:29:59Z")));
    EXPECT_TRUE(is_missed(row.stream, at("2026-12-02T19:30:00Z")));
}

TEST(Lifecycle, AClassThatWasStartedAndBroughtNothingIsMissedToo) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), at("2026-12-01T19:00:00Z")));
    EXPECT_FALSE(is_missed(row.stream, at("2026-12-02T19:59:59Z"))) << "it began late";
    EXPECT_TRUE(is_missed(row.stream, at("2026-12-02T20:00:00Z")));
    row.stream.media_seconds = 360;
    EXPECT_FALSE(is_missed(row.stream, at("2026-12-20T20:00:00Z"))) << "it took place";
    row.stream.media_seconds.reset();
    EXPECT_FALSE(is_missed(row.stream, at("2026-12-20T20:00:00Z"))) << "nobody can say";
}

TEST(GoingLive, AsksWhenItIsEarlyOrNothingArrives) {
    const StudioClass row = sample_class();
    const UtcTime early = at("2026-12-01T18:14:59Z"), soon = at("2026-12-01T18:15:00Z");
    EXPECT_TRUE(question_before_start(row.stream, true, early).early);
    EXPECT_FALSE(question_before_start(row.stream, true, soon).asks());
    EXPECT_FALSE(question_before_start(row.stream, true, at("2026-12-01T20:00:00Z")).asks());
    EXPECT_TRUE(question_before_start(row.stream, false, soon).without_picture);
    EXPECT_FALSE(question_before_start(row.stream, false, soon).early);
    EXPECT_TRUE(question_before_start(row.stream, false, soon).asks());
}

TEST(GoingBackToPlanned, LeavesNothingOfTheStart) {
    const StudioClass planned = sample_class();
    StudioClass row = planned;
    ASSERT_TRUE(start(row, VideoId("video"), at("2026-12-01T09:00:00Z")));
    row.stream.media_seconds = 12;
    EXPECT_TRUE(go_back_to_planned(row, false, at("2026-12-01T09:01:00Z")).value());
    EXPECT_EQ(row.stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(row.stream.actual_start_time, std::nullopt);
    EXPECT_EQ(row.recording.state, RecordingState::None);
    EXPECT_EQ(row.recording.video_id, std::nullopt);
    EXPECT_EQ(row.stream.media_seconds, 0);
    EXPECT_EQ(row.ingest.access.webrtc_token, planned.ingest.access.webrtc_token)
        << "she is still connected";
    EXPECT_EQ(row.calendar.sequence, planned.calendar.sequence);
    EXPECT_FALSE(go_back_to_planned(row, true, at("2026-12-01T12:00:00Z")).value())
        << "a second time changes nothing";
    EXPECT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:30:00Z")).value());
}

TEST(GoingBackToPlanned, IsPossibleForAMinuteWhileNobodyWatched) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), at("2026-12-01T09:00:00Z")));
    const StudioClass live = row;
    const UtcTime in_time = at("2026-12-01T09:00:30Z");
    EXPECT_EQ(go_back_to_planned(row, false, at("2026-12-01T09:01:00.001Z")).error().word,
              "too_late");
    EXPECT_EQ(go_back_to_planned(row, true, in_time).error().word, "already_watched");
    EXPECT_EQ(row.stream.status, StreamStatus::Live);
    ASSERT_TRUE(end(row, in_time));
    EXPECT_EQ(go_back_to_planned(row, false, in_time).error().word, "wrong_state");
    row = live;
    ASSERT_TRUE(cancel(row, in_time));
    EXPECT_EQ(go_back_to_planned(row, false, in_time).error().word, "wrong_state");
}

StudioClass ended_after(std::optional<std::int64_t> media_seconds) {
    StudioClass row = sample_class();
    EXPECT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:30:00Z")));
    EXPECT_TRUE(end(row, at("2026-12-01T19:30:00Z")));
    row.stream.media_seconds = media_seconds;
    return row;
}

TEST(Refunding, IsForClassesThatBroughtLessThanATenth) {
    const UtcTime now = at("2026-12-01T19:31:00Z");
    EXPECT_TRUE(fell_through(ended_after(0).stream));
    EXPECT_TRUE(fell_through(ended_after(359).stream));
    EXPECT_FALSE(fell_through(ended_after(360).stream));
    EXPECT_FALSE(fell_through(ended_after(std::nullopt).stream));
    EXPECT_FALSE(fell_through(sample_class().stream)) << "it hasn't been";

    StudioClass row = ended_after(0);
    EXPECT_TRUE(refund(row, now).value());
    EXPECT_EQ(row.stream.refunded_at, now);
    EXPECT_FALSE(refund(row, now + std::chrono::hours(1)).value());
    EXPECT_EQ(row.stream.refunded_at, now);

    StudioClass full = ended_after(3600);
    EXPECT_EQ(refund(full, now).error().word, "had_media");
    StudioClass unknown = ended_after(std::nullopt);
    EXPECT_EQ(refund(unknown, now).error().word, "had_media");
    unknown.recording.state = RecordingState::Failed;
    EXPECT_TRUE(refund(unknown, now).value());
    StudioClass live = sample_class();
    ASSERT_TRUE(start(live, VideoId("video"), now));
    EXPECT_EQ(refund(live, now).error().word, "wrong_state");
    StudioClass cancelled = sample_class();
    ASSERT_TRUE(cancel(cancelled, now));
    EXPECT_EQ(refund(cancelled, now).error().word, "wrong_state");
}

TEST(Refunding, ComesByItselfADayAfterTheEnd) {
    StudioClass row = ended_after(10);
    EXPECT_FALSE(is_refund_due(row.stream, at("2026-12-02T19:29:59.999Z")));
    EXPECT_TRUE(is_refund_due(row.stream, at("2026-12-02T19:30:00Z")));
    EXPECT_FALSE(is_refund_due(ended_after(std::nullopt).stream, at("2026-12-20T19:30:00Z")))
        << "classes from before media was measured";
    ASSERT_TRUE(refund(row, at("2026-12-01T20:00:00Z")));
    EXPECT_FALSE(is_refund_due(row.stream, at("2026-12-02T19:30:00Z")));
}

}  // namespace
}  // namespace lsl::domain
