#include "server/services/notices/time_zone.h"

#include <gtest/gtest.h>

namespace lsl::services {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(TimeZones, KnowTheNightsOfDaylightSaving) {
    const auto zone = TimeZone::find("Europe/Zagreb");
    ASSERT_TRUE(zone) << "this machine has no time zones (Debian: tzdata)";
    const UtcTime spring = *parse_iso8601("2026-03-29T01:00:00Z");
    EXPECT_EQ(zone->ahead_of_utc(spring - seconds(1)), hours(1));
    EXPECT_EQ(zone->ahead_of_utc(spring), hours(2));
    EXPECT_EQ(zone->clock_at(spring), "2026-03-29 03:00");
    EXPECT_EQ(zone->minute_of_day(spring), 3 * 60);
    const UtcTime autumn = *parse_iso8601("2026-10-25T01:00:00Z");
    EXPECT_EQ(zone->clock_at(autumn - seconds(60)), "2026-10-25 02:59");
    EXPECT_EQ(zone->clock_at(autumn), "2026-10-25 02:00");
}

TEST(TimeZones, AreUtcUnlessToldOtherwise) {
    EXPECT_EQ(TimeZone().clock_at(*parse_iso8601("2026-07-01T22:15:00Z")), "2026-07-01 22:15");
}

TEST(TimeZones, AreNoPathsToOtherFiles) {
    for (const char* name : {"", "../zoneinfo/UTC", "/etc/localtime", "Europe/No Such", "a.b"}) {
        EXPECT_FALSE(TimeZone::find(name)) << name;
    }
}

}  // namespace
}  // namespace lsl::services
