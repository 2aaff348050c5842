#include <gtest/gtest.h>

#include "tests/client/person.h"

namespace lsl::app {
namespace {

using ui::Role;

class Browse : public testing::Test {
  protected:
    api::PageData studio(std::optional<api::Session> session = ana(120)) {
        const UtcTime now = person.now();
        api::PageData data;
        data.session = std::move(session);
        data.streams.emplace();
        data.streams->live_streams.push_back(
            live(a_class(1, "Morning Dance Workout", now, 50), now - minutes(12)));
        data.streams->upcoming_streams.push_back(a_class(2, "Salsa Basics", now + hours(6), 40));
        data.streams->upcoming_streams.push_back(a_class(3, "Wake-up Afrobeat", now + hours(20)));
        data.streams->upcoming_streams.push_back(a_class(4, "Free Flow", now + hours(40), 0));
        data.streams->replay_streams.push_back(
            ended(a_class(5, "Heels & Confidence", now - hours(30)), now - hours(29)));
        data.enrollments.emplace();
        if (data.session) {
            data.enrollments->enrollments.push_back(place_in(data.streams->upcoming_streams[1]));
        }
        return data;
    }
    Person person;
};

TEST_F(Browse, ShowsLiveUpcomingAndReplays) {
    person.browser().viewport.height = 2400;  // what is far away is not drawn
    person.open("/streams", studio());
    EXPECT_TRUE(person.sees(Role::Banner, "LeanSporty"));
    EXPECT_TRUE(person.sees(Role::Heading, "Morning Dance Workout"));
    EXPECT_TRUE(person.sees(Role::Text, "LIVE"));
    EXPECT_TRUE(person.sees(Role::Text, "128 watching"));
    EXPECT_TRUE(person.reads("started 12 min ago"));
    EXPECT_TRUE(person.sees(Role::Heading, "Today"));
    EXPECT_TRUE(person.sees(Role::Text, "times in your time zone"));
    EXPECT_TRUE(person.sees(Role::Text, "16:00"));
    EXPECT_TRUE(person.sees(Role::Text, "60 min"));
    EXPECT_TRUE(person.sees(Role::Heading, "Replays"));
    EXPECT_TRUE(person.reads("Replay for 5 more days"));
    EXPECT_TRUE(person.sees(Role::Link, "120 tokens"));
    EXPECT_TRUE(person.reads("Includes 7 days of replay \u00B7 you have \u25C6 120"));
}

TEST_F(Browse, EachCardOffersWhatThePersonCanDo) {
    person.browser().viewport.height = 2400;
    person.open("/streams", studio());
    EXPECT_TRUE(person.sees(Role::Button, "Enroll for \u25C6 50 and watch"));
    EXPECT_TRUE(person.sees(Role::Button, "Enroll in Salsa Basics"));
    EXPECT_TRUE(person.sees(Role::Link, "Details of Wake-up Afrobeat"));
    EXPECT_TRUE(person.sees(Role::Text, "Enrolled"));
    EXPECT_TRUE(person.sees(Role::Text, "Free"));
    EXPECT_TRUE(person.sees(Role::Button, "Add Salsa Basics to your calendar"));
    EXPECT_FALSE(person.sees(Role::Button, "Add Heels & Confidence to your calendar"));
}

TEST_F(Browse, CardsAreRealLinksInAList) {
    person.open("/streams", studio());
    const ui::Node& link = person.get(Role::Link, "Salsa Basics");
    EXPECT_EQ(link.href, model::url_of(model::watch_page(id_number(2))));
    EXPECT_TRUE(person.sees(Role::ListItem, "Salsa Basics"));
    person.press(Role::Link, "Wake-up Afrobeat");
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::watch_page(id_number(3))));
}

TEST_F(Browse, AVisitorSeesTheSameWithSignInForTokens) {
    person.open("/streams", studio(std::nullopt));
    EXPECT_TRUE(person.sees(Role::Link, "Sign in"));
    EXPECT_FALSE(person.sees(Role::Link, "tokens"));
    EXPECT_FALSE(person.reads("you have"));
    EXPECT_TRUE(person.sees(Role::Button, "Enroll in Wake-up Afrobeat"));
}

TEST_F(Browse, ShowsSkeletonsWhileItWaits) {
    person.open("/streams");
    EXPECT_TRUE(person.sees(Role::Status, "Loading classes"));
    person.answer("/api/streams", api::ListStreams::Response{});
    EXPECT_FALSE(person.sees(Role::Status, "Loading classes"));
    EXPECT_TRUE(person.reads("No classes yet"));
}

