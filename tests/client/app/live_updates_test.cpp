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
    EXPECT_FALSE(person.sees(Role::Heading, "Coming up"));
}

TEST_F(LiveUpdates, ANewClassJoinsTheList) {
    open(false);
    person.hears(wire::StreamChanged{a_class(2, "Wake-up Afrobeat", person.now() + hours(20))});
    EXPECT_TRUE(person.sees(Role::Link, "Wake-up Afrobeat"));
}

TEST_F(LiveUpdates, CountsMove) {
    open(false);
    EXPECT_TRUE(person.reads("64 enrolled"));
    row.stream.total_enrollments = 65;
    row.stream.updated_at = person.now();
    person.hears(wire::StreamChanged{row});
    EXPECT_TRUE(person.reads("65 enrolled"));
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

}  // namespace
}  // namespace lsl::app
