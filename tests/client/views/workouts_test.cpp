#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

const std::string first_path = "/workouts/01900000-0000-7000-8000-000000000001";
const std::string playback_path = "/api" + first_path + "/playback";

domain::Workout a_workout(int number, std::string title) {
    domain::Workout workout;
    workout.id = {id_number(number).uuid};
    workout.title = std::move(title);
    workout.description = "Low impact, high spirits.";
    workout.instructor_name = "Diego";
    workout.duration_seconds = 1800;
    return workout;
}

class WorkoutPages : public testing::Test {
  protected:
    api::PageData catalog(bool signed_in = true) {
        api::PageData data;
        if (signed_in) data.session = ana(120);
        data.workouts.emplace();
        data.workouts->workouts = {a_workout(1, "Classic Salsa"), a_workout(2, "House Basics")};
        return data;
    }
    api::PageData one(bool signed_in = true) {
        api::PageData data;
        if (signed_in) data.session = ana(120);
        data.workout = a_workout(1, "Classic Salsa");
        return data;
    }
    void wait_for_search() { person.wait(std::chrono::milliseconds(320)); }

    Person person;
};

TEST_F(WorkoutPages, AnEmptyCatalogueSaysWhenClassesComeToIt) {
    api::PageData data;
    data.workouts.emplace();
    person.open("/workouts", data);
    EXPECT_TRUE(person.reads("Two months after a class"));
}

TEST_F(WorkoutPages, CardsAreRealLinksToTheWorkout) {
    person.open("/workouts", catalog());
    EXPECT_TRUE(person.sees(Role::ListItem, "Classic Salsa"));
    EXPECT_TRUE(person.sees(Role::Text, "30 min"));
    EXPECT_EQ(person.get(Role::Link, "Classic Salsa").href, first_path);
    person.press(Role::Link, "Classic Salsa");
    EXPECT_EQ(person.browser().history.back(), first_path);
    EXPECT_TRUE(person.sees(Role::Heading, "Classic Salsa"));
    EXPECT_TRUE(person.reads("Diego \u00B7 30 min"));
    EXPECT_EQ(person.browser().title, "Classic Salsa \u00B7 LeanSporty");
    EXPECT_TRUE(person.asked(playback_path));
}

TEST_F(WorkoutPages, ShowSkeletonsAndFailuresWithAnotherTry) {
    person.open("/workouts");
    EXPECT_FALSE(person.reads("still empty"));
    person.refuse("/api/workouts", 500, "internal", "Something went wrong on our side.");
    EXPECT_TRUE(person.sees(Role::Alert, "The workouts can't be shown"));
    person.press(Role::Button, "Try again");
    person.answer("/api/workouts", *catalog().workouts);
    EXPECT_TRUE(person.sees(Role::Link, "House Basics"));
}

TEST_F(WorkoutPages, ASearchWaitsUntilNothingMoreIsTypedAndIsInTheAddress) {
    person.open("/workouts", catalog());
    person.type("q", "sal");
    person.type("q", "salsa b");
    EXPECT_FALSE(person.asked("/api/workouts?q=sal"));
    EXPECT_FALSE(person.asked("/api/workouts?q=salsa%20b"));
    wait_for_search();
    ASSERT_TRUE(person.asked("/api/workouts?q=salsa%20b"));
    EXPECT_EQ(person.browser().history, (std::vector<std::string>{"/workouts?q=salsa%20b"}))
        << "typing makes no history";
    EXPECT_TRUE(person.sees(Role::Link, "House Basics")) << "until the answer is there";
    person.answer("/api/workouts?q=salsa%20b", api::ListWorkouts::Response{});
    EXPECT_TRUE(person.reads("No workout is like that"));
    person.press(Role::Button, "Show all workouts");
    person.answer("/api/workouts", *catalog().workouts);
    EXPECT_EQ(person.browser().history.back(), "/workouts");
    EXPECT_TRUE(person.sees(Role::Link, "House Basics"));
}

