#include "server/recorder/capture/loss_watch.h"

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime zero{1'000'000'000};
MonoTime at(double seconds) {
    return zero + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}
TrackFlow flowing(double since, double until) { return {at(since), at(until), at(until), false}; }

TEST(LossWatch, IsSilentWhileAllIsWell) {
    LossWatch watch;
    for (int second = 1; second < 100; ++second) {
        watch.look(flowing(0, second), flowing(0, second), zero, at(second + 0.5));
        EXPECT_EQ(watch.sentence(), "");
    }
    watch.publisher_gone(zero, at(100));
    watch.look({}, {}, zero, at(500));
    EXPECT_EQ(watch.sentence(), "") << "nobody sends, so nothing is lost";
}

TEST(LossWatch, TellsWithinSecondsWhatDoesNotComeAndAfterwardsWhatIsMissing) {
    LossWatch watch;
    watch.look(flowing(0, 60), flowing(0, 62.9), zero, at(63));
    EXPECT_EQ(watch.sentence(), "");
    watch.look(flowing(0, 60), flowing(0, 63.9), zero, at(64));
    EXPECT_EQ(watch.sentence(), "No sound has come to be recorded since 0:01:00.");
    watch.look(flowing(0, 60), flowing(0, 62), zero, at(66));
    EXPECT_EQ(watch.sentence(), "Nothing has come to be recorded since 0:01:02.");
    watch.look(flowing(0, 70), flowing(0, 70), zero, at(70));
    EXPECT_EQ(watch.sentence(),
              "The recording has no sound and no picture from 0:01:02 to 0:01:10.");
    watch.look(flowing(0, 3700), flowing(0, 3605), zero, at(3700));
    EXPECT_EQ(watch.sentence(), "No picture has come to be recorded since 1:00:05.");
    watch.publisher_gone(zero, at(3710));
    EXPECT_EQ(watch.sentence(), "The recording has no picture from 1:00:05 to 1:01:50.");
}

TEST(LossWatch, TellsAPictureThatComesButCannotBeRecorded) {
    LossWatch watch;
    TrackFlow picture{at(0), at(1.9), std::nullopt, false};
    watch.look(flowing(0, 2), picture, zero, at(2));
    EXPECT_EQ(watch.sentence(), "");
    picture.last_packet = at(2.5);
    watch.look(flowing(0, 2.5), picture, zero, at(2.5));
    EXPECT_TRUE(watch.sentence().starts_with("The picture isn't being recorded since 0:00:00: no "))
        << watch.sentence();
    picture.lacks_parameter_sets = true;
    watch.look(flowing(0, 2.5), picture, zero, at(2.5));
    EXPECT_NE(watch.sentence().find("SPS, PPS"), std::string::npos);
    // Another publisher: what was written before does not count for it.
    watch.publisher_gone(zero, at(3));
    picture = {at(10), at(13), at(2), false};
    watch.look(flowing(10, 13), picture, zero, at(13));
    EXPECT_TRUE(watch.sentence().starts_with("The picture isn't being recorded since 0:00:10"))
        << watch.sentence();
}

class LossTold : public RecorderTest {
  protected:
    bool is_told(const std::string& text) const {
        return wait_for_event([&](const RecorderEvent& event) {
            const auto* trouble = std::get_if<RecordingTrouble>(&event);
            return trouble != nullptr && trouble->reason.find(text) != std::string::npos;
        });
    }
};

TEST_F(LossTold, H264WithoutParameterSetsIsToldDuringTheClass) {
    open_recorder();
    PublisherOptions network;
    network.video_codec = media::Codec::H264;
    network.parameter_sets = false;
    tell_all(*recorder_->begin("class"),
             publish(network, encode_video({.codec = media::Codec::H264, .seconds = 4}),
                     encode_audio(4), false));
    EXPECT_TRUE(is_told("SPS, PPS"));
}

TEST_F(LossTold, ParameterSetsThatComeAloneInFrontOfTheFirstPacketAreEnough) {
    open_recorder();
    PublisherOptions network;
    network.video_codec = media::Codec::H264;
    const SampleTrack video = encode_video({.codec = media::Codec::H264, .seconds = 4});
    const std::vector<Heard> with = publish(network, video, {}, false);
    network.parameter_sets = false;
    const std::vector<Heard> without = publish(network, video, encode_audio(4));
    const auto tap = recorder_->begin("class");
    // As the media engine makes it of an offer's sprop-parameter-sets: one packet more.
    HeardPacket sets = std::get<HeardPacket>(with.front());
    sets.payload = {std::byte{0x78}};
    for (const Heard& one : with) {
        const auto* packet = std::get_if<HeardPacket>(&one);
        if (packet == nullptr || packet->head.timestamp != network.first_timestamp) continue;
        const unsigned type = std::to_integer<unsigned>(packet->payload.front()) & 0x1f;
        if (type == 24) {
            // Of an aggregate only its sets.
            for (std::size_t i = 1; i + 2 < packet->payload.size();) {
                const auto size = std::to_integer<std::size_t>(packet->payload[i]) << 8 |
                                  std::to_integer<std::size_t>(packet->payload[i + 1]);
                const unsigned inner = std::to_integer<unsigned>(packet->payload[i + 2]) & 0x1f;
                if (inner == 7 || inner == 8) {
                    sets.payload.insert(
                        sets.payload.end(),
                        packet->payload.begin() + static_cast<std::ptrdiff_t>(i),
                        packet->payload.begin() + static_cast<std::ptrdiff_t>(i + 2 + size));
                }
                i += 2 + size;
            }
        } else if (type == 7 || type == 8) {
            const std::size_t size = packet->payload.size();
            sets.payload.push_back(static_cast<std::byte>(size >> 8));
            sets.payload.push_back(static_cast<std::byte>(size & 0xff));
            sets.payload.insert(sets.payload.end(), packet->payload.begin(), packet->payload.end());
        }
    }
    ASSERT_GT(sets.payload.size(), 10u);
    std::int64_t first = 1 << 30;
    for (const Heard& one : without) {
        const auto* packet = std::get_if<HeardPacket>(&one);
        if (packet != nullptr && packet->head.kind == media::TrackKind::Video) {
            first = std::min(first, packet->head.sequence);
        }
    }
    sets.head.sequence = first - 1;
    sets.head.marker = false;
    tell(*tap, sets);
    tell_all(*tap, without);
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), video.size());
}

