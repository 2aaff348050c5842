#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

using media::Codec;

/// A publisher for a while, with the codec that it has then.
struct Turn {
    Codec codec = Codec::Vp8;
    int seconds = 4;
    bool picture = true;
    bool sound = true;
    int width = 160;
    int height = 120;
};

/// The class as one publisher after another sends it, a second apart.
class CodecChange : public RecorderTest {
  protected:
    CodecChange() { options_.conversion_niceness = 0; }

    static VideoSample sample(const Turn& turn) {
        return {.codec = turn.codec,
                .seconds = static_cast<double>(turn.seconds),
                .width = turn.width,
                .height = turn.height};
    }

    std::vector<Heard> heard_in(const Turn& turn) {
        PublisherOptions network;
        network.source = ++source_;
        network.starts_s = seconds_;
        network.video_codec = turn.codec;
        network.first_timestamp = 1000 * source_;
        const SampleTrack none;
        auto heard = publish(network, turn.picture ? encode_video(sample(turn)) : none,
                             turn.sound ? encode_audio(turn.seconds) : none);
        for (int clap = 1; clap < turn.seconds; ++clap) {
            if (turn.picture) flashes_s_.push_back(seconds_ + clap);
            if (turn.sound) beeps_s_.push_back(seconds_ + clap);
        }
        seconds_ += turn.seconds + 1;
        return heard;
    }

    void record(const std::vector<Turn>& turns) {
        auto tap = recorder_->begin("class");
        ASSERT_NE(tap, nullptr);
        for (const Turn& turn : turns) tell_all(*tap, heard_in(turn));
    }

    /// Everything that was sent is in one file, and in its place.
    void expect_whole(const Playback& playback) const {
        EXPECT_EQ(playback.problem, "");
        EXPECT_EQ(playback.decode_errors, 0);
        EXPECT_NEAR(playback.duration_s, seconds_ - 1, 0.15);
        EXPECT_LT(playback.longest_audio_hole_s, 0.002);
        expect_at(playback.beeps_s, beeps_s_);
        expect_at(playback.flashes_s, flashes_s_);
        double last = -1;
        for (const auto& picture : playback.pictures) {
            EXPECT_GT(picture.time_s, last);
            last = picture.time_s;
        }
    }

    static void expect_at(const std::vector<double>& found, const std::vector<double>& wanted) {
        ASSERT_EQ(found.size(), wanted.size()) << testing::PrintToString(found);
        for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(found[i], wanted[i], 0.06);
    }

    std::uint32_t source_ = 0;
    int seconds_ = 0;
    std::vector<double> flashes_s_;
    std::vector<double> beeps_s_;
};

TEST_F(CodecChange, AtAReconnectTheReplayPlaysThrough) {
    open_recorder();
    record({{Codec::Vp8, 4}, {Codec::H264, 6}});
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(files(), std::vector<std::string>{"class.mp4"});
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.video_codec, "h264");
    expect_whole(playback);
    EXPECT_EQ(finished->file.lack, "");
    EXPECT_TRUE(finished->other_files.empty());
    EXPECT_TRUE(recorder_->preparing().empty());
    const auto landed = seek(finished->file.path, 3.5);
    ASSERT_TRUE(landed.has_value());
    EXPECT_LE(*landed, 3.5);
    ASSERT_TRUE(recorder_->remove("class").has_value());
    EXPECT_TRUE(files().empty());
}

struct Story {
    const char* name;
    std::vector<Turn> turns;
    const char* file;
};

class CodecChanges : public CodecChange, public testing::WithParamInterface<Story> {};

TEST_P(CodecChanges, LoseNeitherPictureNorSound) {
    open_recorder();
    record(GetParam().turns);
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(files(), std::vector<std::string>{GetParam().file});
    expect_whole(play(finished->file.path));
    EXPECT_EQ(finished->file.lack, "");
}

