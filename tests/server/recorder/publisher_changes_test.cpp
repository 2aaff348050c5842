#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class PublisherChanges : public RecorderTest {
  protected:
    void SetUp() override {
        open_recorder();
        tap_ = recorder_->begin("class");
        ASSERT_NE(tap_, nullptr);
    }
    Playback finished_playback() {
        finished_ = finish("class");
        if (!finished_) return {.problem = "not finished"};
        return play(finished_->file.path);
    }

    std::shared_ptr<media::MediaTap> tap_;
    std::optional<RecordingFinished> finished_;
};

TEST_F(PublisherChanges, ReconnectingGoesOnInTheSameFileByTheClock) {
    const SampleTrack video = encode_video({.seconds = 3});
    const SampleTrack audio = encode_audio(3);
    PublisherOptions network;
    tell_all(*tap_, publish(network, video, audio));
    // Back after five seconds, with other numbers, in the middle of a group of pictures.
    network.source = 2;
    network.starts_s = 8;
    network.first_sequence = 100;
    network.first_timestamp = 5;
    network.audio_delay_ms = 320;
    tell_all(*tap_, publish(network, from(video, 0.5), from(audio, 0.5)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.duration_s, 11, 0.1);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
    const std::vector<double> claps{1, 2, 9, 10};
    ASSERT_EQ(playback.flashes_s.size(), claps.size());
    ASSERT_EQ(playback.beeps_s.size(), claps.size());
    for (std::size_t i = 0; i < claps.size(); ++i) {
        EXPECT_NEAR(playback.flashes_s[i], claps[i], 0.05);
        EXPECT_NEAR(playback.beeps_s[i], playback.flashes_s[i], 0.04);
    }
    double last = -1;
    for (const auto& picture : playback.pictures) {
        EXPECT_GT(picture.time_s, last);
        EXPECT_FALSE(last < 5 && last > 0 && picture.time_s > 5 && !picture.key);
        last = picture.time_s;
    }
}

TEST_F(PublisherChanges, TakingOverWithoutGoodbyeNeverGoesBackInTime) {
    const SampleTrack video = encode_video({.seconds = 4});
    const SampleTrack audio = encode_audio(4);
    PublisherOptions first;
    first.audio_delay_ms = 400;
    PublisherOptions second;
    second.source = 2;
    second.starts_s = 2.5;
    std::vector<Heard> heard = publish(first, video, audio, false);
    const std::vector<Heard> more = publish(second, video, audio);
    heard.insert(heard.end(), more.begin(), more.end());
    std::stable_sort(heard.begin(), heard.end(),
                     [](const Heard& a, const Heard& b) { return arrival_of(a) < arrival_of(b); });
    tell_all(*tap_, heard);
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.duration_s, 6.5, 0.15);
    double last = -1;
    for (const auto& picture : playback.pictures) {
        EXPECT_GT(picture.time_s, last);
        last = picture.time_s;
    }
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
}

class Resolution : public PublisherChanges, public testing::WithParamInterface<media::Codec> {};

