#include <algorithm>
#include <cmath>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class LipSync : public RecorderTest {
  protected:
    Playback record(const PublisherOptions& network, const SampleTrack& video,
                    const SampleTrack& audio) {
        open_recorder();
        tell_all(*recorder_->begin("clap"), publish(network, video, audio));
        const auto finished = finish("clap");
        if (!finished) return {.problem = "not finished"};
        return play(finished->file.path);
    }
};

/// How much later than the flash each beep is that has a flash within half a second.
std::vector<double> offsets(const Playback& playback) {
    std::vector<double> all;
    for (const double beep_s : playback.beeps_s) {
        for (const double flash_s : playback.flashes_s) {
            if (std::abs(beep_s - flash_s) < 0.5) all.push_back(beep_s - flash_s);
        }
    }
    return all;
}

constexpr double least_noticed_s = 0.040;

TEST_F(LipSync, SurvivesSoundThatTravels300MsLongerWhenReportsTellTheTime) {
    PublisherOptions network;
    network.audio_delay_ms = 320;
    const Playback playback = record(network, encode_video({.seconds = 4}), encode_audio(4));
    EXPECT_EQ(playback.problem, "");
    ASSERT_EQ(offsets(playback).size(), 3u);
    for (const double offset : offsets(playback)) EXPECT_LT(std::abs(offset), least_noticed_s);
}

TEST_F(LipSync, HoldsFromTheFirstClapThoughTheReportsComeAfterIt) {
    PublisherOptions network;
    network.audio_delay_ms = 320;
    network.jitter_ms = 30;
    network.first_audio_report_s = 2.5;
    network.first_video_report_s = 1.5;
    const Playback playback = record(network, encode_video({.seconds = 4}), encode_audio(4));
    ASSERT_EQ(offsets(playback).size(), 3u);
    for (const double offset : offsets(playback)) EXPECT_LT(std::abs(offset), least_noticed_s);
}

TEST_F(LipSync, FollowsTheArrivalsWhenOneTrackHasNoReports) {
    PublisherOptions network;
    network.audio_delay_ms = 320;
    network.first_video_report_s = 100;
    const Playback playback = record(network, encode_video({.seconds = 4}), encode_audio(4));
    ASSERT_EQ(offsets(playback).size(), 3u);
    for (const double offset : offsets(playback)) EXPECT_NEAR(offset, 0.3, least_noticed_s);
}

TEST_F(LipSync, HoldsForH264InMp4Too) {
    PublisherOptions network;
    network.audio_delay_ms = 320;
    network.video_codec = media::Codec::H264;
    const Playback playback =
        record(network, encode_video({.codec = media::Codec::H264, .seconds = 4}), encode_audio(4));
    ASSERT_EQ(offsets(playback).size(), 3u);
    for (const double offset : offsets(playback)) EXPECT_LT(std::abs(offset), least_noticed_s);
}

// Ten minutes with a sound card that is 200 ppm fast: without following the reports the sound
// would be 120 ms off at the end.
TEST_F(LipSync, HoldsThroughTenMinutesOfDriftAndRetransmissions) {
    constexpr double drift_ppm = 200;
    constexpr int clips = 150;
    PublisherOptions network;
    network.audio_delay_ms = 320;
    network.jitter_ms = 20;
    network.late = 0.05;
    network.loss = 0.0002;
    network.audio_clock_ppm = drift_ppm;
    const SampleTrack video =
        repeat(encode_video({.seconds = 4, .width = 96, .height = 64}), clips, 4'000'000);
    const SampleTrack audio = repeat(encode_audio(4), clips, 4'000'000);
    const Playback playback = record(network, video, audio);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.duration_s, 600, 0.5);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);

    std::vector<double> errors;
    for (const double beep_s : playback.beeps_s) {
        for (const double flash_s : playback.flashes_s) {
            // The sound card's second is shorter, so in truth its claps come ever earlier.
            const double truth = -beep_s * drift_ppm / 1e6;
            const double error = beep_s - flash_s - truth;
            if (std::abs(error) < 0.5) errors.push_back(std::abs(error));
        }
    }
    ASSERT_GT(errors.size(), 400u);
    std::sort(errors.begin(), errors.end());
    // Where the flash's first frame is lost the picture itself is late; those are the few beyond.
    EXPECT_LT(errors[errors.size() * 95 / 100], least_noticed_s);
}

TEST_F(LipSync, ComesBackAfterTheEncoderPausedItsClock) {
    // Muted for three seconds, the sound's RTP clock stands still meanwhile, as some encoders do.
    const SampleTrack clip = encode_audio(4);
    PublisherOptions network;
    open_recorder();
    const auto tap = recorder_->begin("clap");
    std::vector<Heard> heard = publish(network, repeat(encode_video({.seconds = 4}), 10, 4'000'000),
                                       repeat(clip, 10, 4'000'000));
    std::vector<Heard> told;
    for (Heard one : heard) {
        const double at_s = static_cast<double>((arrival_of(one) - server_start).count()) / 1e6;
        auto* packet = std::get_if<HeardPacket>(&one);
        auto* report = std::get_if<media::TapSenderReport>(&one);
        const bool audio = (packet != nullptr && packet->head.kind == media::TrackKind::Audio) ||
                           (report != nullptr && report->kind == media::TrackKind::Audio);
        if (audio && at_s > 9.02 && at_s < 12.02) continue;
        if (audio && at_s >= 12.02) {
            constexpr std::uint32_t pause = 3 * 48'000;
            if (packet != nullptr) packet->head.timestamp -= pause;
            if (packet != nullptr) packet->head.sequence -= 150;
            if (report != nullptr) report->timestamp -= pause;
        }
        told.push_back(std::move(one));
    }
    tell_all(*tap, told);
    const auto finished = finish("clap");
    ASSERT_TRUE(finished.has_value());
    const Playback playback = play(finished->file.path);
    int checked = 0;
    for (const double beep_s : playback.beeps_s) {
        if (beep_s < 22) continue;  // twice the ten seconds that make one node
        for (const double flash_s : playback.flashes_s) {
            if (std::abs(beep_s - flash_s) > 0.5) continue;
            EXPECT_LT(std::abs(beep_s - flash_s), least_noticed_s) << beep_s;
            ++checked;
        }
    }
    EXPECT_GT(checked, 10);
}

}  // namespace
}  // namespace lsl::recorder::test
