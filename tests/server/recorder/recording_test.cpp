#include <chrono>
#include <thread>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class EveryCodec : public RecorderTest, public testing::WithParamInterface<media::Codec> {};

TEST_P(EveryCodec, BecomesAFileThatPlaysAndSeeks) {
    open_recorder();
    const auto tap = recorder_->begin("class-1");
    ASSERT_NE(tap, nullptr);
    const SampleTrack video = encode_video({.codec = GetParam(), .seconds = 4});
    PublisherOptions network;
    network.video_codec = GetParam();
    network.jitter_ms = 15;
    network.late = 0.02;
    tell_all(*tap, publish(network, video, encode_audio(4)));
    const auto finished = finish("class-1");
    ASSERT_TRUE(finished.has_value());

    const bool mp4 = GetParam() == media::Codec::H264;
    EXPECT_EQ(finished->file.content_type, mp4 ? "video/mp4" : "video/webm");
    EXPECT_EQ(finished->file.path, folder_ / (mp4 ? "class-1.mp4" : "class-1.webm"));
    EXPECT_EQ(finished->file.started_at, clock_.utc());
    EXPECT_EQ(finished->file.bytes, std::filesystem::file_size(finished->file.path));
    EXPECT_EQ(files().size(), 1u);
    EXPECT_EQ(finished->figures.sound_received, 200);
    EXPECT_EQ(finished->figures.sound_written, 200) << "also the last packet";

    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.problem, "");
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), video.size());
    EXPECT_NEAR(playback.duration_s, 4.0, 0.1);
    EXPECT_NEAR(static_cast<double>(finished->file.duration.count()) / 1000, playback.duration_s,
                0.002);
    EXPECT_NEAR(playback.audio_ends_s, 4.0, 0.1);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
    EXPECT_TRUE(has_index(finished->file.path));
    for (const double to_s : {0.5, 1.5, 2.9, 3.5}) {
        const auto landed = seek(finished->file.path, to_s);
        ASSERT_TRUE(landed.has_value()) << to_s;
        EXPECT_LE(*landed, to_s + 0.04);
        EXPECT_GT(*landed, to_s - 1.1);
    }
    ASSERT_EQ(playback.flashes_s.size(), 3u);
    ASSERT_EQ(playback.beeps_s.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(playback.flashes_s[i], playback.beeps_s[i], 0.040);
    }
}

/// Width and height of a JPEG by its frame header (ITU-T T.81, B.2.2); nothing when it is none.
std::optional<std::pair<int, int>> jpeg_size(const std::vector<std::byte>& jpeg) {
    const auto at = [&](std::size_t i) { return std::to_integer<int>(jpeg[i]); };
    if (jpeg.size() < 4 || at(0) != 0xff || at(1) != 0xd8) return std::nullopt;
    for (std::size_t i = 2; i + 9 < jpeg.size();) {
        if (at(i) != 0xff) return std::nullopt;
        if (at(i + 1) == 0xc0)
            return std::pair(at(i + 7) << 8 | at(i + 8), at(i + 5) << 8 | at(i + 6));
        i += 2 + static_cast<std::size_t>(at(i + 2) << 8 | at(i + 3));
    }
    return std::nullopt;
}

TEST_P(EveryCodec, ShowsWhatIsOnAirAsASmallPicture) {
    open_recorder();
    EXPECT_FALSE(recorder_->picture("class-1", 80)) << "nothing is recorded yet";
    const auto tap = recorder_->begin("class-1");
    ASSERT_NE(tap, nullptr);
    EXPECT_FALSE(recorder_->picture("class-1", 80)) << "nothing came yet";
    PublisherOptions network;
    network.video_codec = GetParam();
    const SampleTrack video = encode_video({.codec = GetParam(), .seconds = 2});
    tell_all(*tap, publish(network, video, encode_audio(2)), 1.9);
    // The writer thread takes the packets in its own time.
    auto still = recorder_->picture("class-1", 80);
    for (int i = 0; i < 500 && !still; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        still = recorder_->picture("class-1", 80);
    }
    ASSERT_TRUE(still) << still.error().detail;
    EXPECT_EQ(jpeg_size(*still), std::pair(80, 60));
    const auto whole = recorder_->picture("class-1", 4000);
    ASSERT_TRUE(whole);
    EXPECT_EQ(jpeg_size(*whole), std::pair(160, 120)) << "never made larger";
    ASSERT_TRUE(finish("class-1"));
    EXPECT_FALSE(recorder_->picture("class-1", 80)) << "it is over";
}

INSTANTIATE_TEST_SUITE_P(Recorder, EveryCodec,
                         testing::Values(media::Codec::Vp8, media::Codec::Vp9, media::Codec::H264,
                                         media::Codec::Av1),
                         [](const auto& test) {
                             switch (test.param) {
                                 case media::Codec::Vp8: return "Vp8";
                                 case media::Codec::Vp9: return "Vp9";
                                 case media::Codec::H264: return "H264";
                                 default: return "Av1";
                             }
                         });

}  // namespace
}  // namespace lsl::recorder::test
