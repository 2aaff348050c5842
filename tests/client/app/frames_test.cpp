#include <gtest/gtest.h>

#include "tests/client/person.h"

// When the page paints, and when it sleeps.

namespace lsl::app {
namespace {

using ui::Role;

class Frames : public testing::Test {
  protected:
    api::PageData upcoming() {
        api::PageData data;
        data.session = ana(120);
        data.streams.emplace();
        data.streams->upcoming_streams.push_back(
            a_class(1, "Salsa Basics", person.now() + hours(6)));
        data.enrollments.emplace();
        return data;
    }
    Person person;
};

TEST_F(Frames, ThePagesDataMakesTheFirstFrameComplete) {
    person.open("/streams", upcoming());
    EXPECT_FALSE(person.asked("/api/streams"));
    EXPECT_FALSE(person.asked("/api/me"));
    EXPECT_TRUE(person.sees(Role::Link, "Salsa Basics"));
    EXPECT_FALSE(person.sees(Role::Status, "Loading"));
}

TEST_F(Frames, AClassThatIsOverdueStandsBehindWhatComesNext) {
    api::PageData data = upcoming();
    data.streams->upcoming_streams.insert(data.streams->upcoming_streams.begin(),
                                          a_class(2, "Forgotten", person.now() - minutes(14)));
    person.open("/streams", data);
    const auto& lists = [&]() -> const model::Classes::Lists& {
        return person.model().classes.lists(person.now());
    };
    ASSERT_EQ(lists().upcoming.size(), 2u);
    EXPECT_EQ(lists().upcoming.front()->stream.title, "Forgotten") << "it may begin any moment";
    person.wait(seconds(120));
    EXPECT_EQ(lists().upcoming.front()->stream.title, "Salsa Basics");
}

TEST_F(Frames, AnIdlePageAsksForNone) {
    person.open("/streams", upcoming());
    person.wait(seconds(2));
    const int before = person.browser().paints;
    for (int i = 0; i < 50; ++i) person.wait(std::chrono::milliseconds(100));
    EXPECT_EQ(person.browser().paints - before, 0);
    EXPECT_FALSE(person.browser().frame_requested);
}

TEST_F(Frames, APointerOverNothingPaintsNothing) {
    person.open("/streams", upcoming());
    person.wait(seconds(2));
    platform::PointerEvent move;
    move.x = 5;
    move.y = 700;
    person.listener().on_pointer(move);
    person.settle();
    const int before = person.browser().paints;
    move.x = 9;
    person.listener().on_pointer(move);
    EXPECT_FALSE(person.browser().frame_requested);
    EXPECT_EQ(person.browser().paints, before);
}

TEST_F(Frames, MinutesThatArePrintedAreTheOnlyReasonToWake) {
    api::PageData data = upcoming();
    data.streams->replay_streams.push_back(
        ended(a_class(3, "Heels", person.now() - hours(30)), person.now() - hours(29)));
    person.open("/streams", data);
    person.wait(seconds(2));
    ASSERT_TRUE(person.browser().wake.has_value());
    EXPECT_LE(*person.browser().wake, minutes(1) + seconds(1));
    EXPECT_GT(*person.browser().wake, seconds(1));
}

TEST_F(Frames, TheLiveBadgePulsesOnlyWhereItIsSeen) {
    api::PageData data = upcoming();
    data.streams->live_streams.push_back(
        live(a_class(2, "Morning Dance", person.now()), person.now() - minutes(3)));
    person.open("/streams", data);
    person.wait(seconds(1));
    const int before = person.browser().paints;
    for (int i = 0; i < 10; ++i) person.wait(std::chrono::milliseconds(50));
    EXPECT_GT(person.browser().paints, before);
}

TEST_F(Frames, UnderReducedMotionItStandsStill) {
    person.browser().viewport.reduced_motion = true;
    api::PageData data = upcoming();
    data.streams->live_streams.push_back(
        live(a_class(2, "Morning Dance", person.now()), person.now() - minutes(3)));
    person.open("/streams", data);
    person.wait(seconds(2));
    const int before = person.browser().paints;
    for (int i = 0; i < 50; ++i) person.wait(std::chrono::milliseconds(100));
    EXPECT_EQ(person.browser().paints - before, 0);
}

TEST_F(Frames, AHiddenPageSleeps) {
    person.open("/streams", upcoming());
    person.listener().on_visibility(false);
    person.settle();
    EXPECT_FALSE(person.browser().wake.has_value());
}

TEST_F(Frames, TheMirrorIsToldOnlyOfChanges) {
    person.open("/streams", upcoming());
    person.wait(seconds(2));
    const int before = person.browser().semantics_updates;
    person.listener().on_visibility(true);
    person.settle();
    EXPECT_EQ(person.browser().semantics_updates, before);
}

}  // namespace
}  // namespace lsl::app