TEST_F(LossTold, SoundThatStopsIsToldAndThatItCameBack) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    const SampleTrack audio = encode_audio(12);
    SampleTrack broken;
    for (const SampleFrame& frame : audio) {
        if (frame.shown_us < 2'000'000 || frame.shown_us >= 9'000'000) broken.push_back(frame);
    }
    const std::vector<Heard> heard = publish({}, encode_video({.seconds = 12}), broken, false);
    tell_all(*tap, heard, 6);
    EXPECT_TRUE(is_told("No sound has come to be recorded since 0:00:0"));
    for (const Heard& one : heard) {
        if (arrival_of(one) - server_start >= 6s) tell(*tap, one);
    }
    EXPECT_TRUE(is_told("The recording has no sound from 0:00:0"));
}

TEST_F(LossTold, APictureWithoutKeyFramesIsTold) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    SampleTrack video = encode_video({.seconds = 5, .key_every = 300});
    video.erase(video.begin());
    tell_all(*tap, publish({}, video, encode_audio(5), false));
    EXPECT_TRUE(is_told("no complete key frame"));
}

TEST_F(LossTold, NothingIsSaidOfACleanClass) {
    open_recorder();
    tell_all(*recorder_->begin("class"),
             publish({}, encode_video({.seconds = 8}), encode_audio(8)));
    ASSERT_TRUE(finish("class").has_value());
    for (const RecorderEvent& event : events()) {
        const auto* trouble = std::get_if<RecordingTrouble>(&event);
        EXPECT_EQ(trouble, nullptr) << trouble->reason;
    }
}

}  // namespace
}  // namespace lsl::recorder::test