INSTANTIATE_TEST_SUITE_P(
    Recorder, CodecChanges,
    testing::Values(
        Story{"thereAndBack", {{Codec::H264, 4}, {Codec::Vp8, 3}, {Codec::H264, 3}}, "class.mp4"},
        Story{"theLesserPartComesSecond", {{Codec::Vp8, 5}, {Codec::H264, 3}}, "class.webm"},
        Story{"vp9", {{Codec::Vp9, 5}, {Codec::H264, 3}, {Codec::Vp8, 3}}, "class.webm"},
        Story{"av1", {{Codec::Av1, 3}, {Codec::H264, 5}}, "class.mp4"},
        Story{"intoAv1", {{Codec::H264, 3}, {Codec::Av1, 5}}, "class.webm"},
        Story{"pictureAlone",
              {{Codec::Vp8, 3, true, false}, {Codec::H264, 5, true, false}},
              "class.mp4"},
        Story{"soundAloneBetween",
              {{Codec::Vp8, 3}, {Codec::Vp8, 3, false, true}, {Codec::H264, 5}},
              "class.webm"},
        Story{
            "anotherSize", {{Codec::Vp8, 3, true, true, 320, 240}, {Codec::H264, 5}}, "class.mp4"},
        Story{"anOddSize", {{Codec::Vp8, 3, true, true, 161, 121}, {Codec::H264, 5}}, "class.mp4"}),
    [](const auto& story) { return story.param.name; });

TEST_F(CodecChange, WithinOneSessionIsTheSame) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    // Another payload type in the same numbers: 3 s of VP8, then H264, and a packet of the old
    // codec that a retransmission brings late.
    PublisherOptions network;
    network.source = 1;
    std::vector<Heard> heard =
        publish(network, encode_video({.seconds = 3}), encode_audio(8), false);
    std::int64_t last = 0;
    Heard straggler = heard.front();
    for (const Heard& one : heard) {
        const auto* packet = std::get_if<HeardPacket>(&one);
        if (packet == nullptr || packet->head.kind != media::TrackKind::Video) continue;
        if (packet->head.sequence > last) straggler = one;
        last = std::max(last, packet->head.sequence);
    }
    network.video_codec = Codec::H264;
    network.starts_s = 3;
    network.first_sequence = last + 1;
    network.first_timestamp += 3 * 90'000;
    network.sender_reports = false;
    auto more = publish(network, encode_video({.codec = Codec::H264, .seconds = 5}), {});
    auto& late = std::get<HeardPacket>(straggler);
    late.head.arrival = arrival_of(more.front()) + std::chrono::milliseconds(500);
    late.head.sequence -= 3;
    heard.insert(heard.end(), more.begin(), more.end());
    heard.push_back(straggler);
    std::stable_sort(heard.begin(), heard.end(),
                     [](const Heard& a, const Heard& b) { return arrival_of(a) < arrival_of(b); });
    tell_all(*tap, heard);
    seconds_ = 9;
    for (int clap = 1; clap < 8; ++clap) {
        beeps_s_.push_back(clap);
        if (clap != 3) flashes_s_.push_back(clap);
    }
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(files(), std::vector<std::string>{"class.mp4"});
    expect_whole(play(finished->file.path));
}

TEST_F(CodecChange, OfTheH264ProfileNeedsNoConversion) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    tell_all(*tap, heard_in({Codec::H264, 3}));
    PublisherOptions network;
    network.source = ++source_;
    network.starts_s = seconds_;
    network.video_codec = Codec::H264;
    // B-frames are of the Main profile at least; the first publisher had none.
    const SampleTrack video = encode_video(
        {.codec = Codec::H264, .seconds = 4, .width = 320, .height = 240, .b_frames = 3});
    tell_all(*tap, publish(network, video, encode_audio(4)));
    for (int clap = 1; clap < 4; ++clap) {
        flashes_s_.push_back(seconds_ + clap);
        beeps_s_.push_back(seconds_ + clap);
    }
    seconds_ += 5;
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(files(), std::vector<std::string>{"class.mp4"});
    expect_whole(play(finished->file.path));
}

