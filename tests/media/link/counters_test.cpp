// What /metrics tells of the engine, against what its peers counted themselves.
#include "server/media/counters.h"

#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

TEST(Counters, SizesFallIntoBucketsByPowersOfTwo) {
    SizeHistogram sizes;
    for (const std::size_t size : {1u, 2u, 3u, 4u, 5u, 64u, 65u, 1000u}) sizes.add(size);
    const std::int64_t expected[SizeHistogram::kBuckets] = {1, 1, 2, 1, 0, 0, 1, 2};
    for (std::size_t i = 0; i < SizeHistogram::kBuckets; ++i) {
        EXPECT_EQ(sizes.in_bucket(i), expected[i]) << i;
    }
    EXPECT_EQ(sizes.count(), 8);
    EXPECT_EQ(sizes.sum(), 1 + 2 + 3 + 4 + 5 + 64 + 65 + 1000);
    EXPECT_EQ(SizeHistogram::upper_bound(0), 1u);
    EXPECT_EQ(SizeHistogram::upper_bound(6), 64u);
    EXPECT_EQ(SizeHistogram::upper_bound(7), 0u);
}

TEST(Counters, AgreeWithWhatThePeersCounted) {
    MediaWorld world(4, {.loss = 0.03});
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(5s);
    const EngineStats stats = world.engine().engine_stats();
    const MediaCounters& c = stats.counters;
    EXPECT_EQ(stats.publishers, 1);
    EXPECT_EQ(stats.viewers, 1);
    EXPECT_EQ(stats.rooms, 1);
    // Requests may be lost on the way, none is made up.
    EXPECT_GE(c.key_frame_requests_sent, publisher->key_frame_requests());
    EXPECT_GT(c.packets_asked_again, 0);
    EXPECT_GE(c.packets_asked_again, publisher->nacks_received());
    EXPECT_GT(c.packets_asked_of_us, 0);
    EXPECT_GE(c.packets_repeated, viewer->video().recovered);
    EXPECT_GT(c.packets_repeated, 0);
    EXPECT_LE(c.packets_repeated, c.packets_asked_of_us);
    EXPECT_GE(c.packets_forwarded + c.packets_repeated,
              viewer->video().packets + viewer->audio().packets);
    EXPECT_EQ(c.batch.sum(), stats.packets_sent);
    EXPECT_GT(c.rtp_received, c.rtcp_received);
    EXPECT_GT(c.stun_received, 0);
    EXPECT_GT(c.dtls_received, 0);
    EXPECT_LE(c.stun_received + c.dtls_received + c.rtp_received + c.rtcp_received,
              stats.packets_received);
}

}  // namespace
}  // namespace lsl::test
