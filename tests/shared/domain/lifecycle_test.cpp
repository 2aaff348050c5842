#include "shared/domain/lifecycle.h"

#include <gtest/gtest.h>

#include "tests/shared/domain/sample_stream.h"

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
    Stream stream = sample_stream();
    EXPECT_TRUE(start(stream, at("2026-12-01T18:29:00Z")).value());
    EXPECT_EQ(stream.status, StreamStatus::Live);
    EXPECT_EQ(stream.actual_start_time, at("2026-12-01T18:29:00Z"));

    EXPECT_TRUE(end(stream, at("2026-12-31T19:30:00Z")).value());
    EXPECT_EQ(stream.status, StreamStatus::Ended);
    EXPECT_EQ(stream.actual_end_time, at("2026-12-31T19:30:00Z"));
    EXPECT_EQ(stream.recording_expires_at, at("2027-01-07T19:30:00Z"));
    EXPECT_EQ(stream.migration_scheduled_at, at("2027-02-28T19:30:00Z"));
    EXPECT_TRUE(stream.webrtc_token.empty());
    EXPECT_FALSE(stream.recording_available) << "only a recording that plays is announced";
}

TEST(Lifecycle, RepeatingAStepChangesNothing) {
    Stream stream = sample_stream();
    ASSERT_TRUE(start(stream, at("2026-12-01T18:29:00Z")));
    EXPECT_FALSE(start(stream, at("2026-12-01T18:31:00Z")).value());
    EXPECT_EQ(stream.actual_start_time, at("2026-12-01T18:29:00Z"));
    ASSERT_TRUE(end(stream, at("2026-12-01T19:30:00Z")));
    EXPECT_FALSE(end(stream, at("2026-12-01T20:30:00Z")).value());
    EXPECT_EQ(stream.actual_end_time, at("2026-12-01T19:30:00Z"));
}

TEST(Lifecycle, RefusesStepsThatDoNotFit) {
    const UtcTime now = at("2026-12-01T18:29:00Z");
    Stream scheduled = sample_stream();
    EXPECT_EQ(end(scheduled, now).error().code, ErrorCode::Conflict);

    Stream ended = sample_stream();
    ASSERT_TRUE(start(ended, now));
    ASSERT_TRUE(end(ended, now));
    EXPECT_EQ(start(ended, now).error().code, ErrorCode::Conflict);
    EXPECT_EQ(cancel(ended, now).error().code, ErrorCode::Conflict);

    Stream cancelled = sample_stream();
    ASSERT_TRUE(cancel(cancelled, now).value());
    EXPECT_FALSE(cancel(cancelled, now).value());
    EXPECT_EQ(start(cancelled, now).error().code, ErrorCode::Conflict);
    EXPECT_EQ(end(cancelled, now).error().code, ErrorCode::Conflict);
}

TEST(Lifecycle, CancelsALiveClassToo) {
    Stream stream = sample_stream();
    ASSERT_TRUE(start(stream, at("2026-12-01T18:29:00Z")));
    EXPECT_TRUE(cancel(stream, at("2026-12-01T18:40:00Z")).value());
    EXPECT_TRUE(stream.webrtc_token.empty());
}

TEST(Lifecycle, AClassIsMissedADayAfterItsPlannedEnd) {
    const Stream stream = sample_stream();
    EXPECT_FALSE(is_missed(stream, at("2026-12-02T19:29:59Z")));
    EXPECT_TRUE(is_missed(stream, at("2026-12-02T19:30:00Z")));
}

}  // namespace
}  // namespace lsl::domain