TEST_F(CodecChange, StoppedInTheMiddleOfConvertingGoesOnAfterwards) {
    // Three minutes are three pieces.
    const VideoSample large{.seconds = 4, .width = 320, .height = 240};
    const SampleTrack video = repeat(encode_video(large), 45, 4'000'000);
    const SampleTrack audio = repeat(encode_audio(4), 45, 4'000'000);
    open_recorder();
    auto tap = recorder_->begin("class");
    PublisherOptions network;
    network.source = ++source_;
    tell_all(*tap, publish(network, video, audio));
    network.source = ++source_;
    network.starts_s = 181;
    network.video_codec = Codec::H264;
    const SampleTrack other = repeat(encode_video({.codec = Codec::H264}), 46, 4'000'000);
    tell_all(*tap, publish(network, other, repeat(encode_audio(4), 46, 4'000'000)));
    recorder_->finish("class");
    const std::string first_piece = "class.part-001.h264-0001.mkv";
    const auto has = [&](const std::string& name) {
        const auto all = files();
        return std::find(all.begin(), all.end(), name) != all.end();
    };
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!has(first_piece) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_TRUE(has(first_piece));
    const auto preparing = recorder_->preparing();
    ASSERT_EQ(preparing.size(), 1u);
    EXPECT_GT(preparing.front().percent, 0);
    EXPECT_LT(preparing.front().percent, 100);
    EXPECT_FALSE(recorder_->find("class").has_value());
    const auto written = std::filesystem::last_write_time(folder_ / first_piece);

    open_recorder();  // stops the one before
    EXPECT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"class"});
    EXPECT_FALSE(has("class.mp4"));
    ASSERT_TRUE(has(first_piece));
    recorder_->finish("class");
    ASSERT_TRUE(wait_for_event(
        [](const RecorderEvent& e) { return std::holds_alternative<RecordingFinished>(e); }, 180));
    if (has(first_piece)) {
        EXPECT_EQ(std::filesystem::last_write_time(folder_ / first_piece), written);
    }
    EXPECT_EQ(files(), std::vector<std::string>{"class.mp4"});
    const Playback playback = play(folder_ / "class.mp4");
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), video.size() + other.size());
    EXPECT_NEAR(playback.duration_s, 181 + 184, 0.2);
    // A clap a second but at every fourth, where the sample begins anew.
    EXPECT_EQ(playback.beeps_s.size(), 3u * 91);
    EXPECT_EQ(playback.flashes_s.size(), 3u * 91);
}

TEST_F(CodecChange, ARecordingRemovedMeanwhileLeavesNothing) {
    open_recorder();
    record({{Codec::Vp8, 4, true, true, 1280, 720}, {Codec::H264, 6}});
    recorder_->finish("class");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (recorder_->preparing().empty() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_TRUE(recorder_->remove("class").has_value());
    EXPECT_TRUE(files().empty());
}

TEST_F(CodecChange, WhatCannotBeConvertedKeepsItsSoundAndIsTold) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    std::vector<Heard> heard = heard_in({Codec::Vp8, 4});
    // Key frames that claim a size beyond what is decoded (RFC 6386, section 9.1).
    for (Heard& one : heard) {
        auto* packet = std::get_if<HeardPacket>(&one);
        if (packet == nullptr || packet->head.kind != media::TrackKind::Video) continue;
        for (std::size_t at = 0; at + 7 < packet->payload.size() && at < 16; ++at) {
            std::byte* bytes = packet->payload.data() + at;
            if (bytes[0] != std::byte{0x9d} || bytes[1] != std::byte{0x01} ||
                bytes[2] != std::byte{0x2a}) {
                continue;
            }
            bytes[3] = bytes[5] = std::byte{0xff};
            bytes[4] = bytes[6] = std::byte{0x3f};
            break;
        }
    }
    tell_all(*tap, heard);
    flashes_s_.clear();
    tell_all(*tap, heard_in({Codec::H264, 6}));
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_EQ(files(), (std::vector<std::string>{"class.mp4", "class.note", "class.other-1.webm"}));
    expect_whole(play(finished->file.path));
    EXPECT_NE(finished->file.lack, "");
    EXPECT_EQ(finished->other_files,
              std::vector<std::filesystem::path>{folder_ / "class.other-1.webm"});
    // Also after a restart.
    open_recorder();
    EXPECT_EQ(recorder_->find("class")->lack, finished->file.lack);
    ASSERT_TRUE(recorder_->remove("class").has_value());
    EXPECT_TRUE(files().empty());
}

TEST_F(CodecChange, SideFilesOfEarlierVersionsStay) {
    std::filesystem::create_directories(folder_);
    { std::ofstream(folder_ / "old.other-1.webm") << "an earlier version made this"; }
    { std::ofstream(folder_ / "old.mp4") << "so"; }
    open_recorder();
    record({{Codec::Vp8, 3}});
    ASSERT_TRUE(finish("class").has_value());
    EXPECT_EQ(files(), (std::vector<std::string>{"class.webm", "old.mp4", "old.other-1.webm"}));
}

TEST_F(CodecChange, TheTapTellsWhatIsRecordedAlready) {
    open_recorder();
    EXPECT_EQ(recorder_->begin("class")->video_codec(), std::nullopt);
    record({{Codec::H264, 2}, {Codec::Vp9, 2}, {Codec::Vp9, 2, false, true}});
    open_recorder();
    EXPECT_EQ(recorder_->begin("class")->video_codec(), Codec::Vp9);
}

}  // namespace
}  // namespace lsl::recorder::test
