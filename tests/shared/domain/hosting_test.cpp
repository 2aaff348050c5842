// Media backends: what they can do, and what they cost.
#include <gtest/gtest.h>

#include "shared/domain/media/hosting_cost.h"
#include "shared/domain/media/media_capabilities.h"

namespace lsl::domain {
namespace {

TEST(MediaCapabilities, ThisServerRecordsAndCountsByItself) {
    const MediaCapabilities& local = media_capabilities("local");
    EXPECT_TRUE(local.records);
    EXPECT_TRUE(local.counts_viewers);
    EXPECT_FALSE(local.metered);
}

TEST(MediaCapabilities, CloudflareNeitherRecordsNorCountsWhatABrowserSends) {
    const MediaCapabilities& hosted = media_capabilities("cloudflare");
    EXPECT_EQ(hosted.name, "Cloudflare Stream");
    EXPECT_EQ(hosted.live_delay, LiveDelay::BelowASecond);
    EXPECT_FALSE(hosted.records || hosted.counts_viewers);
    EXPECT_FALSE(hosted.live_qualities || hosted.live_rewind);
    EXPECT_TRUE(hosted.metered);
}

TEST(MediaCapabilities, AnUnknownNameIsTakenForThisServer) {
    EXPECT_EQ(media_capabilities("").backend, "local");
    EXPECT_EQ(media_capabilities("elsewhere").backend, "local");
}

TEST(HostingCost, TenClassesOfAHundredViewersCostWhatThePricesSay) {
    HostingCost all;
    for (int i = 0; i < 10; ++i) {
        const HostingCost one = estimate_hosting(100, 60);
        all.delivered_minutes += one.delivered_minutes;
        all.stored_minutes += one.stored_minutes;
    }
    EXPECT_EQ(all.delivered_minutes, 60'000);
    EXPECT_DOUBLE_EQ(all.delivery(), 60);
    EXPECT_EQ(all.stored_minutes, 600);
    EXPECT_DOUBLE_EQ(all.storage(), 3);
    EXPECT_DOUBLE_EQ(all.total(), 63);
    EXPECT_DOUBLE_EQ(estimate_hosting(0, 0).total(), 0);
}

TEST(HostingCost, AddsUpWithoutARoundingErrorInTheSum) {
    const HostingCost cost{.delivered_minutes = 100, .stored_minutes = 40};
    EXPECT_EQ(cost.total(), 0.3);  // where 0.1 + 0.2 would be 0.30000000000000004
}

}  // namespace
}  // namespace lsl::domain
