#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "tests/server/recorder/recorder_fixture.h"

namespace lsl::recorder::test {
namespace {

class Trouble : public RecorderTest {
  protected:
    static bool is_trouble(const RecorderEvent& event) {
        return std::holds_alternative<RecordingTrouble>(event);
    }
    static bool is_failure(const RecorderEvent& event) {
        return std::holds_alternative<RecordingFailed>(event);
    }
};

TEST_F(Trouble, LostPacketsCostPicturesButNeverShowBrokenOnes) {
    for (const media::Codec codec :
         {media::Codec::Vp8, media::Codec::Vp9, media::Codec::H264, media::Codec::Av1}) {
        open_recorder();
        PublisherOptions network;
        network.video_codec = codec;
        network.loss = 0.02;
        network.late = 0.05;
        network.seed = 7;
        const SampleTrack video = encode_video({.codec = codec, .seconds = 6, .key_every = 15});
        tell_all(*recorder_->begin("class"), publish(network, video, encode_audio(6)));
        const auto finished = finish("class");
        ASSERT_TRUE(finished.has_value());
        const Playback playback = play(finished->file.path);
        EXPECT_EQ(playback.decode_errors, 0);
        EXPECT_EQ(static_cast<std::size_t>(playback.packets_of_video), playback.pictures.size());
        EXPECT_LT(playback.pictures.size(), video.size());
        EXPECT_GT(playback.pictures.size(), video.size() / 3);
        EXPECT_NEAR(playback.audio_ends_s, 6, 0.1);
        EXPECT_LT(playback.longest_audio_hole_s, 0.002);
        ASSERT_TRUE(recorder_->remove("class").has_value());
    }
}

TEST_F(Trouble, SilenceThatWasNotSentIsFilled) {
    open_recorder();
    SampleTrack audio;
    for (const SampleFrame& frame : encode_audio(6)) {
        // DTX: nothing between 2.2 and 4.9 s but a packet every 500 ms.
        const bool quiet = frame.shown_us > 2'200'000 && frame.shown_us < 4'900'000;
        if (!quiet || frame.shown_us % 500'000 == 300'000) audio.push_back(frame);
    }
    // On the wire DTX leaves no hole in the sequence numbers.
    tell_all(*recorder_->begin("class"), publish({}, encode_video({.seconds = 6}), audio));
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
    ASSERT_EQ(playback.beeps_s.size(), 3u);
    EXPECT_NEAR(playback.beeps_s.back(), 5, 0.04);
}

/// Stands for a disk that does not answer: the writer asks it for its free space.
class SlowDisk {
  public:
    void answer_late() { blocked_ = true; }
    void answer() {
        {
            const std::lock_guard lock(mutex_);
            blocked_ = false;
        }
        wakes_.notify_all();
    }
    std::uint64_t free_bytes() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        wakes_.wait(lock, [this] { return !blocked_; });
        --waiting_;
        return 1ull << 40;
    }
    bool is_waited_for() const { return waiting_ > 0; }

