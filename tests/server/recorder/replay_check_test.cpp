#include "server/recorder/finish/replay_check.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(ReplayCheck, SaysNothingOfAReplayThatHasEverything) {
    EXPECT_EQ(shortfall({seconds(3600), seconds(3600), 180'000, 180'000}), "");
    EXPECT_EQ(shortfall({milliseconds(3'600'000), milliseconds(3'598'000), 180'000, 180'000}), "");
    EXPECT_EQ(shortfall({}), "");
}

TEST(ReplayCheck, SaysHowMuchShorterTheReplayIs) {
    EXPECT_EQ(shortfall({seconds(180), milliseconds(97'700), 0, 0}),
              "The replay is 82 s shorter than the class was.");
    EXPECT_NE(shortfall({milliseconds(10'000), milliseconds(7'999), 0, 0}), "");
}

TEST(ReplayCheck, SaysHowMuchSoundIsMissing) {
    EXPECT_EQ(shortfall({seconds(180), seconds(180), 9000, 4885}),
              "4115 of 9000 packets of sound are missing in the replay.");
    EXPECT_NE(shortfall({seconds(20), seconds(20), 1000, 989}), "") << "more than one in a hundred";
    EXPECT_EQ(shortfall({seconds(20), seconds(20), 1000, 990}), "");
    EXPECT_NE(shortfall({seconds(3600), seconds(3600), 180'000, 179'800}), "") << "four seconds";
    EXPECT_EQ(shortfall({seconds(3600), seconds(3600), 180'000, 179'940}), "") << "a fast card";
    EXPECT_EQ(shortfall({seconds(2), seconds(2), 100, 96}), "") << "the ends of a short one";
}

}  // namespace
}  // namespace lsl::recorder::test
