#include <gtest/gtest.h>

#include <algorithm>

#include "client/ui/core/motion.h"
#include "tests/client/screen.h"

// What is said to screen readers, and nothing of it drawn. A live region speaks of what changes in
// it: an element that is there for one frame alone is never heard.

namespace lsl::ui {
namespace {

struct Announcements : testing::Test {
    Screen screen;
    std::string news;
    Screen::View view = [this](Ui& ui) {
        if (!news.empty()) ui.announce(news);
        news.clear();
    };
    const Node& region() const {
        const auto found = std::find_if(screen.output.tree.begin(), screen.output.tree.end(),
                                        [](const Node& node) { return node.role == Role::Status; });
        EXPECT_NE(found, screen.output.tree.end());
        return *found;
    }
};

TEST_F(Announcements, StandInOneElementThatIsAlwaysThere) {
    screen.frame(view);
    const Id before = region().id;
    EXPECT_EQ(region().name, "");
    news = "3 new messages";
    screen.frame(view);
    EXPECT_EQ(region().name, "3 new messages");
    EXPECT_EQ(region().id, before);
    screen.input.now += 1;
    screen.frame(view);
    EXPECT_EQ(region().name, "3 new messages") << "longer than the frame that brought it";
}

TEST_F(Announcements, AreTakenAwaySoThatTheSameWordsCanBeSaidAgain) {
    news = "New message";
    screen.frame(view);
    EXPECT_NE(screen.output.wake_at, Motion::never) << "somebody has to take it away";
    screen.input.now += 5;
    screen.frame(view);
    EXPECT_EQ(region().name, "");
    EXPECT_EQ(screen.output.wake_at, Motion::never);
    news = "New message";
    screen.frame(view);
    EXPECT_EQ(region().name, "New message");
}

TEST_F(Announcements, OfOneFrameAreSaidTogetherAndALaterOneTakesTheirPlace) {
    const Screen::View two = [](Ui& ui) {
        ui.announce("One.");
        ui.announce("Two.");
    };
    screen.frame(two);
    EXPECT_EQ(region().name, "One. Two.");
    news = "Three.";
    screen.frame(view);
    EXPECT_EQ(region().name, "Three.");
}

}  // namespace
}  // namespace lsl::ui
