#include "server/recorder/timeline/decode_times.h"

#include <gtest/gtest.h>

namespace lsl::recorder::test {
namespace {

std::vector<std::int64_t> decoded(int depth, const std::vector<std::int64_t>& shown) {
    DecodeTimes times(depth, 10, 1000);
    std::vector<std::int64_t> all;
    for (const std::int64_t time : shown) all.push_back(times.next(time));
    return all;
}

using Times = std::vector<std::int64_t>;

TEST(DecodeTimes, AreTheTimesOfShowingWithoutBFrames) {
    EXPECT_EQ(decoded(0, {0, 33, 66, 100}), (Times{0, 33, 66, 100}));
}

TEST(DecodeTimes, LeadByTheDepthOfReordering) {
    // I P B B P B B, as x264 sends them.
    const Times shown{0, 99, 33, 66, 198, 132, 165};
    const Times times = decoded(2, shown);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        EXPECT_LE(times[i], shown[i]);
        if (i > 0) {
            EXPECT_GT(times[i], times[i - 1]);
        }
    }
    EXPECT_EQ(times, (Times{-20, -10, 0, 33, 66, 99, 132}));
}

TEST(DecodeTimes, BeginAnewAfterAPause) {
    const Times times = decoded(1, {0, 66, 33, 50'000, 50'066, 50'033});
    EXPECT_EQ(times, (Times{-10, 0, 33, 49'990, 50'000, 50'033}));
}

TEST(DecodeTimes, GrowEvenWhenTheTimesDoNot) {
    EXPECT_EQ(decoded(0, {5, 5, 5, 3}), (Times{5, 6, 7, 8}));
}

}  // namespace
}  // namespace lsl::recorder::test
