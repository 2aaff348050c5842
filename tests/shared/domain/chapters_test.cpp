#include "shared/domain/chapters.h"

#include <gtest/gtest.h>

#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

using namespace std::chrono_literals;

const UtcTime begin_of_class = at("2026-12-01T18:30:00Z");

Stream class_that_runs() {
    Stream stream = sample_class().stream;
    stream.status = StreamStatus::Live;
    stream.actual_start_time = begin_of_class;
    return stream;
}

Stream class_that_ran() {
    Stream stream = class_that_runs();
    stream.status = StreamStatus::Ended;
    stream.actual_end_time = begin_of_class + 1h;
    return stream;
}

std::string refusal(const Result<UtcTime>& time) { return time ? "" : time.error().word; }

TEST(Chapters, AreKnownByTheirNames) {
    for (const ChapterKind kind :
         {ChapterKind::WarmUp, ChapterKind::Phrase, ChapterKind::RunThrough, ChapterKind::CoolDown,
          ChapterKind::Own}) {
        EXPECT_EQ(parse_chapter_kind(chapter_kind_name(kind)), kind);
    }
    EXPECT_FALSE(parse_chapter_kind("pause"));
}

TEST(Chapters, BeginNowWhileTheClassRuns) {
    const UtcTime now = begin_of_class + 5min;
    EXPECT_EQ(chapter_time(class_that_runs(), std::nullopt, now).value(), now);
    EXPECT_EQ(refusal(chapter_time(sample_class().stream, std::nullopt, now)), "not_live");
    EXPECT_EQ(refusal(chapter_time(class_that_ran(), std::nullopt, now + 2h)), "not_live");
}

TEST(Chapters, BeginNoSoonerThanTheClassAndNoLaterThanItsEnd) {
    const UtcTime now = begin_of_class + 2h;
    const Stream over = class_that_ran();
    EXPECT_EQ(chapter_time(over, begin_of_class, now).value(), begin_of_class);
    EXPECT_EQ(chapter_time(over, begin_of_class + 1h, now).value(), begin_of_class + 1h);
    for (const UtcTime wrong : {begin_of_class - 1ms, begin_of_class + 1h + 1ms}) {
        const auto time = chapter_time(over, wrong, now);
        EXPECT_EQ(refusal(time), "invalid_chapter_time");
        EXPECT_EQ(time.error().field, "at");
    }
    EXPECT_EQ(refusal(chapter_time(class_that_runs(), now + 1s, now)), "invalid_chapter_time");
}

TEST(Chapters, AreMovedWithinTheClass) {
    const UtcTime now = begin_of_class + 2h, marked = begin_of_class + 10s;
    const Stream over = class_that_ran();
    EXPECT_EQ(moved_chapter(over, marked, -5, now).value(), begin_of_class + 5s);
    EXPECT_EQ(moved_chapter(over, marked, -50, now).value(), begin_of_class);
    EXPECT_EQ(moved_chapter(over, marked, 7200, now).value(), begin_of_class + 1h);
    EXPECT_EQ(moved_chapter(class_that_runs(), marked, 86'400, now).value(), now);
    EXPECT_EQ(refusal(moved_chapter(over, marked, 86'401, now)), "invalid_chapter_time");
    EXPECT_EQ(refusal(moved_chapter(sample_class().stream, marked, 5, now)), "not_live");
}

}  // namespace
}  // namespace lsl::domain
