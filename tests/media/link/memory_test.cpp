// What a viewer costs in memory, besides its share of the room's log, which is none: a server's
// memory limits how many may watch, and should not.
#include <gtest/gtest.h>

#include "tests/media/heap_use.h"
#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr int kViewers = 40;
constexpr std::int64_t kKilobyte = 1024;

/// What the engine gives back for each viewer of a class that is on air when all of them leave.
std::int64_t bytes_of_a_viewer(std::size_t layers) {
    MediaWorld world;
    ClientOptions camera;
    camera.layers = layers;
    RtcClient* publisher = world.publish("class", camera);
    world.film(publisher, {.frame_bytes = 4'000, .key_bytes = 10'000});
    EXPECT_TRUE(world.run_until([&] { return publisher->frames_sent() > 0; }, 5s));
    world.run_for(200ms);
    for (int i = 0; i < kViewers; ++i) world.watch("class");
    world.connect_all();
    world.run_for(3s);  // all that is made for a viewer only when it is needed is there
    EXPECT_EQ(world.engine().engine_stats().viewers, kViewers);
    const std::int64_t before = heap_in_use();
    world.engine().close_viewers("class", world.now());
    EXPECT_EQ(world.engine().engine_stats().sessions, 1);
    return (before - heap_in_use()) / kViewers;
}

TEST(Memory, AViewerTakesSixtyKilobytesAtMost) { EXPECT_LE(bytes_of_a_viewer(0), 60 * kKilobyte); }

TEST(Memory, AChoiceOfLayersTakesTheListOfWhatWasSentOnTop) {
    EXPECT_LE(bytes_of_a_viewer(3), 68 * kKilobyte);
}

}  // namespace
}  // namespace lsl::test
