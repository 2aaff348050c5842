#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

class Navigation : public testing::Test {
  protected:
    void open(std::string_view url) {
        api::PageData data;
        data.session = ana(120);
        data.streams.emplace();
        data.streams->upcoming_streams.push_back(
            a_class(1, "Salsa Basics", person.now() + hours(6)));
        data.enrollments.emplace();
        person.open(url, data);
    }
    Person person;
};

TEST_F(Navigation, ALinkMakesAHistoryEntryAndMovesTheFocusToTheHeading) {
    open("/streams");
    EXPECT_EQ(person.browser().focused_node, 0u);
    person.press(Role::Link, "Workouts");
    EXPECT_EQ(person.browser().history.back(), "/workouts");
    EXPECT_EQ(person.browser().history.size(), 2u);
    EXPECT_EQ(person.browser().focused_node, person.get(Role::Heading, "Workouts").id);
    EXPECT_EQ(person.browser().title, "Workouts \u00B7 LeanSporty");
    EXPECT_EQ(person.browser().scroll_y, 0);
}

TEST_F(Navigation, APageWhoseCodeIsOnItsWayIsWaitedForAndThenGetsTheFocus) {
    person.browser().parts.clear();
    open("/streams");
    EXPECT_TRUE(person.browser().parts_asked_for.empty()) << "the list needs no part";
    person.press(Role::Link, "Salsa Basics");
    EXPECT_EQ(person.browser().parts_asked_for.front(), platform::Part::Player);
    EXPECT_TRUE(person.sees(Role::Status, "One moment"));
    EXPECT_FALSE(person.sees(Role::Heading, "Salsa Basics"));
    person.browser().parts = {platform::Part::Player, platform::Part::Room};
    person.listener().on_part();
    person.settle();
    ASSERT_TRUE(person.sees(Role::Heading, "Salsa Basics"));
    EXPECT_EQ(person.browser().focused_node, person.get(Role::Heading, "Salsa Basics").id);
}

TEST_F(Navigation, SigningInIsFetchedWhenItIsWanted) {
    person.browser().parts.clear();
    person.open("/streams", nobody());
    EXPECT_TRUE(person.browser().parts_asked_for.empty());
    person.press(Role::Link, "Sign in");
    EXPECT_EQ(person.browser().parts_asked_for.front(), platform::Part::Account);
    EXPECT_FALSE(person.sees(Role::TextField, "Password"));
    person.browser().parts = {platform::Part::Account};
    person.listener().on_part();
    person.settle();
    EXPECT_TRUE(person.sees(Role::TextField, "Password"));
    EXPECT_EQ(person.browser().focused_node, person.get(Role::Heading, "Welcome back").id);
}

TEST_F(Navigation, TheFirstScreenWaitsForItsCode) {
    person.browser().parts.clear();
    open("/streams/00000000-0000-4000-8000-000000000001/watch");
    EXPECT_EQ(person.browser().parts_asked_for,
              (std::vector{platform::Part::Player, platform::Part::Room}));
    EXPECT_EQ(person.browser().paints, 0) << "the page's own picture of loading stays";
    person.browser().parts = {platform::Part::Player, platform::Part::Room};
    person.listener().on_part();
    person.settle();
    EXPECT_TRUE(person.browser().semantics_updates > 0);
}

TEST_F(Navigation, BackReturnsToThePageAndItsScrollPosition) {
    open("/streams");
    person.press(Role::Link, "Workouts");
    person.browser().history.pop_back();
    person.browser().viewport.height = 300;
    person.listener().on_viewport(person.browser().viewport);
    person.listener().on_route("/streams", 100);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Link, "Salsa Basics"));
    EXPECT_EQ(person.browser().scroll_y, 100);
}

TEST_F(Navigation, ANewBuildComesWithTheNextPage) {
    open("/streams");
    person.listener().on_update_ready();
    person.press(Role::Link, "Workouts");
    EXPECT_EQ(person.browser().left_to, std::vector<std::string>{"/workouts"});
    EXPECT_EQ(person.browser().history.size(), 1u) << "the browser makes the entry";
}

TEST_F(Navigation, ANewBuildDoesNotCostThePressThatLetsAPictureSound) {
    open("/streams");
    person.listener().on_update_ready();
    person.press(Role::Link, "Salsa Basics");
    EXPECT_TRUE(person.browser().left_to.empty());
    EXPECT_EQ(person.browser().history.size(), 2u);
}

TEST_F(Navigation, EveryPageHasATitle) {
    open("/streams");
    for (const std::string_view url :
         {"/streams", "/streams?mine", "/workouts", "/account", "/nowhere", "/gallery"}) {
        person.listener().on_route(url, 0);
        person.settle();
        EXPECT_NE(person.browser().title.find(" \u00B7 LeanSporty"), std::string::npos) << url;
    }
}

TEST_F(Navigation, AModifiedClickIsTheBrowsers) {
    open("/streams");
    const ui::Node link = person.get(Role::Link, "Workouts");
    platform::PointerEvent event;
    event.x = link.rect.x + 5;
    event.y = link.rect.y + 5;
    event.opens_elsewhere = true;
    event.phase = platform::PointerPhase::Down;
    event.button = 0;
    person.listener().on_pointer(event);
    event.phase = platform::PointerPhase::Up;
    person.listener().on_pointer(event);
    person.settle();
    EXPECT_EQ(person.browser().history.back(), "/streams");
}

TEST_F(Navigation, APressThatBecomesAScrollFiresNothing) {
    open("/streams");
    const ui::Node button = person.get(Role::Button, "Enroll in Salsa Basics");
    platform::PointerEvent event;
    event.device = platform::PointerDevice::Touch;
    event.x = button.rect.x + 5;
    event.y = button.rect.y + 5;
    event.phase = platform::PointerPhase::Down;
    event.button = 0;
    person.listener().on_pointer(event);
    event.phase = platform::PointerPhase::Cancel;
    person.listener().on_pointer(event);
    person.settle();
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
}

TEST_F(Navigation, EscapeClosesTheDialog) {
    open("/streams");
    person.press(Role::Button, "Enroll in Salsa Basics");
    ASSERT_TRUE(person.sees(Role::Dialog, ""));
    person.key("Escape");
    EXPECT_FALSE(person.sees(Role::Dialog, ""));
}

TEST_F(Navigation, AnUnknownPageLeadsOn) {
    open("/nowhere");
    EXPECT_TRUE(person.reads("This page isn't here"));
    person.press(Role::Link, "Browse classes");
    EXPECT_EQ(person.browser().history.back(), "/streams");
}

}  // namespace
}  // namespace lsl::app