TEST_P(Resolution, MayChangeOnTheWay) {
    VideoSample small{.codec = GetParam(), .seconds = 2};
    VideoSample large = small;
    large.width = 320;
    large.height = 240;
    PublisherOptions network;
    network.video_codec = GetParam();
    tell_all(*tap_, publish(network, join(encode_video(small), encode_video(large), 2'000'000),
                            encode_audio(4)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    ASSERT_EQ(playback.pictures.size(), 120u);
    EXPECT_EQ(playback.pictures.front().width, 160);
    EXPECT_EQ(playback.pictures.back().width, 320);
    EXPECT_TRUE(finished_->other_files.empty());
    EXPECT_NEAR(playback.duration_s, 4, 0.1);
    const auto landed = seek(finished_->file.path, 3.5);
    ASSERT_TRUE(landed.has_value());
    EXPECT_NEAR(*landed, 3, 0.05);
}

INSTANTIATE_TEST_SUITE_P(Recorder, Resolution,
                         testing::Values(media::Codec::Vp8, media::Codec::Vp9, media::Codec::H264,
                                         media::Codec::Av1));

TEST_F(PublisherChanges, SoundMayComeLongAfterThePicture) {
    PublisherOptions network;
    const SampleTrack video = encode_video({.seconds = 6});
    tell_all(*tap_, publish(network, video, from(encode_audio(6), 3)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.pictures.size(), video.size());
    EXPECT_NEAR(playback.audio_begins_s, 0, 0.01);
    ASSERT_EQ(playback.beeps_s.size(), 3u);
    EXPECT_NEAR(playback.beeps_s.front(), 3, 0.04);
}

TEST_F(PublisherChanges, ThePictureMayComeLongAfterTheSound) {
    PublisherOptions network;
    const SampleTrack video = encode_video({.seconds = 6});
    tell_all(*tap_, publish(network, from(video, 3), encode_audio(6)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), 90u);
    ASSERT_EQ(playback.flashes_s.size(), 3u);
    EXPECT_NEAR(playback.flashes_s.front(), 3, 0.05);
    ASSERT_EQ(playback.beeps_s.size(), 5u);
    EXPECT_NEAR(playback.beeps_s[2], 3, 0.04);
    EXPECT_TRUE(finished_->other_files.empty());
}

TEST_F(PublisherChanges, SoundMayEndLongBeforeThePicture) {
    const SampleTrack video = repeat(encode_video({.seconds = 4}), 8, 4'000'000);
    tell_all(*tap_, publish({}, video, encode_audio(4)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.audio_ends_s, 32, 0.05);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
    EXPECT_EQ(playback.beeps_s.size(), 3u);
    EXPECT_LT(playback.furthest_apart_s, 6);
}

/// Those of `heard` whose track and time the rule takes, as the rule changes them.
std::vector<Heard> changed(std::vector<Heard> heard, media::TrackKind kind, double from_s,
                           const std::function<void(std::uint32_t& timestamp)>& change) {
    for (Heard& one : heard) {
        const double at_s = static_cast<double>((arrival_of(one) - server_start).count()) / 1e6;
        auto* packet = std::get_if<HeardPacket>(&one);
        auto* report = std::get_if<media::TapSenderReport>(&one);
        if (at_s < from_s) continue;
        if (packet != nullptr && packet->head.kind == kind) change(packet->head.timestamp);
        if (report != nullptr && report->kind == kind) change(report->timestamp);
    }
    return heard;
}

TEST_F(PublisherChanges, APictureWhoseRtpTimeJumpsCostsNoSound) {
    const SampleTrack video = repeat(encode_video({.seconds = 4}), 4, 4'000'000);
    const SampleTrack audio = repeat(encode_audio(4), 4, 4'000'000);
    for (const int jump_s : {5, -4}) {
        const std::string name = jump_s > 0 ? "ahead" : "back";
        tell_all(*recorder_->begin(name),
                 changed(publish({}, video, audio), media::TrackKind::Video, 8.01,
                         [&](std::uint32_t& timestamp) {
                             timestamp += static_cast<std::uint32_t>(jump_s * 90'000);
                         }));
        const auto finished = finish(name);
        ASSERT_TRUE(finished.has_value());
        EXPECT_EQ(finished->figures.sound_received, static_cast<std::int64_t>(audio.size()));
        EXPECT_EQ(finished->figures.sound_written, finished->figures.sound_received);
        const Playback playback = play(finished->file.path);
        EXPECT_NEAR(playback.duration_s, 16, 0.15);
        ASSERT_EQ(playback.flashes_s.size(), playback.beeps_s.size()) << name;
        for (std::size_t i = 0; i < playback.beeps_s.size(); ++i) {
            EXPECT_NEAR(playback.flashes_s[i], playback.beeps_s[i], 0.040) << name;
        }
    }
}

TEST_F(PublisherChanges, APictureThatCountsMicrosecondsCostsNoSound) {
    const SampleTrack video = repeat(encode_video({.seconds = 4}), 4, 4'000'000);
    const SampleTrack audio = repeat(encode_audio(4), 4, 4'000'000);
    const std::uint32_t first = PublisherOptions{}.first_timestamp;
    tell_all(*tap_, changed(publish({}, video, audio), media::TrackKind::Video, 0,
                            [&](std::uint32_t& timestamp) {
                                timestamp = first + (timestamp - first) / 9 * 100;
                            }));
    const Playback playback = finished_playback();
    EXPECT_EQ(finished_->figures.sound_written, finished_->figures.sound_received);
    EXPECT_EQ(playback.pictures.size(), video.size());
    EXPECT_NEAR(playback.duration_s, 16, 0.15);
    ASSERT_EQ(playback.flashes_s.size(), playback.beeps_s.size());
    for (std::size_t i = 0; i < playback.beeps_s.size(); ++i) {
        EXPECT_NEAR(playback.flashes_s[i], playback.beeps_s[i], 0.060);
    }
}

TEST_F(PublisherChanges, SoundAloneIsARecording) {
    tell_all(*tap_, publish({}, {}, encode_audio(3)));
    const Playback playback = finished_playback();
    EXPECT_FALSE(playback.has_video);
    EXPECT_EQ(finished_->file.content_type, "video/webm");
    EXPECT_NEAR(playback.duration_s, 3, 0.05);
    EXPECT_EQ(playback.beeps_s.size(), 2u);
}

TEST_F(PublisherChanges, APictureAloneIsARecording) {
    for (const media::Codec codec : {media::Codec::Vp8, media::Codec::H264}) {
        PublisherOptions network;
        network.video_codec = codec;
        const auto tap = recorder_->begin("silent");
        tell_all(*tap, publish(network, encode_video({.codec = codec, .seconds = 2}), {}));
        const auto finished = finish("silent");
        ASSERT_TRUE(finished.has_value());
        const Playback playback = play(finished->file.path);
        EXPECT_FALSE(playback.has_audio);
        EXPECT_EQ(playback.pictures.size(), 60u);
        EXPECT_NEAR(playback.duration_s, 2, 0.05);
        ASSERT_TRUE(recorder_->remove("silent").has_value());
    }
}

TEST_F(PublisherChanges, ParameterSetsMaySitOnlyInFrontOfTheFirstKeyFrame) {
    PublisherOptions network;
    network.video_codec = media::Codec::H264;
    const SampleTrack video = encode_video({.codec = media::Codec::H264, .seconds = 3});
    std::vector<Heard> heard = publish(network, video, {});
    network.parameter_sets = false;
    std::vector<Heard> without = publish(network, video, {});
    // The first frame with its sets, the others of the publisher that leaves them out.
    std::vector<Heard> told;
    const std::uint32_t first = network.first_timestamp;
    for (const Heard& one : heard) {
        const auto* packet = std::get_if<HeardPacket>(&one);
        if (packet != nullptr && packet->head.timestamp == first) told.push_back(one);
    }
    std::int64_t sequence = std::get<HeardPacket>(told.back()).head.sequence;
    for (Heard& one : without) {
        auto* packet = std::get_if<HeardPacket>(&one);
        if (packet != nullptr && packet->head.timestamp == first) continue;
        if (packet != nullptr) packet->head.sequence = ++sequence;
        told.push_back(one);
    }
    tell_all(*tap_, told);
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), 90u);
}

TEST_F(PublisherChanges, FramesThatComeOutOfTheOrderOfTheirShowingAreShownInOrder) {
    PublisherOptions network;
    network.video_codec = media::Codec::H264;
    network.jitter_ms = 10;
    const SampleTrack video =
        encode_video({.codec = media::Codec::H264, .seconds = 4, .b_frames = 3});
    ASSERT_TRUE(std::any_of(video.begin() + 1, video.end(), [&](const SampleFrame& frame) {
        return frame.shown_us < (&frame - 1)->shown_us;
    })) << "the sample has no B-frames";
    tell_all(*tap_, publish(network, video, encode_audio(4)));
    const Playback playback = finished_playback();
    EXPECT_EQ(playback.problem, "");
    EXPECT_EQ(playback.decode_errors, 0);
    ASSERT_EQ(playback.pictures.size(), video.size());
    for (std::size_t i = 1; i < playback.pictures.size(); ++i) {
        const double step = playback.pictures[i].time_s - playback.pictures[i - 1].time_s;
        EXPECT_NEAR(step, 1.0 / 30, 0.002) << i;
    }
    ASSERT_EQ(playback.flashes_s.size(), playback.beeps_s.size());
    for (std::size_t i = 0; i < playback.flashes_s.size(); ++i) {
        EXPECT_NEAR(playback.flashes_s[i], playback.beeps_s[i], 0.040);
    }
}

}  // namespace
}  // namespace lsl::recorder::test
