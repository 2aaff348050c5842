#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class Crash : public RecorderTest {
  protected:
    /// A process of its own records until that time and is killed where it stands.
    void record_and_be_killed(const std::vector<Heard>& heard, double until_s) {
        const pid_t child = ::fork();
        if (child == 0) {
            open_recorder();
            tell_all(*recorder_->begin("class"), heard, until_s);
            // The writer looks at its queue twenty times a second.
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            ::kill(::getpid(), SIGKILL);
        }
        ASSERT_GT(child, 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
    }
};

TEST_F(Crash, CostsAtMostTwoSeconds) {
    for (const media::Codec codec : {media::Codec::Vp8, media::Codec::H264}) {
        PublisherOptions network;
        network.video_codec = codec;
        record_and_be_killed(
            publish(network, encode_video({.codec = codec, .seconds = 8}), encode_audio(8)), 6.5);
        const UtcTime began = clock_.utc();
        clock_.pass(std::chrono::hours(2));

        open_recorder();
        ASSERT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"class"});
        EXPECT_FALSE(recorder_->find("class").has_value());
        const auto finished = finish("class");
        ASSERT_TRUE(finished.has_value());
        EXPECT_EQ(finished->file.started_at, began);
        const Playback playback = play(finished->file.path);
        EXPECT_EQ(playback.decode_errors, 0);
        EXPECT_GT(playback.duration_s, 4.5);
        EXPECT_LT(playback.duration_s, 6.6);
        ASSERT_FALSE(playback.pictures.empty());
        EXPECT_GT(playback.pictures.back().time_s, 4.4);
        EXPECT_TRUE(seek(finished->file.path, 3.2).has_value());
        EXPECT_TRUE(recorder_->unfinished().empty());
        EXPECT_EQ(files().size(), 1u);
        ASSERT_TRUE(recorder_->remove("class").has_value());
        recorder_.reset();
    }
}

TEST_F(Crash, IsAPauseOfTheLengthThatTheClockOnTheWallSays) {
    for (const media::Codec codec : {media::Codec::Vp9, media::Codec::H264}) {
        PublisherOptions network;
        network.video_codec = codec;
        const SampleTrack video = encode_video({.codec = codec, .seconds = 5});
        const SampleTrack audio = encode_audio(5);
        record_and_be_killed(publish(network, video, audio), 4.5);
        const UtcTime began = clock_.utc();
        clock_.pass(std::chrono::seconds(20));

        // A new process: steady time, sources, sequence numbers, all begin anew; the publisher's
        // picture is in the middle of a group.
        open_recorder();
        ASSERT_EQ(recorder_->unfinished().size(), 1u);
        network.starts_s = 1000;
        network.source = 1;
        network.first_sequence = 77;
        network.first_timestamp = 12345;
        tell_all(*recorder_->begin("class"), publish(network, from(video, 0.5), from(audio, 0.5)));
        const auto finished = finish("class");
        ASSERT_TRUE(finished.has_value());
        EXPECT_EQ(finished->file.started_at, began);
        EXPECT_TRUE(finished->other_files.empty());

        const Playback playback = play(finished->file.path);
        EXPECT_EQ(playback.decode_errors, 0);
        // The first packet of the new run came at 20 s: what was shown at 0.5 s there.
        EXPECT_NEAR(playback.duration_s, 24.5, 0.15);
        EXPECT_LT(playback.longest_audio_hole_s, 0.002);
        std::vector<double> expected{1, 2, 3, 20.5, 21.5, 22.5, 23.5};
        if (playback.flashes_s.size() > expected.size()) expected.insert(expected.begin() + 3, 4);
        ASSERT_EQ(playback.flashes_s.size(), expected.size())
            << testing::PrintToString(playback.flashes_s);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_NEAR(playback.flashes_s[i], expected[i], 0.1)
                << testing::PrintToString(playback.flashes_s);
        }
        // Nothing is shown after the pause before its first key frame.
        for (const auto& picture : playback.pictures) {
            EXPECT_FALSE(picture.time_s > 5 && picture.time_s < 20.4) << picture.time_s;
        }
        const auto landed = seek(finished->file.path, 23);
        ASSERT_TRUE(landed.has_value());
        EXPECT_GT(*landed, 20);
        ASSERT_TRUE(recorder_->remove("class").has_value());
        recorder_.reset();
    }
}

