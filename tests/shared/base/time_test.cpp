#include "shared/base/time.h"

#include <gtest/gtest.h>

namespace lsl {
namespace {

std::string round_trip(std::string_view text) {
    const auto time = parse_iso8601(text);
    return time ? to_iso8601(*time) : "refused";
}

TEST(Time, IsWrittenInUtcWithMilliseconds) {
    EXPECT_EQ(to_iso8601(UtcTime{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(round_trip("2026-11-22T09:38:04.123Z"), "2026-11-22T09:38:04.123Z");
}

TEST(Time, AcceptsAnyOffset) {
    EXPECT_EQ(round_trip("2026-11-22T09:38:04+02:00"), "2026-11-22T07:38:04.000Z");
    EXPECT_EQ(round_trip("2026-01-01T00:30:00+05:45"), "2025-12-31T18:45:00.000Z");
    EXPECT_EQ(round_trip("2026-12-31T23:30:00-01:00"), "2027-01-01T00:30:00.000Z");
}

TEST(Time, AcceptsFractionsAndLeftOutSeconds) {
    EXPECT_EQ(round_trip("2026-11-22T09:38:04.1Z"), "2026-11-22T09:38:04.100Z");
    EXPECT_EQ(round_trip("2026-11-22T09:38:04.123456789Z"), "2026-11-22T09:38:04.123Z");
    EXPECT_EQ(round_trip("2026-11-22T09:38Z"), "2026-11-22T09:38:00.000Z");
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "yesterday", "2026-11-22", "2026-11-22T09:38:04", "2026-13-01T00:00:00Z",
          "2026-02-29T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z",
          "2026-11-22T09:38:04+24:00", "2026-11-22T09:38:04Zx", "1969-12-31T23:59:59Z",
          "2026-11-22T09:38:04.Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-01:00"}) {
        EXPECT_EQ(round_trip(text), "refused") << text;
    }
}

TEST(Time, TextsSortAsTimesDo) {
    const auto early = *parse_iso8601("2026-11-22T09:38:04.009Z");
    const auto late = *parse_iso8601("2026-11-22T09:38:04.010Z");
    EXPECT_LT(to_iso8601(early), to_iso8601(late));
}

}  // namespace
}  // namespace lsl
