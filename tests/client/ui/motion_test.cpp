#include "client/ui/core/motion.h"

#include <gtest/gtest.h>

namespace lsl::ui {
namespace {

TEST(Motion, AFirstSightStandsStill) {
    Motion motion;
    motion.begin(10, false);
    EXPECT_EQ(motion.toward(1, 0.7f, 0.2), 0.7f);
    EXPECT_FALSE(motion.painting());
    EXPECT_EQ(motion.next_wake(), Motion::never);
}

TEST(Motion, AChangeEasesOutAndThenRests) {
    Motion motion;
    motion.begin(0, false);
    motion.toward(1, 0, 0.2);
    motion.begin(1, false);
    EXPECT_EQ(motion.toward(1, 1, 0.2), 0);
    EXPECT_TRUE(motion.painting());
    motion.begin(1.1, false);
    EXPECT_NEAR(motion.toward(1, 1, 0.2), 0.875f, 0.001);
    EXPECT_TRUE(motion.painting());
    motion.begin(1.2001, false);
    EXPECT_EQ(motion.toward(1, 1, 0.2), 1);
    EXPECT_FALSE(motion.painting());
}

TEST(Motion, AChangeOnTheWayStartsFromWhereItIs) {
    Motion motion;
    motion.begin(0, false);
    motion.toward(1, 0, 0.2);
    motion.begin(0.01, false);
    motion.toward(1, 1, 0.2);
    motion.begin(0.11, false);
    const float here = motion.toward(1, 1, 0.2);
    EXPECT_FLOAT_EQ(motion.toward(1, 0, 0.2), here);
}

TEST(Motion, ReducedMotionIsThereAtOnceAndAsksForNothing) {
    Motion motion;
    motion.begin(0, true);
    motion.toward(1, 0, 0.2);
    EXPECT_EQ(motion.appear(2, 0.3), 1);
    motion.begin(1, true);
    EXPECT_EQ(motion.toward(1, 1, 0.2), 1);
    EXPECT_EQ(motion.cycle(1.6, Motion::Pace::Smooth), 0);
    EXPECT_FALSE(motion.painting());
    EXPECT_EQ(motion.next_wake(), Motion::never);
}

TEST(Motion, WhatComesBackAppearsAgain) {
    Motion motion;
    motion.begin(0, false);
    EXPECT_EQ(motion.appear(1, 0.2), 0);
    motion.end();
    motion.begin(1, false);
    EXPECT_EQ(motion.appear(1, 0.2), 1);
    motion.end();
    motion.begin(2, false);
    motion.end();  // not looked at
    motion.begin(3, false);
    EXPECT_EQ(motion.appear(1, 0.2), 0);
}

TEST(Motion, TheEarliestWakeCounts) {
    Motion motion;
    motion.begin(0, false);
    motion.wake_at(5);
    motion.wake_at(3);
    motion.wake_at(4);
    EXPECT_EQ(motion.next_wake(), 3);
}

TEST(Motion, ACalmCycleWakesRatherThanPaintsOn) {
    Motion motion;
    motion.begin(0.8, false);
    EXPECT_NEAR(motion.cycle(1.6, Motion::Pace::Calm), 0.5f, 1e-6);
    EXPECT_FALSE(motion.painting());
    EXPECT_NEAR(motion.next_wake(), 0.8 + 1.0 / 30, 1e-9);
}

}  // namespace
}  // namespace lsl::ui
