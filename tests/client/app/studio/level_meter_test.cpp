#include "client/player/level_meter.h"

#include <gtest/gtest.h>

namespace lsl::player {
namespace {

media::Sound sound(float rms, float peak) { return {{rms, peak}, {rms, peak}}; }

TEST(LevelMeter, ASineAtFullScaleIsOne) {
    LevelMeter meter;
    meter.hear(sound(0.7071f, 0.99f), 1);
    EXPECT_NEAR(meter.left().level, 1, 0.001);
    EXPECT_EQ(meter.clips(), 0);
}

TEST(LevelMeter, FallsSlowerThanItRisesAndAtOnceWhenSwitchedOff) {
    LevelMeter meter;
    meter.hear(sound(0.5f, 0.8f), 1);
    meter.hear(sound(0.001f, 0.002f), 1.05);
    EXPECT_GT(meter.left().level, 0.5) << "20 dB take 0.6 s";
    meter.hear(sound(0.001f, 0.002f), 1.65);
    EXPECT_LT(meter.left().level, 0.08);
    meter.hear(sound(0.5f, 0.8f), 2);
    meter.hear(sound(0, 0), 2.05);
    EXPECT_EQ(meter.left().level, 0);
}

TEST(LevelMeter, HoldsTheLoudestMomentForAWhile) {
    LevelMeter meter;
    meter.hear(sound(0.3f, 0.9f), 1);
    meter.hear(sound(0.1f, 0.2f), 2.4);
    EXPECT_FLOAT_EQ(meter.right().held, 0.9f);
    meter.hear(sound(0.1f, 0.2f), 2.6);
    EXPECT_FLOAT_EQ(meter.right().held, 0.2f);
}

TEST(LevelMeter, CountsWhatWasTooLoudUntilItIsForgotten) {
    LevelMeter meter;
    EXPECT_FALSE(meter.clipping(0));
    meter.hear({{0.7f, 1}, {0.1f, 0.2f}}, 1);
    meter.hear({{0.1f, 0.2f}, {0.7f, 1}}, 1.05);
    EXPECT_EQ(meter.clips(), 2);
    EXPECT_TRUE(meter.clipping(3));
    EXPECT_FALSE(meter.clipping(7));
    meter.forget_clips();
    EXPECT_EQ(meter.clips(), 0);
}

TEST(LevelMeter, KeepsTheSidesApart) {
    LevelMeter meter;
    meter.hear({{0.5f, 0.6f}, {0.05f, 0.1f}}, 1);
    EXPECT_GT(meter.left().level, 5 * meter.right().level);
}

}  // namespace
}  // namespace lsl::player
