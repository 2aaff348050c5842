#include "server/services/accounts/limits/rate_limits.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/server/moving_clock.h"

namespace lsl::services {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr RateLimit three_a_minute{3, minutes(1)};

class RateLimitsTest : public ::testing::Test {
  protected:
    lsl::testing::MovingClock clock;
    RateLimits limits{clock, 4};
};

TEST_F(RateLimitsTest, TheWindowSlides) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(limits.take("a", three_a_minute));
        clock.advance(seconds(10));
    }
    const auto refused = limits.take("a", three_a_minute);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().retry_after_seconds, 30);
    clock.advance(seconds(30));
    EXPECT_TRUE(limits.take("a", three_a_minute));
    EXPECT_FALSE(limits.take("a", three_a_minute));
}

TEST_F(RateLimitsTest, KeysDoNotShare) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(limits.take("a", three_a_minute));
    EXPECT_TRUE(limits.take("b", three_a_minute));
}

TEST_F(RateLimitsTest, RefusedEventsDoNotProlongTheWindow) {
    for (int i = 0; i < 10; ++i) static_cast<void>(limits.take("a", three_a_minute));
    clock.advance(minutes(1));
    EXPECT_TRUE(limits.take("a", three_a_minute));
}

TEST_F(RateLimitsTest, GivenBackEventsAreFree) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(limits.take("a", three_a_minute));
        limits.give_back("a");
    }
    EXPECT_EQ(limits.count("a", minutes(1)), 0u);
}

TEST_F(RateLimitsTest, ForgetsTheLongestUnusedWhenThereAreTooMany) {
    for (const char* key : {"a", "b", "c", "d"}) ASSERT_TRUE(limits.take(key, three_a_minute));
    ASSERT_TRUE(limits.take("a", three_a_minute));
    ASSERT_TRUE(limits.take("e", three_a_minute));
    EXPECT_EQ(limits.count("a", minutes(1)), 2u);
    EXPECT_EQ(limits.count("b", minutes(1)), 0u);
    EXPECT_EQ(limits.count("e", minutes(1)), 1u);
}

TEST_F(RateLimitsTest, SeveralWindowsMakeADelayThatGrows) {
    const std::array<RateLimit, 3> growing = {
        {{2, minutes(1)}, {4, minutes(10)}, {6, minutes(60)}}};
    const auto fill = [&] {
        int taken = 0;
        while (limits.take("a", growing)) ++taken;
        return taken;
    };
    const auto wait = [&] { return limits.take("a", growing).error().retry_after_seconds; };
    EXPECT_EQ(fill(), 2);
    EXPECT_EQ(wait(), 60);
    clock.advance(minutes(1));
    EXPECT_EQ(fill(), 2);
    EXPECT_EQ(wait(), 9 * 60);
    clock.advance(minutes(9));
    EXPECT_EQ(fill(), 2);
    EXPECT_EQ(wait(), 50 * 60);
    clock.advance(minutes(60));
    EXPECT_EQ(fill(), 2) << "long ago is forgotten";
}

TEST_F(RateLimitsTest, CountingAShortWindowForgetsNothingOfALongOne) {
    ASSERT_TRUE(limits.take("a", {1, minutes(60)}));
    clock.advance(minutes(2));
    EXPECT_EQ(limits.count("a", minutes(1)), 0u);
    EXPECT_FALSE(limits.take("a", {1, minutes(60)}));
}

TEST_F(RateLimitsTest, EventsThatWereGivenBackPushNobodyOut) {
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(limits.take("closed", three_a_minute));
    for (int i = 0; i < 100; ++i) {
        const std::string key = std::to_string(i);
        ASSERT_TRUE(limits.take(key, three_a_minute));
        limits.give_back(key);
    }
    EXPECT_FALSE(limits.take("closed", three_a_minute));
}

TEST(AddressKeyTest, ASiteIsWhatOneCustomerMayHoldOfIpv6) {
    EXPECT_EQ(site_key("2001:db8:1:2::1"), site_key("2001:db8:1:ffff::1"));
    EXPECT_NE(site_key("2001:db8:1::1"), site_key("2001:db8:2::1"));
    EXPECT_EQ(site_key("::ffff:198.51.100.7"), "198.51.100.7");
}

TEST(AddressKeyTest, OneCustomerIsOneKey) {
    EXPECT_EQ(address_key("198.51.100.7"), "198.51.100.7");
    EXPECT_EQ(address_key("::ffff:198.51.100.7"), "198.51.100.7");
    EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), address_key("2001:db8:1:2::1"));
    EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
    EXPECT_EQ(address_key(""), "");
}

}  // namespace
}  // namespace lsl::services