TEST_F(WorkoutPages, AnAnswerToAnOlderSearchIsNotShown) {
    person.open("/workouts", catalog());
    person.type("q", "house");
    wait_for_search();
    person.type("q", "tango");
    wait_for_search();
    person.answer("/api/workouts?q=tango", api::ListWorkouts::Response{});
    api::ListWorkouts::Response late;
    late.workouts.push_back(a_workout(2, "House Basics"));
    person.answer("/api/workouts?q=house", late);
    EXPECT_TRUE(person.reads("No workout is like that"));
}

TEST_F(WorkoutPages, ADeepLinkWithASearchShowsItAndPagesOn) {
    api::PageData data = catalog();
    data.workouts->next_cursor = "c2";
    person.open("/workouts?q=s", data);
    EXPECT_EQ(person.get(Role::TextField, "Search workouts").value, "s");
    EXPECT_FALSE(person.asked("/api/workouts?q=s"));
    person.press(Role::Button, "Show more workouts");
    api::ListWorkouts::Response more;
    more.workouts.push_back(a_workout(3, "Slow Bachata"));
    person.answer("/api/workouts?q=s&cursor=c2", more);
    EXPECT_TRUE(person.sees(Role::Link, "Slow Bachata"));
    EXPECT_FALSE(person.sees(Role::Button, "Show more workouts"));
}

TEST_F(WorkoutPages, AWorkoutPlaysWithTheReplaysControls) {
    person.open(first_path, one());
    person.answer(playback_path, api::GetPlayback::Response{"file", "/recordings/v1", "t",
                                                            person.now() + hours(1)});
    EXPECT_EQ(person.browser().played_file, "/recordings/v1");
    platform::PlayerState state;
    state.phase = platform::PlayerPhase::Playing;
    state.picture = true;
    state.duration_s = 1800;
    state.fullscreen_available = true;
    person.listener().on_player(state);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Slider, "Position"));
    EXPECT_TRUE(person.sees(Role::Button, "Pause"));
    EXPECT_TRUE(person.key("5"));
    EXPECT_EQ(person.browser().sought_s, 900);
    state.fullscreen = true;
    person.listener().on_player(state);
    person.settle();
    EXPECT_TRUE(person.sees(Role::Main, "Classic Salsa")) << "over the whole screen";
}

TEST_F(WorkoutPages, GuestsAreAskedToSignInAndComeBack) {
    person.open(first_path, one(false));
    EXPECT_FALSE(person.asked(playback_path));
    EXPECT_TRUE(person.reads("Sign in to dance along"));
    ui::Node offered;
    for (const ui::Node& node : person.tree()) {
        if (node.role == Role::Link && node.name == "Sign in" && !node.fixed) offered = node;
    }
    EXPECT_EQ(offered.href, "/login?next=" + first_path);
    EXPECT_NE(offered.parent, person.get(Role::Status, "Sign in to dance along").id)
        << "a status clips what sticks out of it";
    person.press(offered);
    EXPECT_EQ(person.model().route.next, first_path);
}

TEST_F(WorkoutPages, ALinkToNothingLeadsToTheOthers) {
    person.open(first_path);
    person.refuse("/api" + first_path, 404, "not_found", "There is no such workout.");
    EXPECT_TRUE(person.reads("This workout isn't here"));
    person.press(Role::Link, "Browse workouts");
    EXPECT_EQ(person.browser().history.back(), "/workouts");
}

TEST_F(WorkoutPages, OnPhonesEverythingFits) {
    person.browser().viewport.width = 360;
    for (const bool list : {true, false}) {
        person.open(list ? "/workouts" : first_path, list ? catalog() : one());
        for (const ui::Node& node : person.tree()) {
            EXPECT_LE(node.rect.x + node.rect.width, 361) << node.name;
        }
    }
}

}  // namespace
}  // namespace lsl::app
