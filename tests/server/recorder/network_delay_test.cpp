#include "server/recorder/timeline/network_delay.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

constexpr std::int64_t half_second = 500'000;
constexpr std::int64_t millisecond = 1'000;

/// A queue that fills by a tenth of a second each second from `from_s` on, seen twice a second.
std::vector<HeldBack> queue(std::int64_t from_s, std::int64_t lasts_s) {
    std::vector<HeldBack> held;
    for (std::int64_t at = 0; at <= 2 * lasts_s; ++at) {
        held.push_back(
            {at * half_second, std::max<std::int64_t>(0, at - 2 * from_s) * 50 * millisecond});
    }
    return held;
}

TEST(NetworkDelay, OfNothingIsNothing) {
    const NetworkDelay none;
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.at_us(5'000'000), 0);
    EXPECT_FALSE(none.knows(5'000'000));
    EXPECT_EQ(disagreement(none, none), 0);
    EXPECT_EQ(held_back(none), 0);
}

TEST(NetworkDelay, FollowsAQueueFromBelow) {
    const NetworkDelay seen(queue(5, 20));
    EXPECT_EQ(seen.at_us(3'000'000), 0);
    EXPECT_NEAR(static_cast<double>(seen.at_us(15'000'000)), 950'000, 60'000);
    EXPECT_LE(seen.at_us(15'000'000), 1'000'000);
    // Beyond its end it drains, so that nothing is said to be late without need.
    EXPECT_LT(seen.at_us(22'000'000), 1'000'000);
    EXPECT_EQ(seen.at_us(60'000'000), 0);
}

TEST(NetworkDelay, KnowsOnlyWhatLiesBetweenPoints) {
    const NetworkDelay seen(
        {{0, 0}, {1'000'000, 0}, {9'000'000, 0}, {10'000'000, 0}, {11'000'000, 0}});
    EXPECT_TRUE(seen.knows(500'000));
    EXPECT_FALSE(seen.knows(5'000'000)) << "a pause";
    EXPECT_TRUE(seen.knows(9'500'000));
    EXPECT_FALSE(seen.knows(12'000'000));
}

TEST(NetworkDelay, LeavesOutWhatCameInABurstOrAgain) {
    std::vector<HeldBack> held = queue(100, 20);
    // Held back for two seconds and let go at once, and one that was sent again.
    for (std::int64_t i = 0; i < 20; ++i)
        held.push_back({8'000'000 + i, (2'000 - 100 * i) * millisecond});
    held.push_back({12'345'000, 700 * millisecond});
    const NetworkDelay seen(held);
    for (std::int64_t at_us = 0; at_us < 20'000'000; at_us += 100'000) {
        EXPECT_LT(seen.at_us(at_us), 110 * millisecond) << at_us;
    }
}

TEST(NetworkDelay, TwoTracksOfOneNetworkAgree) {
    const NetworkDelay sound(queue(5, 20));
    std::vector<HeldBack> other = queue(5, 20);
    for (HeldBack& one : other) one.arrival_us += 130 * millisecond;
    const NetworkDelay picture(other);
    EXPECT_LT(disagreement(sound, picture), 0.1);
    EXPECT_GT(disagreement(sound, NetworkDelay(queue(100, 20))), 5);
    EXPECT_GT(held_back(sound), 5);
}

}  // namespace
}  // namespace lsl::recorder::test
