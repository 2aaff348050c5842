#include "server/media/egress/pacer.h"

#include <gtest/gtest.h>

#include "tests/server/media/logged_packets.h"

#include <memory>

namespace lsl::media {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<LoggedPacket> made_packet(MonoTime arrival) {
    auto made = std::make_unique<LoggedPacket>();
    made->payload_size = 1'000;
    made->arrival = arrival;
    return made;
}

/// How many packets leave at this moment, of as many as there may be.
int leaving(Pacer& pacer, const LoggedPacket& packet, bool replayed, MonoTime now) {
    int count = 0;
    while (count < 1'000 && pacer.admit(packet, replayed, now)) ++count;
    return count;
}

TEST(Pacer, LetsABurstLeaveAndThenTheRate) {
    Pacer pacer;
    const auto live = made_packet(kStart);
    // 24 KB, and the packet that goes below nothing.
    EXPECT_EQ(leaving(pacer, *live, false, kStart), 25);
    // 5 MB a second are 10 KB in a tick.
    EXPECT_NEAR(leaving(pacer, *live, false, kStart + Pacer::kTick), 10, 1);
    EXPECT_NEAR(leaving(pacer, *live, false, kStart + 2 * Pacer::kTick), 10, 1);
}

TEST(Pacer, GivesANarrowLineLess) {
    Pacer pacer;
    pacer.set_rate({100'000, 3'000});
    const auto live = made_packet(kStart);
    EXPECT_LE(leaving(pacer, *live, false, kStart), 4);
    EXPECT_EQ(leaving(pacer, *live, false, kStart + 1ms), 1) << "it may go below nothing";
    EXPECT_EQ(leaving(pacer, *live, false, kStart + 2ms), 0);
    EXPECT_EQ(leaving(pacer, *live, false, kStart + 31ms), 3);
}

TEST(Pacer, HoldsNothingLiveBackForLong) {
    Pacer pacer;
    pacer.set_rate({1'000, 500});
    const auto live = made_packet(kStart);
    leaving(pacer, *live, false, kStart);
    EXPECT_FALSE(pacer.admit(*live, false, kStart + 99ms));
    EXPECT_TRUE(pacer.admit(*live, false, kStart + Pacer::kLongestWait));
    EXPECT_TRUE(pacer.admit(*live, false, kStart + Pacer::kLongestWait));
    EXPECT_FALSE(pacer.admit(*live, true, kStart + Pacer::kLongestWait)) << "a replay can wait";
}

}  // namespace
}  // namespace lsl::media
