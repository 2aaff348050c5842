#include "shared/domain/stream.h"

#include <gtest/gtest.h>

#include "shared/domain/lifecycle.h"
#include "shared/domain/text_rules.h"
#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

const UtcTime now = at("2026-11-22T10:00:00Z");

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

StreamDetails good_details() {
    StreamDetails details;
    details.title = "Salsa Basics";
    details.scheduled_start_time = at("2026-12-01T18:30:00Z");
    return details;
}

std::string field_at_fault(const StreamDetails& details) {
    const auto checked = check_details(details, now);
    return checked ? "" : checked.error().field;
}

TEST(StreamDetails, GoodOnesPass) { EXPECT_EQ(field_at_fault(good_details()), ""); }

TEST(StreamDetails, TitlesAreCountedInCodePoints) {
    StreamDetails details = good_details();
    details.title = repeated("ダ", 255);
    EXPECT_EQ(field_at_fault(details), "");
    details.title += "ン";
    EXPECT_EQ(field_at_fault(details), "title");
    details.title = " \u3000\t";
    EXPECT_EQ(field_at_fault(details), "title");
    details.title = "line\nbreak";
    EXPECT_EQ(field_at_fault(details), "title");
    details.title = "bell\a";
    EXPECT_EQ(field_at_fault(details), "title");
    details.title = "broken \xC3\x28";
    EXPECT_EQ(field_at_fault(details), "title");
}

TEST(StreamDetails, DescriptionsMayHaveLines) {
    StreamDetails details = good_details();
    details.description = "One\ntwo\tthree";
    EXPECT_EQ(field_at_fault(details), "");
    details.description = repeated("é", 10'000);
    EXPECT_EQ(field_at_fault(details), "");
    details.description += "é";
    EXPECT_EQ(field_at_fault(details), "description");
    details.description = std::string("nul\0", 4);
    EXPECT_EQ(field_at_fault(details), "description");
}

TEST(StreamDetails, NumbersHaveLimits) {
    for (const std::int64_t length : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1441}}) {
        StreamDetails details = good_details();
        details.duration_minutes = length;
        EXPECT_EQ(field_at_fault(details), "durationMinutes") << length;
    }
    for (const std::int64_t price : {std::int64_t{-1}, std::int64_t{1'000'001}}) {
        StreamDetails details = good_details();
        details.price_in_tokens = price;
        EXPECT_EQ(field_at_fault(details), "priceInTokens") << price;
    }
}

TEST(StreamDetails, StartsInThePastByMoreThanADayAreMistakes) {
    StreamDetails details = good_details();
    details.scheduled_start_time = now - std::chrono::hours(23);
    EXPECT_EQ(field_at_fault(details), "");
    details.scheduled_start_time = now - std::chrono::hours(25);
    EXPECT_EQ(field_at_fault(details), "scheduledStartTime");
}

TEST(StreamDetails, PicturesAreWebAddresses) {
    for (const char* url : {"https://example.com/a.jpg", "http://example.com/ü.png?x=1"}) {
        StreamDetails details = good_details();
        details.thumbnail_url = url;
        EXPECT_EQ(field_at_fault(details), "") << url;
    }
    for (const char* url : {"", "javascript:alert(1)", "ftp://example.com/a.jpg", "https://",
                            "https:///a.jpg", "https://exa mple.com", "data:image/png;base64,AA"}) {
        StreamDetails details = good_details();
        details.thumbnail_url = url;
        EXPECT_EQ(field_at_fault(details), "thumbnailUrl") << url;
    }
    StreamDetails details = good_details();
    details.thumbnail_url = "https://example.com/" + repeated("a", 2029);
    EXPECT_EQ(field_at_fault(details), "thumbnailUrl");
}

TEST(StreamChange, RaisesTheCalendarSequenceWithTimeAndLength) {
    StudioClass row = sample_class();
    StreamChange longer;
    longer.duration_minutes = 75;
    EXPECT_TRUE(apply_change(row, longer, now).value());
    EXPECT_EQ(row.calendar.sequence, 1);
    EXPECT_EQ(row.calendar.changed_at, now);
    EXPECT_FALSE(apply_change(row, longer, now + std::chrono::hours(1)).value());
    EXPECT_EQ(row.calendar.sequence, 1);
    EXPECT_EQ(row.calendar.changed_at, now);
    StreamChange later;
    later.scheduled_start_time = now + std::chrono::hours(49);
    EXPECT_TRUE(apply_change(row, later, now).value());
    EXPECT_EQ(row.calendar.sequence, 2);
}

TEST(StreamChange, OfTheTitleIsNoNewSequence) {
    StudioClass row = sample_class();
    StreamChange change;
    change.title = "Evening Dance Workout";
    EXPECT_TRUE(apply_change(row, change, now).value());
    EXPECT_EQ(row.calendar.sequence, 0);
    EXPECT_EQ(row.calendar.changed_at, now);
}

TEST(StreamChange, LeavesTheClassAloneWhenOneFieldIsWrong) {
    StudioClass row = sample_class();
    StreamChange change;
    change.title = "New title";
    change.price_in_tokens = -1;
    EXPECT_EQ(apply_change(row, change, now).error().field, "priceInTokens");
    EXPECT_EQ(row.stream.title, sample_class().stream.title);
}

TEST(StreamChange, TheStartIsFixedOnceLive) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), now));
    StreamChange change;
    change.scheduled_start_time = now + std::chrono::hours(48);
    EXPECT_EQ(apply_change(row, change, now).error().code, ErrorCode::Conflict);
    change.scheduled_start_time = row.stream.scheduled_start_time;
    EXPECT_FALSE(apply_change(row, change, now).value()) << "the same time is no change";
}

TEST(StreamChange, KeepingFollowsTheMedia) {
    StudioClass row = sample_class();
    ASSERT_TRUE(start(row, VideoId("video"), now));
    ASSERT_TRUE(end(row, now));
    StreamChange drop;
    drop.keep_for_catalog = false;
    StreamChange keep;
    keep.keep_for_catalog = true;
    EXPECT_TRUE(apply_change(row, drop, now).value());
    EXPECT_TRUE(apply_change(row, keep, now).value()) << "the media is still there";

    StudioClass deleted = row;
    ASSERT_TRUE(apply_change(deleted, drop, now));
    deleted.recording.video_id.reset();
    EXPECT_EQ(apply_change(deleted, keep, now).error().code, ErrorCode::Conflict);

    StudioClass in_catalog = row;
    in_catalog.stream.migrated_to_workout_id = WorkoutId{};
    EXPECT_EQ(apply_change(in_catalog, drop, now).error().code, ErrorCode::Conflict);
}

TEST(StreamChange, ACancelledClassStaysAsItWas) {
    StudioClass row = sample_class();
    ASSERT_TRUE(cancel(row, now));
    StreamChange change;
    change.title = "New title";
    EXPECT_EQ(apply_change(row, change, now).error().code, ErrorCode::Conflict);
}

TEST(TextRules, TrimsEveryKindOfBlank) {
    EXPECT_EQ(trimmed(" \t\u00A0Ana\u3000\n"), "Ana");
    EXPECT_EQ(trimmed("   "), "");
}

TEST(TextRules, RefuseWhatIsNotUtf8) {
    EXPECT_TRUE(is_valid_utf8("ダンス 💃"));
    for (const char* text : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                             "\xF4\x90\x80\x80", "\xE3\x83"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

}  // namespace
}  // namespace lsl::domain
