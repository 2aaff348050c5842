#include "server/services/accounts/limits/sign_in_limits.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/server/moving_clock.h"

namespace lsl::services {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class SignInLimitsTest : public ::testing::Test {
  protected:
    bool guess(const std::string& address, const std::string& account = "ana") {
        return limits.begin(account, address, std::nullopt).has_value();
    }
    /// An address that nobody used before.
    std::string fresh() {
        ++addresses;
        return std::to_string(11 + addresses / 60'000) + "." +
               std::to_string(addresses / 250 % 240) + ".7." + std::to_string(addresses % 250);
    }
    /// Guesses at the account that are let through, of so many addresses with one each.
    int guesses_of_many(int many) {
        int through = 0;
        for (int i = 0; i < many; ++i) through += guess(fresh()) ? 1 : 0;
        return through;
    }

    lsl::testing::MovingClock clock;
    SignInLimits limits{clock};
    int addresses = 0;
};

TEST_F(SignInLimitsTest, HoweverManyAddressesThereAreAnAccountYieldsFewGuesses) {
    EXPECT_EQ(guesses_of_many(1000), 20 + 10);
    int day = 30;
    for (int quarter = 1; quarter < 96; ++quarter) {
        clock.advance(minutes(15));
        day += guesses_of_many(200);
    }
    EXPECT_EQ(day, 100 + 50);
}

TEST_F(SignInLimitsTest, TheDelayGrowsWithEachRound) {
    const auto close = [&] {
        while (guess("198.51.100.1")) {
        }
        return limits.begin("ana", "198.51.100.1", std::nullopt).error().retry_after_seconds;
    };
    EXPECT_EQ(close(), 15 * 60);
    clock.advance(minutes(15));
    EXPECT_EQ(close(), 45 * 60);
    clock.advance(minutes(45));
    EXPECT_EQ(close(), 3 * 60 * 60);
    clock.advance(hours(3));
    // From here 40 more until the day is over.
    EXPECT_EQ(close(), 15 * 60);
}

TEST_F(SignInLimitsTest, ASlowGuesserGetsNoMore) {
    int day = 0;
    for (int i = 0; i < 24 * 60; ++i) {
        day += guess("198.51.100.1") ? 1 : 0;
        clock.advance(minutes(1));
    }
    EXPECT_LE(day, 100 + 50);
}

TEST_F(SignInLimitsTest, AKnownDeviceIsCountedForItself) {
    guesses_of_many(1000);
    for (int i = 0; i < 200; ++i) guess("198.51.100.1", "user" + std::to_string(i));
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(limits.begin("ana", "198.51.100.1", "her laptop"));
    EXPECT_FALSE(limits.begin("ana", "198.51.100.1", "her laptop"));
    EXPECT_TRUE(limits.begin("ana", "198.51.100.1", "her phone"));
}

TEST_F(SignInLimitsTest, RightAttemptsLeaveNothingBehind) {
    for (int i = 0; i < 500; ++i) {
        const auto attempt = limits.begin("ana", "198.51.100.1", std::nullopt);
        ASSERT_TRUE(attempt);
        limits.forgive(*attempt);
    }
    guesses_of_many(20);
    for (int i = 0; i < 500; ++i) {
        const auto first = limits.begin("ana", "198.51.100.1", std::nullopt);
        ASSERT_TRUE(first) << "a new device of hers, while others guess";
        limits.forgive(*first);
    }
}

TEST_F(SignInLimitsTest, RefusedAttemptsAreNotCounted) {
    guesses_of_many(30);
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(guess("198.51.100.1"));
    EXPECT_TRUE(guess("198.51.100.1", "ben"));
    clock.advance(minutes(15));
    EXPECT_TRUE(guess("198.51.100.1"));
}

}  // namespace
}  // namespace lsl::services
