#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

class Browsing : public testing::Test {
  protected:
    Browsing() {
        salsa.stream.style = "Salsa";
        salsa.stream.level = domain::Level::Beginner;
        heels.stream.style = "Heels";
    }
    void open(std::string_view url = "/streams", std::int64_t signup_tokens = 0) {
        api::PageData data;
        data.signup_tokens = signup_tokens;
        data.streams.emplace();
        data.streams->upcoming_streams = {salsa, heels, late_night};
        person.open(url, data);
    }
    api::ListStreams::Response only(const wire::PublicStream& row) {
        api::ListStreams::Response answer;
        answer.upcoming_streams.push_back(row);
        return answer;
    }

    Person person;
    wire::PublicStream salsa = a_class(1, "Salsa Basics", person.now() + hours(6));
    wire::PublicStream heels = a_class(2, "Heels for All", person.now() + hours(8));
    wire::PublicStream late_night = a_class(3, "House Lab", person.now() + hours(30));
};

TEST_F(Browsing, ClassesStandUnderTheirDays) {
    open();
    EXPECT_TRUE(person.sees(Role::Heading, "Today"));
    EXPECT_TRUE(person.sees(Role::Heading, "Tomorrow"));
    EXPECT_TRUE(person.reads("beginner"));
    EXPECT_TRUE(person.reads("every level"));
}

TEST_F(Browsing, AStyleNarrowsTheListAndTheAddress) {
    open();
    person.press(Role::Link, "Salsa");
    EXPECT_EQ(person.browser().history.back(), "/streams?style=Salsa");
    ASSERT_TRUE(person.asked("/api/streams?style=Salsa"));
    person.answer("/api/streams?style=Salsa", only(salsa));
    EXPECT_TRUE(person.sees(Role::Link, "Salsa Basics"));
    EXPECT_FALSE(person.sees(Role::Link, "Heels for All"));
    EXPECT_TRUE(person.get(Role::Link, "Salsa").selected);
    EXPECT_TRUE(person.sees(Role::Link, "Heels")) << "the other styles can still be chosen";

    person.press(Role::Link, "All styles");
    EXPECT_EQ(person.browser().history.back(), "/streams");
    EXPECT_TRUE(person.sees(Role::Link, "Heels for All")) << "without asking again";
}

TEST_F(Browsing, NothingFoundHasAWayOut) {
    open();
    person.type("q", "polka");
    person.wait(std::chrono::milliseconds(400));
    ASSERT_TRUE(person.asked("/api/streams?q=polka"));
    person.answer("/api/streams?q=polka", api::ListStreams::Response{});
    EXPECT_TRUE(person.reads("No class is like that"));
    person.press(Role::Link, "Show all classes");
    EXPECT_TRUE(person.sees(Role::Link, "Salsa Basics"));
    EXPECT_EQ(person.browser().history.back(), "/streams");
}

TEST_F(Browsing, ALinkWithAFilterShowsItsListAtOnceAndAsksForTheRest) {
    api::PageData data;
    data.streams = only(salsa);
    person.open("/streams?style=Salsa&level=beginner", data);
    EXPECT_TRUE(person.sees(Role::Link, "Salsa Basics"));
    ASSERT_TRUE(person.asked("/api/streams"));
    api::ListStreams::Response all;
    all.upcoming_streams = {salsa, heels};
    person.answer("/api/streams", all);
    EXPECT_FALSE(person.sees(Role::Link, "Heels for All"));
    EXPECT_TRUE(person.sees(Role::Link, "Heels"));
}

TEST_F(Browsing, ARowThatChangesStaysWhereItWasFound) {
    open();
    person.press(Role::Link, "Salsa");
    person.answer("/api/streams?style=Salsa", only(salsa));
    person.hears(wire::StreamChanged{live(salsa, person.now(), 3), {}});
    EXPECT_TRUE(person.sees(Role::Text, "LIVE"));
    person.hears(wire::StreamChanged{live(heels, person.now(), 3), {}});
    EXPECT_FALSE(person.sees(Role::Link, "Heels for All"));
}

TEST_F(Browsing, GuestsLearnWhatTokensAre) {
    open("/streams", 100);
    EXPECT_TRUE(person.reads("Tokens pay for classes"));
    EXPECT_TRUE(person.reads("\u25C6 100"));
    person.press(Role::Link, "Create an account");
    EXPECT_TRUE(person.browser().history.back().starts_with("/login?create"));
}

}  // namespace
}  // namespace lsl::app
