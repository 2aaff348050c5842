#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

class LiveUpdates : public testing::Test {
  protected:
    void open(bool enrolled) {
        api::PageData data;
        data.session = ana(120);
        data.streams.emplace();
        data.streams->upcoming_streams.push_back(row);
        data.enrollments.emplace();
        if (enrolled) data.enrollments->enrollments.push_back(place_in(row));
        person.open("/streams", data);
    }

    Person person;
    wire::PublicStream row = a_class(1, "Salsa Basics", person.now() + minutes(5));
};

TEST_F(LiveUpdates, TheLiveBadgeAppearsWithoutReloading) {
    open(false);
    EXPECT_FALSE(person.sees(Role::Text, "LIVE"));
    person.hears(wire::StreamChanged{live(row, person.now(), 3)});
    EXPECT_TRUE(person.sees(Role::Text, "LIVE"));
    EXPECT_TRUE(person.sees(Role::Text, "3 watching"));
    EXPECT_FALSE(person.sees(Role::Heading, "Today"));
}

TEST_F(LiveUpdates, ANewClassJoinsTheList) {
    open(false);
    person.hears(wire::StreamChanged{a_class(2, "Wake-up Afrobeat", person.now() + hours(20))});
    EXPECT_TRUE(person.sees(Role::Link, "Wake-up Afrobeat"));
}

TEST_F(LiveUpdates, CountsMove) {
    open(false);
    person.hears(wire::StreamChanged{live(row, person.now(), 3)});
    EXPECT_TRUE(person.reads("3 watching"));
    person.hears(wire::StreamChanged{live(row, person.now(), 4)});
    EXPECT_TRUE(person.reads("4 watching"));
}

TEST_F(LiveUpdates, AnEventWithoutTheDescriptionLeavesItAsItIs) {
    row.stream.description = "Bring water.";
    open(false);
    const std::string path = "/api/streams/" + row.stream.id.to_string();
    wire::StreamChanged event{live(row, person.now(), 3),
                              wire::description_digest(row.stream.description)};
    event.stream.stream.description.clear();
    person.hears(event);
    EXPECT_TRUE(person.sees(Role::Text, "LIVE"));
    EXPECT_FALSE(person.asked(path)) << "it is known";

    event.description_digest = wire::description_digest("Bring a towel.");
    person.hears(event);
    EXPECT_TRUE(person.asked(path)) << "it is another one";
}

TEST_F(LiveUpdates, AnOlderRowDoesNotOverwriteANewerOne) {
    open(false);
    person.hears(wire::StreamChanged{live(row, person.now(), 3)});
    person.hears(wire::StreamChanged{row});
    EXPECT_TRUE(person.sees(Role::Text, "LIVE"));
}

TEST_F(LiveUpdates, TheWalletFollows) {
    open(false);
    wire::WalletChanged wallet;
    wallet.balance = 160;
    person.hears(wallet);
    EXPECT_TRUE(person.reads("160 tokens"));
}

TEST_F(LiveUpdates, AnEnrollmentOfAnotherTabShowsHere) {
    open(false);
    person.hears(wire::EnrollmentChanged{place_in(row)});
    EXPECT_TRUE(person.sees(Role::Text, "Enrolled"));
    person.hears(wire::EnrollmentGone{row.stream.id});
    EXPECT_FALSE(person.sees(Role::Text, "Enrolled"));
}

TEST_F(LiveUpdates, WhoIsEnrolledHearsOfTheStartOnAnyPage) {
    open(true);
    person.hears(wire::StreamChanged{live(row, person.now())});
    EXPECT_TRUE(person.reads("Salsa Basics is live now."));
}

TEST_F(LiveUpdates, AfterAGapEverythingIsAskedAgain) {
    open(false);
    person.listener().on_events_state(platform::EventsState::Open);
    EXPECT_FALSE(person.asked("/api/streams"));
    person.listener().on_events_state(platform::EventsState::Connecting);
    person.listener().on_events_state(platform::EventsState::Open);
    EXPECT_TRUE(person.asked("/api/streams"));
    EXPECT_TRUE(person.asked("/api/enrollments"));
}

TEST_F(LiveUpdates, BeingOfflineIsSaidAndGoesAway) {
    open(false);
    person.listener().on_online(false);
    person.settle();
    EXPECT_TRUE(person.reads("You're offline."));
    person.listener().on_online(true);
    person.settle();
    EXPECT_FALSE(person.reads("You're offline."));
    EXPECT_TRUE(person.asked("/api/streams"));
}

TEST_F(LiveUpdates, AServerThatIsAwayForAWhileIsSaid) {
    open(false);
    person.listener().on_events_state(platform::EventsState::Open);
    person.listener().on_events_state(platform::EventsState::Connecting);
    EXPECT_FALSE(person.reads("The studio can't be reached")) << "most gaps are short";
    person.browser().advance(std::chrono::milliseconds(3200));
    person.settle();
    EXPECT_TRUE(person.reads("The studio can't be reached"));
    person.listener().on_events_state(platform::EventsState::Open);
    person.settle();
    EXPECT_FALSE(person.reads("The studio can't be reached"));
}

TEST_F(LiveUpdates, ASlowAnswerIsSaidUntilItIsThere) {
    open(false);
    person.listener().on_slow(true);
    person.settle();
    EXPECT_TRUE(person.reads("The connection is slow"));
    person.listener().on_slow(false);
    person.settle();
    EXPECT_FALSE(person.reads("The connection is slow"));
}

TEST_F(LiveUpdates, AWrongClockIsSaidOnce) {
    open(false);
    person.listener().on_clock(3 * 3600.0);
    person.settle();
    EXPECT_TRUE(person.reads("ahead. Times on this page are right all the same."));
    person.listener().on_clock(0);
    person.settle();
    EXPECT_EQ(person.model().toasts.size(), 1u);
}

}  // namespace
}  // namespace lsl::app
