#include "server/services/live/layer_watch.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/server/services/still_media.h"

namespace lsl::services {
namespace {

class LayerWatchTest : public ::testing::Test {
  protected:
    media::SessionName session(bool publishes = false) {
        const auto made = publishes ? engine.ask(media::Publish{"class", "v=0"})
                                    : engine.ask(media::Watch{"class", "v=0", "ana"});
        return made.value().session;
    }

    lsl::testing::StillMediaThread engine;
    LayerWatch watch{engine};
};

TEST_F(LayerWatchTest, AListenerHearsAtOnceAndThenWithEachRefresh) {
    const auto name = session();
    engine.sessions[name].layers.viewers = 3;
    const auto listener = std::move(watch.listen(name)).value();
    EXPECT_EQ(listener->latest()->viewers, 3);
    int woken = 0;
    listener->wake_by([&] { ++woken; });
    engine.sessions[name].layers.viewers = 4;
    EXPECT_EQ(listener->latest()->viewers, 3);
    watch.refresh();
    EXPECT_EQ(listener->latest()->viewers, 4);
    EXPECT_EQ(woken, 1);
}

TEST_F(LayerWatchTest, TheEndOfTheSessionIsHeard) {
    const auto name = session();
    const auto listener = std::move(watch.listen(name)).value();
    ASSERT_TRUE(engine.ask(media::CloseSession{name}));
    watch.refresh();
    EXPECT_FALSE(listener->latest());
}

TEST_F(LayerWatchTest, OnlyViewersSessionsThatLiveAreListenedTo) {
    EXPECT_FALSE(watch.listen(session(true)));
    EXPECT_FALSE(watch.listen("unknown"));
}

TEST_F(LayerWatchTest, TheEngineIsAskedOnceForAllWhoListenToASessionAndNotWithoutAny) {
    const auto name = session();
    {
        const auto one = std::move(watch.listen(name)).value();
        const auto other = std::move(watch.listen(name)).value();
        engine.questions = 0;
        watch.refresh();
        EXPECT_EQ(engine.questions, 1);
    }
    engine.questions = 0;
    watch.refresh();
    EXPECT_EQ(engine.questions, 0);
}

}  // namespace
}  // namespace lsl::services
