#include "server/media/egress/retransmission.h"

#include <gtest/gtest.h>

#include "tests/server/media/logged_packets.h"

namespace lsl::media {
namespace {

using namespace std::chrono_literals;
using Verdict = Retransmission::Verdict;

/// How many different packets of 1,000 bytes are sent again now.
int sent_now(Retransmission& retransmission, std::int64_t stream_rate, MonoTime now) {
    int count = 0;
    for (std::int64_t index = 0; index < 2'000; ++index) {
        if (retransmission.admit(index, 1'000, stream_rate, now) != Verdict::Send) break;
        ++count;
    }
    return count;
}

TEST(Retransmission, SendsAPacketOnceInHalfARoundTrip) {
    Retransmission retransmission;
    retransmission.note_round_trip(100ms);
    ASSERT_EQ(retransmission.admit(7, 1'000, 0, kStart), Verdict::Send);
    retransmission.note_sent(7, kStart);
    EXPECT_EQ(retransmission.admit(7, 1'000, 0, kStart + 49ms), Verdict::TooSoon);
    EXPECT_EQ(retransmission.admit(8, 1'000, 0, kStart + 49ms), Verdict::Send);
    EXPECT_EQ(retransmission.admit(7, 1'000, 0, kStart + 50ms), Verdict::Send);
}

TEST(Retransmission, OfAPacketThatDidNotLeaveIsNotTooSoon) {
    Retransmission retransmission;
    EXPECT_EQ(retransmission.admit(7, 1'000, 0, kStart), Verdict::Send);
    EXPECT_EQ(retransmission.admit(7, 1'000, 0, kStart), Verdict::Send);
}

TEST(Retransmission, TakesAShareOfTheStream) {
    Retransmission retransmission;
    constexpr std::int64_t kStream = 800'000;  // bytes a second
    EXPECT_NEAR(sent_now(retransmission, kStream, kStart), 98, 2);
    EXPECT_EQ(sent_now(retransmission, kStream, kStart), 0);
    EXPECT_NEAR(sent_now(retransmission, kStream, kStart + 100ms), 20, 2);
}

TEST(Retransmission, OfASmallStreamHasItsLeast) {
    Retransmission retransmission;
    sent_now(retransmission, 1'000, kStart);
    EXPECT_NEAR(sent_now(retransmission, 1'000, kStart + 500ms), 30, 2);
}

TEST(Retransmission, TakesLessOfAFullLine) {
    Retransmission retransmission;
    retransmission.limit(10'000);
    EXPECT_TRUE(retransmission.limited());
    EXPECT_NEAR(sent_now(retransmission, 800'000, kStart), 10, 1);
    EXPECT_NEAR(sent_now(retransmission, 800'000, kStart + 500ms), 5, 1);
    retransmission.limit(std::nullopt);
    EXPECT_GT(sent_now(retransmission, 800'000, kStart + 1s), 50);
}

}  // namespace
}  // namespace lsl::media
