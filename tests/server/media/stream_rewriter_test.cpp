#include "server/media/egress/stream_rewriter.h"

#include <gtest/gtest.h>

#include "tests/server/media/logged_packets.h"

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kClockRate = 90'000;
class RewritesVideo : public testing::Test {
  protected:
    RewritesVideo() {
        log_.start_source();
        other_.start_source();
        rewriter_.follow(0, log_.source());
    }
    void begin_at_newest() {
        rewriter_.begin(log_, log_.head() - 1, log_.at(log_.head() - 1)->sequence, kStart);
    }
    void send(const LoggedPacket& packet, MonoTime now = kStart) {
        rewriter_.note_sent(packet, now);
    }

    PacketLog log_{64};
    PacketLog other_{64};
    StreamRewriter rewriter_{TrackKind::Video, kClockRate, 1'000, 5'000};
};

TEST_F(RewritesVideo, TheFirstPacketHasTheNumbersThatWereChosen) {
    const LoggedPacket& first = add(log_, {.sequence = 70'000, .timestamp = 123, .key = true});
    begin_at_newest();
    EXPECT_EQ(rewriter_.current().index_of(first), 1'000);
    EXPECT_EQ(rewriter_.timestamp_of(first), 5'000u);
    const LoggedPacket& later = add(log_, {.sequence = 70'003, .timestamp = 3'123});
    EXPECT_EQ(rewriter_.current().index_of(later), 1'003) << "a gap stays a gap";
    EXPECT_EQ(rewriter_.timestamp_of(later), 8'000u);
}

TEST_F(RewritesVideo, AHighFirstNumberIsTakenBelowTheMiddle) {
    StreamRewriter rewriter(TrackKind::Video, kClockRate, 0xffff, 0);
    const LoggedPacket& first = add(log_, {.sequence = 1, .key = true});
    rewriter.begin(log_, 0, 1, kStart);
    EXPECT_EQ(rewriter.current().index_of(first), 0x7fff);
}

TEST_F(RewritesVideo, FramesOfThePastAreAMillisecondApart) {
    const LoggedPacket& key = add(log_, {.sequence = 1, .timestamp = 0, .key = true});
    const LoggedPacket& next = add(log_, {.sequence = 2, .timestamp = 90'000});
    const LoggedPacket& newest = add(log_, {.sequence = 3, .timestamp = 180'000});
    rewriter_.begin(log_, 0, 1, kStart);
    EXPECT_EQ(rewriter_.timestamp_of(key), 5'000u);
    EXPECT_EQ(rewriter_.timestamp_of(next), 5'090u);
    EXPECT_EQ(rewriter_.timestamp_of(newest), 5'180u);
    const LoggedPacket& live = add(log_, {.sequence = 4, .timestamp = 183'000});
    EXPECT_EQ(rewriter_.timestamp_of(live), 8'180u) << "what comes later keeps its distance";
}

TEST_F(RewritesVideo, AnotherSourceGoesOnWhereTheLastOneEnded) {
    send((add(log_, {.sequence = 500, .timestamp = 77, .key = true}), begin_at_newest(),
          *log_.find(500)));
    log_.start_source();
    rewriter_.follow(0, log_.source());
    EXPECT_FALSE(rewriter_.begun());
    const LoggedPacket& first = add(log_, {.sequence = 9, .timestamp = 1'000'000, .key = true});
    rewriter_.begin(log_, log_.head() - 1, 9, kStart + 2s);
    EXPECT_EQ(rewriter_.current().index_of(first), 1'001);
    EXPECT_EQ(rewriter_.timestamp_of(first), 5'000u + 2 * kClockRate);
}

TEST_F(RewritesVideo, ALayerThatTakesOverKeepsTheMomentAndNeverGoesBack) {
    const LoggedPacket& sent = add(log_, {.sequence = 500, .timestamp = 77, .key = true});
    begin_at_newest();
    send(sent);
    const LoggedPacket& key = add(other_, {.sequence = 40, .timestamp = 900, .key = true});
    rewriter_.splice(1, other_.source(), key, 40, 5'000 + 3'000);
    EXPECT_EQ(rewriter_.current().layer, 1u);
    EXPECT_EQ(rewriter_.current().index_of(key), 1'001);
    EXPECT_EQ(rewriter_.timestamp_of(key), 8'000u);
    send(key);
    const LoggedPacket& earlier = add(log_, {.sequence = 501, .timestamp = 80, .key = true});
    rewriter_.splice(0, log_.source(), earlier, 501, 7'990);
    EXPECT_EQ(rewriter_.timestamp_of(earlier), 8'090u) << "a millisecond later at least";
}

TEST_F(RewritesVideo, SenderReportsTieTheLayersTogetherOnce) {
    const LoggedPacket& sent = add(log_, {.sequence = 1, .timestamp = 1'000, .key = true});
    begin_at_newest();  // 1'000 is 5'000 here
    send(sent);
    const LoggedPacket& key = add(other_, {.sequence = 1, .timestamp = 700'000, .key = true});
    const std::optional<SenderClock> ours = SenderClock{1'000, kStart};
    const std::optional<SenderClock> theirs = SenderClock{700'000, kStart + 100ms};
    EXPECT_EQ(rewriter_.timestamp_across(ours, theirs, key), 5'000u + 9'000);
    // A later report of the present layer that says something else moves nothing.
    const std::optional<SenderClock> odd = SenderClock{1'000, kStart + 50ms};
    EXPECT_EQ(rewriter_.timestamp_across(odd, theirs, key), 5'000u + 9'000);
}

TEST_F(RewritesVideo, WithoutSenderReportsTheArrivalsTieThem) {
    const LoggedPacket& sent = add(log_, {.sequence = 1, .timestamp = 1'000, .key = true});
    begin_at_newest();
    send(sent);
    const LoggedPacket& key =
        add(other_, {.sequence = 1, .timestamp = 0, .key = true, .arrival = kStart + 100ms});
    EXPECT_EQ(rewriter_.timestamp_across(std::nullopt, std::nullopt, key), 5'000u + 9'000);
}

TEST_F(RewritesVideo, AnIndexBelongsToTheSegmentThatItWasSentIn) {
    for (std::int64_t sequence : {500, 501}) {
        const LoggedPacket& packet = add(log_, {.sequence = sequence, .key = sequence == 500});
        if (sequence == 500) begin_at_newest();
        send(packet);
    }
    const LoggedPacket& key = add(other_, {.sequence = 40, .key = true});
    rewriter_.splice(1, other_.source(), key, 40, 9'000);
    send(key);
    ASSERT_NE(rewriter_.segment_of(1'001), nullptr);
    EXPECT_EQ(rewriter_.segment_of(1'001)->layer, 0u);
    ASSERT_NE(rewriter_.segment_of(1'002), nullptr);
    EXPECT_EQ(rewriter_.segment_of(1'002)->layer, 1u);
    EXPECT_EQ(rewriter_.segment_of(1'003), nullptr) << "not sent yet";
    EXPECT_EQ(rewriter_.segment_of(999), nullptr) << "never sent";
    rewriter_.pause();
    EXPECT_EQ(rewriter_.segment_of(1'001), nullptr);
    EXPECT_EQ(rewriter_.segment_of(1'002), nullptr);
}

TEST_F(RewritesVideo, ANackMeansTheNearestIndex) {
    StreamRewriter rewriter(TrackKind::Video, kClockRate, 0x7ff0, 0);
    add(log_, {.sequence = 0, .key = true});
    rewriter.begin(log_, 0, 0, kStart);
    const LoggedPacket& far = add(log_, {.sequence = 0x9000});
    rewriter.note_sent(far, kStart);  // index 0x10ff0
    EXPECT_EQ(rewriter.index_near(0x0ff0), 0x10ff0);
    EXPECT_EQ(rewriter.index_near(0xfff0), 0xfff0);
}

TEST(RewritesSound, FromItsNewestPacketWithoutReplay) {
    PacketLog log(16);
    log.start_source();
    add(log, {.sequence = 1, .timestamp = 960});
    const LoggedPacket& newest = add(log, {.sequence = 2, .timestamp = 1'920});
    StreamRewriter rewriter(TrackKind::Audio, 48'000, 7, 100);
    rewriter.follow(0, log.source());
    rewriter.begin(log, 1, 2, kStart);
    EXPECT_EQ(rewriter.current().index_of(newest), 7);
    EXPECT_EQ(rewriter.timestamp_of(newest), 100u);
    const LoggedPacket& next = add(log, {.sequence = 3, .timestamp = 2'880});
    EXPECT_EQ(rewriter.timestamp_of(next), 1'060u);
}

}  // namespace
}  // namespace lsl::media