TEST_F(Browse, AFailureSaysWhatHappenedAndTriesAgain) {
    person.open("/streams");
    person.browser().answer("/api/streams", 0, "");
    person.settle();
    EXPECT_TRUE(person.sees(Role::Alert, "The classes can't be shown"));
    person.press(Role::Button, "Try again");
    EXPECT_TRUE(person.asked("/api/streams"));
    EXPECT_TRUE(person.sees(Role::Status, "Loading classes"));
}

TEST_F(Browse, MoreRowsComeOnRequest) {
    api::PageData data = studio();
    data.streams->next_cursor = "c2";
    person.open("/streams", data);
    person.press(Role::Button, "Show more classes");
    EXPECT_TRUE(person.asked("/api/streams?cursor=c2"));
    EXPECT_TRUE(person.get(Role::Button, "Show more classes").busy);
    api::ListStreams::Response more;
    more.upcoming_streams.push_back(a_class(9, "Late Night Bachata", person.now() + days(4)));
    person.answer("/api/streams?cursor=c2", more);
    EXPECT_TRUE(person.sees(Role::Link, "Late Night Bachata"));
    EXPECT_FALSE(person.sees(Role::Button, "Show more classes"));
}

TEST_F(Browse, OnPhonesTheTabsAreAtTheBottomAndEverythingFits) {
    person.browser().viewport.width = 390;
    person.browser().viewport.height = 844;
    person.browser().viewport.pixel_ratio = 2;
    person.open("/streams", studio());
    const ui::Node& tab = person.get(Role::Link, "Account");
    EXPECT_TRUE(tab.fixed);
    EXPECT_GT(tab.rect.y, 844 - 70);
    for (const ui::Node& node : person.tree()) {
        EXPECT_LE(node.rect.x + node.rect.width, 391) << node.name;
        EXPECT_GE(node.rect.x, -1) << node.name;
    }
}

TEST_F(Browse, TheNameOfADayStaysOnTopOfItsClassesAndTakesThePressesThere) {
    person.browser().viewport.height = 600;
    person.open("/streams", studio());
    const ui::Rect card = person.get(Role::Link, "Salsa Basics").rect;
    // A hundred pixels of the card have passed under the top bar, which is 64 high.
    constexpr float bar = 64, passed = 100;
    person.browser().scroll_y = card.y + passed - bar;
    person.listener().on_scroll(person.browser().scroll_y);
    person.settle();
    const auto press_at = [&](float y) {
        platform::PointerEvent event;
        event.x = card.x + card.width / 2;
        event.y = y;
        for (const auto phase : {platform::PointerPhase::Move, platform::PointerPhase::Down,
                                 platform::PointerPhase::Up}) {
            event.phase = phase;
            event.button = 0;
            event.buttons = phase == platform::PointerPhase::Down ? 1 : 0;
            person.listener().on_pointer(event);
        }
        person.settle();
    };
    press_at(bar + 20);
    EXPECT_EQ(person.browser().history.back(), "/streams") << "that was the name of the day";
    press_at(bar + 70);
    EXPECT_EQ(person.browser().history.back(), model::url_of(model::watch_page(id_number(2))));
}

TEST_F(Browse, DaysWithAClassOrTwoStandBesideOneAnotherWhereThereIsRoom) {
    const auto title = [&](std::string_view name) {
        for (const ui::Node& node : person.tree()) {
            if (node.role == Role::Heading && node.name == name) return node.rect;
        }
        ADD_FAILURE() << "no day is called " << name;
        return ui::Rect{};
    };
    person.browser().viewport.height = 2400;
    person.open("/streams", studio());
    const ui::Rect today = title("Today"), tomorrow = title("Tomorrow");
    EXPECT_EQ(today.y, tomorrow.y);
    EXPECT_LT(today.x, tomorrow.x);
    const ui::Rect first = person.get(Role::ListItem, "Salsa Basics").rect;
    const ui::Rect second = person.get(Role::ListItem, "Wake-up Afrobeat").rect;
    EXPECT_EQ(first.y, second.y);
    EXPECT_FLOAT_EQ(second.x, tomorrow.x) << "under the name of its day";
    EXPECT_TRUE(person.sees(Role::Text, "times in your time zone"));

    // A day that fills a line has it for itself, and on a phone every day does.
    api::PageData full = studio();
    for (int i = 0; i < 3; ++i) {
        full.streams->upcoming_streams.insert(
            full.streams->upcoming_streams.begin() + 1,
            a_class(20 + i, "More " + std::to_string(i), person.now() + hours(7)));
    }
    person.open("/streams", full);
    EXPECT_LT(title("Today").y, title("Tomorrow").y);
    person.browser().viewport.width = 390;
    person.open("/streams", studio());
    EXPECT_LT(title("Today").y, title("Tomorrow").y);
}

