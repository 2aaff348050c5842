#include "server/recorder/capture/journal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace lsl::recorder::test {
namespace {

using media::TrackKind;

class JournalFile : public testing::Test {
  protected:
    JournalFile()
        : path_(std::filesystem::temp_directory_path() /
                ("lsl-journal-" + std::to_string(::getpid()))) {
        std::filesystem::remove(path_);
    }
    ~JournalFile() override { std::filesystem::remove(path_); }

    std::filesystem::path path_;
};

TEST_F(JournalFile, ReadsBackWhatWasWrittenInTwoRuns) {
    {
        auto writer = JournalWriter::open(path_);
        ASSERT_TRUE(writer.has_value());
        writer->capture(UtcTime(std::chrono::milliseconds(1'800'000'000'123)));
        writer->run();
        writer->segment(TrackKind::Video, 1, 0, 70'000);
        writer->segment(TrackKind::Audio, 1, 20'000, 5);
        writer->segment(TrackKind::Audio, 4, 25'000, 6);
        writer->arrival(TrackKind::Video, 70'000, 100);
        writer->report(TrackKind::Audio, 30'000, 3'900'000'000'000'000, 31'000);
        writer->sound(500, 499);
        writer->reorder_depth(2);
        writer->written(1'000'000);
    }
    auto writer = JournalWriter::open(path_);
    ASSERT_TRUE(writer.has_value());
    writer->run();
    writer->segment(TrackKind::Video, 1, 9'000'000, 9'000'000);
    writer->arrival(TrackKind::Video, 9'000'000, 9'000'100);
    writer->sound(20, 10);
    writer->sets_changed();
    EXPECT_EQ(writer->error(), 0);

    const Journal journal = read_journal(path_);
    ASSERT_TRUE(journal.capture_start.has_value());
    EXPECT_EQ(journal.capture_start->time_since_epoch().count(), 1'800'000'000'123);
    ASSERT_EQ(journal.segments.size(), 4u);
    EXPECT_EQ(journal.segments[0].rtp_us, 70'000);
    EXPECT_EQ(journal.segments[2].kind, TrackKind::Audio);
    EXPECT_EQ(journal.segments[2].start_us, 25'000);
    ASSERT_EQ(journal.segments[2].reports.size(), 1u);
    EXPECT_EQ(journal.segments[2].reports[0].sender_us, 3'900'000'000'000'000);
    EXPECT_EQ(journal.segments[2].reports[0].arrival_us, 31'000);
    EXPECT_EQ(journal.segments[0].arrivals.size(), 1u);
    EXPECT_EQ(journal.segments[3].arrivals.size(), 1u);
    EXPECT_NE(journal.segments[1].source, journal.segments[2].source);
    EXPECT_NE(journal.segments[0].source, journal.segments[3].source) << "of another run";
    EXPECT_EQ(journal.sound_received, 520);
    EXPECT_EQ(journal.sound_kept, 509);
    EXPECT_EQ(journal.first_arrival_us, 100);
    EXPECT_EQ(journal.last_arrival_us, 9'000'100);
    EXPECT_EQ(journal.reorder_depth, 2);
    EXPECT_TRUE(journal.sets_changed);
    EXPECT_EQ(journal.last_us, 9'000'100);
}

TEST_F(JournalFile, LeavesOutALineThatACrashCutShort) {
    { std::ofstream(path_) << "capture 1800000000000\nsegment v 1 0\narrival v 2000000 20300"; }
    EXPECT_TRUE(read_journal(path_).segments.at(0).arrivals.empty());
    // Going on after it does not glue two lines together.
    auto writer = JournalWriter::open(path_);
    ASSERT_TRUE(writer.has_value());
    writer->segment(TrackKind::Audio, 2, 5'000'000, 5'000'000);
    EXPECT_EQ(read_journal(path_).segments.size(), 2u);
}

TEST_F(JournalFile, ReadsWhatAnEarlierVersionLeft) {
    { std::ofstream(path_) << "segment v 1 500\narrival v 2000 2030\nreport v 1500 39000000\n"; }
    const Journal journal = read_journal(path_);
    ASSERT_EQ(journal.segments.size(), 1u);
    EXPECT_EQ(journal.segments[0].rtp_us, 500);
    EXPECT_EQ(journal.segments[0].reports.at(0).arrival_us, 1500);
}

TEST_F(JournalFile, SurvivesNonsense) {
    {
        std::ofstream(path_) << "segment x 1 2\narrival v 1 2\nsegment v 99999999999999999999 1\n"
                                "\n\x01\xff\nreorder 100000\nsegment a 1 99999999999999999\n"
                                "written -\ncapture\n";
    }
    const Journal journal = read_journal(path_);
    EXPECT_TRUE(journal.segments.empty());
    EXPECT_EQ(journal.reorder_depth, 16);
    EXPECT_FALSE(journal.capture_start.has_value());
}

TEST_F(JournalFile, MayBeMissing) { EXPECT_TRUE(read_journal(path_).segments.empty()); }

}  // namespace
}  // namespace lsl::recorder::test