  private:
    std::mutex mutex_;
    std::condition_variable wakes_;
    std::atomic<bool> blocked_{false};
    std::atomic<int> waiting_{0};
};

TEST_F(Trouble, ASlowDiskCostsPicturesNotMemoryAndNotTheMediaThread) {
    SlowDisk disk;
    options_.queue_bytes = 24 << 10;
    options_.free_bytes = [&](const std::filesystem::path&) { return disk.free_bytes(); };
    open_recorder();
    const auto tap = recorder_->begin("class");
    const std::vector<Heard> heard =
        publish({}, encode_video({.seconds = 8, .key_every = 15}), encode_audio(8));
    tell_all(*tap, heard, 2);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    clock_.pass(std::chrono::seconds(5));
    disk.answer_late();
    while (!disk.is_waited_for()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (const Heard& one : heard) {
        const MonoTime at = arrival_of(one);
        const auto since = at - server_start;
        if (since >= std::chrono::seconds(2) && since < std::chrono::seconds(6)) tell(*tap, one);
    }
    disk.answer();
    int told = 0;
    for (const Heard& one : heard) {
        if (arrival_of(one) - server_start < std::chrono::seconds(6)) continue;
        if (told++ % 40 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(150));
        tell(*tap, one);
    }
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_TRUE(wait_for_event(is_trouble));
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.duration_s, 8, 0.15);
    EXPECT_LT(playback.pictures.size(), 230u);
    EXPECT_GT(playback.pictures.size(), 100u);
    EXPECT_GT(playback.pictures.back().time_s, 7.9);
    EXPECT_LT(playback.longest_audio_hole_s, 0.002);
}

TEST_F(Trouble, AFullDiskStopsTheRecordingAndKeepsIt) {
    std::atomic<std::uint64_t> room{10'000'000};
    options_.keep_free_bytes = 1'000'000;
    options_.free_bytes = [&](const std::filesystem::path&) { return room.load(); };
    open_recorder();
    const auto tap = recorder_->begin("class");
    const std::vector<Heard> heard = publish({}, encode_video({.seconds = 6}), encode_audio(6));
    tell_all(*tap, heard, 3);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    room = 1'000'000;
    clock_.pass(std::chrono::seconds(2));
    ASSERT_TRUE(wait_for_event(is_trouble));
    for (const Heard& one : heard) {
        if (arrival_of(one) - server_start >= std::chrono::seconds(3)) tell(*tap, one);
    }
    // The reserve is there to finish with.
    room = 5'000'000;
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    // What came afterwards is known to be missing.
    EXPECT_GE(finished->figures.live, std::chrono::milliseconds(5900));
    EXPECT_EQ(finished->figures.sound_received, 300);
    EXPECT_LT(finished->figures.sound_written, 160);
    EXPECT_EQ(shortfall(finished->figures),
              "The replay is 2 s shorter than the class was. " +
                  std::to_string(300 - finished->figures.sound_written) +
                  " of 300 packets of sound are missing in the replay.");
    EXPECT_EQ(recorder_->load().short_replays, 1u);
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_NEAR(playback.duration_s, 3, 0.15);
}

TEST_F(Trouble, RecordingsTakeNoMoreThanIsSetForThem) {
    options_.max_bytes = 200'000;
    open_recorder();
    EXPECT_EQ(recorder_->space().lack, "");
    const auto tap = recorder_->begin("class");
    const std::vector<Heard> heard = publish({}, encode_video({.seconds = 2}), encode_audio(2));
    tell_all(*tap, heard);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::ofstream(folder_ / "other.webm") << std::string(200'000, 'x');
    EXPECT_EQ(recorder_->space().lack, "The recordings take all the room that is set for them");
    EXPECT_GE(recorder_->space().recordings_bytes, 200'000u);
    clock_.pass(std::chrono::seconds(2));
    ASSERT_TRUE(wait_for_event(is_trouble));
    const auto next = recorder_->begin("next");
    clock_.pass(std::chrono::seconds(2));
    EXPECT_TRUE(wait_for_event([](const RecorderEvent& event) {
        const auto* trouble = std::get_if<RecordingTrouble>(&event);
        return trouble != nullptr && trouble->name == "next" &&
               trouble->reason.ends_with("this class is not being recorded.");
    }));
    EXPECT_TRUE(finish("class").has_value()) << "what is there is finished";
}

TEST_F(Trouble, WithoutRoomForTheFinishedCopyThePartsWait) {
    std::atomic<std::uint64_t> room{1ull << 40};
    options_.free_bytes = [&](const std::filesystem::path&) { return room.load(); };
    open_recorder();
    tell_all(*recorder_->begin("class"),
             publish({}, encode_video({.seconds = 2}), encode_audio(2)));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    room = 1000;
    recorder_->finish("class");
    ASSERT_TRUE(wait_for_event(is_trouble));
    EXPECT_EQ(recorder_->unfinished(), std::vector<RecordingName>{"class"});
    EXPECT_FALSE(recorder_->find("class").has_value());
    room = 1ull << 40;
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    EXPECT_NEAR(play(finished->file.path).duration_s, 2, 0.1);
}

TEST_F(Trouble, AFolderThatCannotBeWrittenIsAnEvent) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    std::filesystem::remove_all(folder_);
    tell_all(*tap, publish({}, encode_video({.seconds = 2}), encode_audio(2)));
    EXPECT_TRUE(wait_for_event(is_trouble));
    EXPECT_FALSE(finish("class").has_value());
    EXPECT_TRUE(wait_for_event(is_failure));
}

TEST_F(Trouble, NothingReceivedIsAFailure) {
    open_recorder();
    ASSERT_NE(recorder_->begin("class"), nullptr);
    EXPECT_FALSE(finish("class").has_value());
    EXPECT_TRUE(wait_for_event(is_failure));
    EXPECT_TRUE(files().empty());
}

TEST_F(Trouble, DeltaFramesAloneAreAFailureAndAskForAKeyFrame) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    SampleTrack video = encode_video({.seconds = 2, .key_every = 1000});
    video.erase(video.begin());
    tell_all(*tap, publish({}, video, {}, false));
    for (int i = 0; i < 100 && !tap->take_key_frame_request(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        ASSERT_LT(i, 99) << "no request";
    }
    EXPECT_FALSE(tap->take_key_frame_request()) << "taken already";
    EXPECT_FALSE(finish("class").has_value());
}

TEST_F(Trouble, ALongGroupOfPicturesAsksForAKeyFrameToSeekTo) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    const std::vector<Heard> heard =
        publish({}, encode_video({.seconds = 8, .key_every = 1000}), encode_audio(8), false);
    tell_all(*tap, heard, 4);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_FALSE(tap->take_key_frame_request());
    clock_.pass(std::chrono::seconds(2));
    for (const Heard& one : heard) {
        if (arrival_of(one) - server_start >= std::chrono::seconds(4)) tell(*tap, one);
    }
    bool asked = false;
    for (int i = 0; i < 100 && !asked; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        asked = tap->take_key_frame_request();
    }
    EXPECT_TRUE(asked);
    EXPECT_TRUE(finish("class").has_value());
}

TEST_F(Trouble, GarbageIsIgnored) {
    open_recorder();
    const auto tap = recorder_->begin("class");
    std::mt19937 random(7);
    std::vector<Heard> heard = publish({}, encode_video({.seconds = 2}), encode_audio(2));
    std::int64_t sequence = 0;
    for (const Heard& one : heard) {
        tell(*tap, one);
        HeardPacket garbage;
        garbage.head = {random() % 2 == 0 ? media::TrackKind::Audio : media::TrackKind::Video,
                        static_cast<media::Codec>(random() % 5),
                        0,
                        sequence++,
                        static_cast<std::uint32_t>(random()),
                        90'000,
                        random() % 2 == 0,
                        {},
                        arrival_of(one)};
        garbage.payload.resize(random() % 1200);
        for (std::byte& byte : garbage.payload) byte = static_cast<std::byte>(random());
        // From an earlier source than the publisher's: a straggler that must change nothing.
        tell(*tap, garbage);
    }
    const auto finished = finish("class");
    ASSERT_TRUE(finished.has_value());
    const Playback playback = play(finished->file.path);
    EXPECT_EQ(playback.decode_errors, 0);
    EXPECT_EQ(playback.pictures.size(), 60u);
}

}  // namespace
}  // namespace lsl::recorder::test