TEST_F(Crash, WithALostJournalStillGivesAReplay) {
    record_and_be_killed(publish({}, encode_video({.seconds = 4}), encode_audio(4)), 3.5);
    const UtcTime began = clock_.utc();
    ASSERT_TRUE(std::filesystem::remove(folder_ / "class.journal"));
    clock_.pass(std::chrono::minutes(1));
    open_recorder();
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(finished->file.started_at, began);
    EXPECT_GT(play(finished->file.path).duration_s, 1.5);
}

TEST_F(Crash, WhileFinishingLeavesNoLitterAndNoLoss) {
    record_and_be_killed(publish({}, encode_video({.seconds = 4}), encode_audio(4)), 3.5);
    { std::ofstream(folder_ / "class.finishing") << "half a file"; }
    open_recorder();
    EXPECT_FALSE(std::filesystem::exists(folder_ / "class.finishing"));
    ASSERT_EQ(recorder_->unfinished().size(), 1u);
    ASSERT_TRUE(finish("class").has_value());

    // Killed between the renaming and the clearing up.
    { std::ofstream(folder_ / "class.part-001.mkv") << "was joined already"; }
    { std::ofstream(folder_ / "class.journal") << "capture 1\n"; }
    open_recorder();
    EXPECT_TRUE(recorder_->unfinished().empty());
    EXPECT_TRUE(recorder_->find("class").has_value());
    EXPECT_EQ(files(), std::vector<std::string>{"class.webm"});
}

/// Killed by the kernel's own hand while pictures are converted: what was converted stays and is
/// used, half a piece goes, and the next start goes on.
TEST_F(Crash, InTheMiddleOfAConversionKeepsThePiecesThatWereMade) {
    options_.conversion_niceness = 0;
    const std::string first_piece = "class.part-001.h264-0001.mkv";
    const VideoSample large{.seconds = 4, .width = 320, .height = 240};
    const SampleTrack video = repeat(encode_video(large), 45, 4'000'000);
    const SampleTrack other = repeat(encode_video({.codec = media::Codec::H264}), 46, 4'000'000);
    const SampleTrack audio = encode_audio(4);
    const pid_t child = ::fork();
    if (child == 0) {
        open_recorder();
        const auto tap = recorder_->begin("class");
        PublisherOptions network;
        tell_all(*tap, publish(network, video, repeat(audio, 45, 4'000'000)));
        network.source = 2;
        network.starts_s = 181;
        network.video_codec = media::Codec::H264;
        tell_all(*tap, publish(network, other, repeat(audio, 46, 4'000'000)));
        recorder_->finish("class");
        // The first of three pieces is whole, the second is being made.
        while (!std::filesystem::exists(folder_ / first_piece)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ::kill(::getpid(), SIGKILL);
    }
    ASSERT_GT(child, 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_TRUE(std::filesystem::exists(folder_ / first_piece));
    ASSERT_FALSE(std::filesystem::exists(folder_ / "class.mp4"));
    const auto written = std::filesystem::last_write_time(folder_ / first_piece);
    // It keeps the piece's bytes when the recorder has done with its name.
    std::filesystem::create_hard_link(folder_ / first_piece, folder_ / "kept");

    open_recorder();
    EXPECT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"class"});
    recorder_->finish("class");
    ASSERT_TRUE(wait_for_event(
        [](const RecorderEvent& e) { return std::holds_alternative<RecordingFinished>(e); }, 300));
    EXPECT_EQ(std::filesystem::last_write_time(folder_ / "kept"), written)
        << "the piece was not made again";
    EXPECT_EQ(files(), (std::vector<std::string>{"class.mp4", "kept"}));
    const Playback playback = play(folder_ / "class.mp4");
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), video.size() + other.size());
    EXPECT_NEAR(playback.duration_s, 181 + 184, 0.2);
}

TEST_F(Crash, OfAPartBeyondReadingIsAFailureAndNotTheEnd) {
    std::filesystem::create_directories(folder_);
    { std::ofstream(folder_ / "class.part-001.mkv") << "not Matroska at all"; }
    open_recorder();
    ASSERT_EQ(recorder_->unfinished().size(), 1u);
    EXPECT_FALSE(finish("class").has_value());
    EXPECT_TRUE(std::holds_alternative<RecordingFailed>(events().back()));
}

TEST_F(Crash, IsNotNeededForARestart) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    tell_all(*tap, publish({}, encode_video({.seconds = 3}), encode_audio(3)));
    open_recorder();  // a clean stop in the middle of a class
    ASSERT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"class"});
    // The old tap may still be called by a media thread that stops later.
    tell_all(*tap, publish({}, encode_video({.seconds = 1}), encode_audio(1)));
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_NEAR(play(finished->file.path).duration_s, 3, 0.1);
}

}  // namespace
}  // namespace lsl::recorder::test
