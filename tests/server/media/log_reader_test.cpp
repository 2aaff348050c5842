#include "server/media/egress/log_reader.h"

#include <gtest/gtest.h>

#include "tests/server/media/logged_packets.h"

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

class JoinsVideo : public testing::Test {
  protected:
    JoinsVideo() { track_.start_source({NegotiatedFormat{}}, 1'024); }
    /// The frames behind a key frame, of that many packets of 1,000 bytes each.
    void log(int packets) {
        add(*track_.log, {.sequence = 100, .timestamp = 0, .key = true});
        for (int i = 1; i <= packets; ++i) {
            add(*track_.log, {.sequence = 100 + i,
                              .timestamp = static_cast<std::uint32_t>(i) * 3'000,
                              .size = 1'000});
        }
    }

    RoomTrack track_;
    ReplayLimit replays_;
    LogReader reader_;
};

TEST_F(JoinsVideo, AtOnceWhileTheKeyFrameIsTheNewestPicture) {
    log(0);
    const auto start = reader_.find_video_start(track_, replays_, kStart);
    ASSERT_TRUE(start);
    EXPECT_EQ(start->sequence, 100);
    EXPECT_FALSE(reader_.replaying());
    EXPECT_EQ(replays_.running(), 0);
}

TEST_F(JoinsVideo, ByReplayUntilItHasCaughtUp) {
    log(3);
    const auto start = reader_.find_video_start(track_, replays_, kStart);
    ASSERT_TRUE(start);
    reader_.begin(start->position);
    EXPECT_TRUE(reader_.replaying());
    EXPECT_EQ(replays_.running(), 1);
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(reader_.replaying()) << i;
        reader_.advance();
    }
    EXPECT_FALSE(reader_.replaying());
    EXPECT_EQ(replays_.running(), 0);
}

TEST_F(JoinsVideo, AtANewKeyFrameIfTheLastOneIsFar) {
    log(500);
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart));
    EXPECT_TRUE(track_.key_frames.pending());
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + 500ms));
    // None came: the old one is better than nothing.
    EXPECT_TRUE(reader_.find_video_start(track_, replays_, kStart + 600ms));
    EXPECT_TRUE(reader_.replaying());
}

TEST_F(JoinsVideo, NotWithoutAKeyFrame) {
    add(*track_.log, {.sequence = 5});
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + 10s));
    EXPECT_TRUE(track_.key_frames.pending());
}

TEST_F(JoinsVideo, InTurnWhenManyCatchUp) {
    log(3);
    std::vector<ReplayPermit> others;
    for (int i = 0; i < ReplayLimit::kMost; ++i) others.emplace_back(replays_);
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart));
    EXPECT_TRUE(track_.key_frames.pending());
    others.pop_back();
    EXPECT_TRUE(reader_.find_video_start(track_, replays_, kStart));
    EXPECT_EQ(replays_.running(), ReplayLimit::kMost);
    reader_.end_replay();
    others.clear();
    EXPECT_EQ(replays_.running(), 0);
}

/// One asked for a key frame at `kStart`, which came at once.
class JoinsInACrowd : public JoinsVideo {
  protected:
    void SetUp() override {
        track_.log.reset();
        track_.start_source({NegotiatedFormat{}}, 4'096);
        track_.key_frames.want();
        ASSERT_TRUE(track_.key_frames.take_due(kStart));
        track_.key_frames.on_key_frame(kStart);
    }
};

TEST_F(JoinsInACrowd, ByALongReplayWithoutAskingAgain) {
    log(900);
    EXPECT_TRUE(reader_.find_video_start(track_, replays_, kStart + 5s));
    EXPECT_TRUE(reader_.replaying());
    EXPECT_FALSE(track_.key_frames.pending());
}

TEST_F(JoinsInACrowd, AtANewKeyFrameWhenThatIsLongAgo) {
    log(500);
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + LogReader::kCrowd));
    EXPECT_TRUE(track_.key_frames.pending());
}

TEST_F(JoinsInACrowd, AtANewKeyFrameWhenTheReplayWouldBeTooLong) {
    log(2'100);
    ASSERT_GT(track_.log->bytes_since_key_frame(), LogReader::kLongReplayBytes);
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + 1s));
    EXPECT_TRUE(track_.key_frames.pending());
}

TEST_F(JoinsInACrowd, AfterAMomentsWaitForAPlace) {
    log(500);
    std::vector<ReplayPermit> others;
    for (int i = 0; i < ReplayLimit::kMost; ++i) others.emplace_back(replays_);
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + 1s));
    EXPECT_FALSE(track_.key_frames.pending());
    EXPECT_FALSE(reader_.find_video_start(track_, replays_, kStart + 1s + LogReader::kReplayAfter));
    EXPECT_TRUE(track_.key_frames.pending()) << "no place came free";
}

TEST(JoinsSound, AtTheNewestPacket) {
    PacketLog log(16);
    log.start_source();
    EXPECT_FALSE(LogReader::find_audio_start(log));
    add(log, {.sequence = 8});
    add(log, {.sequence = 9});
    const auto start = LogReader::find_audio_start(log);
    ASSERT_TRUE(start);
    EXPECT_EQ(start->sequence, 9);
    EXPECT_EQ(start->position, 1u);
}

}  // namespace
}  // namespace lsl::media