TEST_F(Browse, AtThreeHundredAndTwentyPixelsNothingIsCutOff) {
    person.browser().viewport.width = 320;
    person.open("/streams", studio());
    for (const ui::Node& node : person.tree()) {
        EXPECT_LE(node.rect.x + node.rect.width, 321) << node.name;
    }
}

TEST_F(Browse, MyClassesAreSortedByWhatCanBeDone) {
    person.open("/streams?mine", studio());
    EXPECT_TRUE(person.sees(Role::Heading, "My classes"));
    EXPECT_TRUE(person.sees(Role::Heading, "Wake-up Afrobeat"));
    EXPECT_TRUE(person.reads("Starts in"));
    EXPECT_TRUE(person.sees(Role::Link, "Go to the class"));
    EXPECT_FALSE(person.reads("Salsa Basics"));
}

TEST_F(Browse, PlacesBeyondTheFirstPageAreLoadedAndCounted) {
    api::PageData data = studio();
    data.enrollments->next_cursor = "page2";
    data.enrollments->total = 3;
    // The place in class 2 is on the second page: until it is there the card knows no better.
    person.open("/streams", data);
    api::ListEnrollments::Response second;
    second.enrollments.push_back(place_in(data.streams->upcoming_streams[0]));
    second.total = 3;
    second.next_cursor = "page3";
    person.answer("/api/enrollments?cursor=page2&limit=200", second);
    EXPECT_FALSE(person.sees(Role::Button, "Enroll in Salsa Basics"));
    EXPECT_TRUE(person.sees(Role::Link, "Details of Salsa Basics"));
    api::ListEnrollments::Response third;
    third.enrollments.push_back(place_in(a_class(7, "Tango", person.now() - days(300))));
    third.total = 3;
    person.answer("/api/enrollments?cursor=page3&limit=200", third);
    person.press(Role::Link, "My classes");
    EXPECT_TRUE(person.sees(Role::Link, "Tango"));
    EXPECT_FALSE(person.sees(Role::Button, "Show more classes"));
}

TEST_F(Browse, PlacesThatCouldNotBeLoadedAreCountedAndComeOnRequest) {
    api::PageData data = studio();
    data.enrollments->next_cursor = "page2";
    data.enrollments->total = 70;
    person.open("/account", data);
    EXPECT_TRUE(person.reads("70 classes enrolled"));
    person.refuse("/api/enrollments?cursor=page2&limit=200", 503, "unavailable", "Not now.");
    EXPECT_TRUE(person.reads("70 classes enrolled"));
    person.open("/streams?mine", data);
    person.refuse("/api/enrollments?cursor=page2&limit=200", 503, "unavailable", "Not now.");
    person.press(Role::Button, "Show more classes");
    EXPECT_TRUE(person.asked("/api/enrollments?cursor=page2&limit=200"));
}

TEST_F(Browse, MyClassesWithoutAnyLeadOn) {
    api::PageData data = studio();
    data.enrollments->enrollments.clear();
    person.open("/streams?mine", data);
    EXPECT_TRUE(person.reads("You're not in a class yet"));
    person.press(Role::Link, "Browse classes");
    EXPECT_EQ(person.browser().history.back(), "/streams");
}

TEST(Account, ShowsTheLedgerWithItsReasons) {
    Person person;
    api::PageData data;
    data.session = ana(80);
    data.enrollments.emplace();
    person.open("/account", data);
    EXPECT_TRUE(person.sees(Role::Text, "ana@example.com"));
    api::GetWallet::Response wallet;
    wallet.balance = 80;
    domain::WalletEntry entry;
    entry.delta = -40;
    entry.reason = domain::WalletReason::Enrollment;
    entry.balance_after = 80;
    entry.created_at = person.now();
    wallet.entries.push_back(entry);
    entry.delta = 120;
    entry.reason = domain::WalletReason::Signup;
    wallet.entries.push_back(entry);
    person.answer("/api/wallet", wallet);
    EXPECT_TRUE(person.reads("Enrolled in a class"));
    EXPECT_TRUE(person.reads("Welcome tokens"));
    EXPECT_TRUE(person.reads("\u2212\u25C6 40"));
    EXPECT_TRUE(person.reads("+\u25C6 120"));
}

}  // namespace
}  // namespace lsl::app
