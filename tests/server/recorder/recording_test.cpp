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
