#include "server/recorder/sample_film.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/server/recorder/playback.h"
#include "tests/server/temporary_folder.h"

namespace lsl::recorder::test {
namespace {

TEST(SampleFilm, IsARecordingWithPictureAndSoundThroughout) {
    const lsl::testing::TemporaryFolder folder;
    const RecordingFiles files(folder.path(), "film");
    const auto made = write_sample_film(files, {.seconds = 6});
    ASSERT_TRUE(made) << made.error().detail;
    ASSERT_TRUE(files.find_finished());
    EXPECT_FALSE(std::filesystem::exists(files.finishing()));
    const Playback played = play(*files.find_finished());
    EXPECT_EQ(played.problem, "");
    EXPECT_NEAR(played.duration_s, 6, 0.1);
    EXPECT_EQ(played.pictures.size(), 150u);
    EXPECT_EQ(played.decode_errors, 0);
    EXPECT_NEAR(played.audio_ends_s, 6, 0.1);
    EXPECT_LT(played.longest_audio_hole_s, 0.03);
    EXPECT_TRUE(has_index(*files.find_finished()));
}

TEST(SampleFilm, LeavesNothingBehindWhereItCannotBeWritten) {
    const lsl::testing::TemporaryFolder folder;
    const RecordingFiles files(folder.path() / "missing", "film");
    const auto made = write_sample_film(files, {.seconds = 1});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::Unavailable);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace lsl::recorder::test
