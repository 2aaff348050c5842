#include <gtest/gtest.h>

#include "shared/wire/events.h"
#include "shared/wire/notice_api.h"
#include "tests/client/person.h"

// What the person was told: the bell, the list, what reading does; how they want to be told; and
// push messages to this browser.

namespace lsl::app {
namespace {

using platform::PushAnswered;
using platform::PushWish;
using ui::Role;

const std::string list_path = "/api/me/notices?limit=30", read_path = "/api/me/notices/read";
const std::string choices_path = "/api/me/notices/settings", push_path = "/api/me/push";
const std::string test_path = "/api/me/notices/test";
constexpr std::string_view subscription =
    R"({"endpoint":"https://push.example/1","expirationTime":null,"keys":{"p256dh":"BA","auth":"xy"}})";

wire::NoticeRow told(int number, domain::NoticeEvent event, std::string title, UtcTime at) {
    wire::NoticeRow row;
    row.id = {id_number(number).uuid};
    row.event = event;
    row.stream_id = id_number(1);
    row.title = std::move(title);
    row.text = "It begins later.";
    row.created_at = at;
    row.channels = {{"app", "sent"}, {"mail", "sent"}, {"push", "off"}};
    return row;
}

class NoticesPage : public testing::Test {
  protected:
    static api::PageData signed_in(std::int64_t unread = 2) {
        api::PageData data;
        data.session = ana();
        data.unread_notices = unread;
        data.sends_mail = true;
        return data;
    }
    api::ListNotices::Response list() const {
        api::ListNotices::Response page;
        page.notices.push_back(
            told(11, domain::NoticeEvent::Moved, "Salsa moved", person.now() - hours(1)));
        page.notices.push_back(
            told(12, domain::NoticeEvent::Enrolled, "You are in: Salsa", person.now() - hours(30)));
        page.unread = 2;
        return page;
    }
    void open() {
        person.open("/notices", signed_in());
        person.answer(list_path, list());
    }
    std::string body(std::string_view path) {
        const auto* request = person.browser().pending(path);
        return request == nullptr ? "nothing was asked" : request->body;
    }
    static api::NoticeSettings choices() {
        api::NoticeSettings settings;
        settings.timezone = "Europe/Zagreb";
        settings.quiet_from = "21:00";
        settings.quiet_to = "08:00";
        settings.language = "en";
        for (const std::string_view name : domain::notice_event_names) {
            settings.events[std::string(name)] = {.mail = true, .push = false, .app = true};
        }
        return settings;
    }
    void press_exactly(std::string_view name) {
        for (const ui::Node& node : person.tree()) {
            if (node.role != Role::Button || node.name != name) continue;
            return person.press(ui::Node(node));
        }
        ADD_FAILURE() << "nothing is called " << name;
    }
    void answers(PushAnswered what, std::string_view text = {}) {
        person.listener().on_push({what, text});
        person.settle();
    }
    mutable Person person;
};

TEST_F(NoticesPage, IsForPeopleWhoAreSignedIn) {
    person.open("/notices", api::PageData{});
    EXPECT_EQ(person.model().route.page, model::Page::SignIn);
}

TEST_F(NoticesPage, TheBellCountsWhatIsNewAndHearsOfMore) {
    person.open("/account", signed_in(3));
    EXPECT_TRUE(person.sees(Role::Link, "Notices, 3 new"));
    person.hears(wire::NoticesChanged{4});
    EXPECT_TRUE(person.sees(Role::Link, "Notices, 4 new"));
    person.press(Role::Link, "Notices, 4 new");
    EXPECT_EQ(person.model().route.page, model::Page::Notices);
}

TEST_F(NoticesPage, ShowsWhatHappenedByDays) {
    open();
    EXPECT_TRUE(person.sees(Role::Heading, "Notices"));
    EXPECT_TRUE(person.sees(Role::Link, "New: Salsa moved"));
    EXPECT_TRUE(person.reads("2 new"));
    EXPECT_FALSE(person.reads("could not be delivered"));
}

TEST_F(NoticesPage, OpeningOneReadsIt) {
    open();
    person.press(Role::Link, "New: Salsa moved");
    EXPECT_EQ(body(read_path), R"({"all":false,"ids":[")" + id_number(11).to_string() + R"("]})");
    EXPECT_EQ(person.model().route.page, model::Page::Watch);
    EXPECT_EQ(person.model().notices.unread, 1);
}

TEST_F(NoticesPage, AllAreReadAtOnce) {
    open();
    person.press(Role::Button, "Mark all as read");
    EXPECT_EQ(body(read_path), R"({"all":true,"ids":[]})");
    EXPECT_FALSE(person.sees(Role::Link, "New:"));
    EXPECT_EQ(person.model().notices.unread, 0);
    person.refuse(read_path, 503, "unavailable", "Not now.");
    EXPECT_TRUE(person.asked(list_path)) << "what is shown as read is read again";
}

TEST_F(NoticesPage, SaysWhyAMailDidNotCome) {
    person.open("/notices", signed_in());
    auto page = list();
    page.notices.front().channels["mail"] = "suppressed";
    page.notices.back().channels["push"] = "failed";
    page.notices.push_back(
        told(13, domain::NoticeEvent::Enrolled, "You are in: Tango", person.now() - hours(40)));
    page.notices.back().channels["mail"] = "off";
    page.notices.back().why["mail"] = "unconfirmed";
    person.answer(list_path, page);
    EXPECT_TRUE(person.reads("confirm your address first"));
    EXPECT_TRUE(person.reads("your address was refused"));
    EXPECT_TRUE(person.reads("push message could not be delivered"));
}

TEST_F(NoticesPage, GoesOnWhereThereIsMore) {
    person.open("/notices", signed_in());
    api::ListNotices::Response page;
    for (int i = 0; i < 30; ++i) {
        page.notices.push_back(
            told(40 - i, domain::NoticeEvent::Moved, "Salsa moved", person.now() - hours(i)));
    }
    person.answer(list_path, page);
    person.press(Role::Button, "Show more");
    const std::string older = "/api/me/notices?before=" + id_number(11).to_string() + "&limit=30";
    api::ListNotices::Response rest;
    for (const int number : {5, 6}) {
        rest.notices.push_back(told(number, domain::NoticeEvent::Enrolled, "You are in: Salsa",
                                    person.now() - days(20 + number)));
    }
    person.answer(older, rest);
    EXPECT_EQ(person.model().notices.list.value->size(), 32u);
    EXPECT_FALSE(person.sees(Role::Button, "Show more"));
}

TEST_F(NoticesPage, NothingIsTold) {
    person.open("/notices", signed_in(0));
    person.answer(list_path, api::ListNotices::Response{});
    EXPECT_TRUE(person.reads("Nothing new"));
}

TEST_F(NoticesPage, ChoicesAreKeptAsTheyAreMade) {
    person.open("/settings", signed_in());
    api::NoticeSettings settings = choices();
    person.answer(choices_path, settings);
    person.press(Role::Switch, "Push: A day before");
    EXPECT_NE(body(choices_path).find(R"("push":true)"), std::string::npos) << body(choices_path);
    EXPECT_NE(body(choices_path).find(R"("mail":null)"), std::string::npos) << "it stays";
    EXPECT_TRUE(person.get(Role::Switch, "E-mail: Moved").disabled) << "it cannot be switched off";
    settings.events["reminder_24h"].push = true;
    person.answer(choices_path, settings);
    person.press(Role::Switch, "Quiet hours");
    EXPECT_NE(body(choices_path).find(R"("quiet_from":"21:00","quiet_to":"21:00")"),
              std::string::npos)
        << body(choices_path);
}

TEST_F(NoticesPage, TheCalendarIsAskedByMailsUnlessItIsSwitchedOff) {
    person.open("/settings", signed_in());
    person.answer(choices_path, choices());
    EXPECT_TRUE(person.get(Role::Switch, "Calendar: Moved").disabled) << "it is told always";
    EXPECT_FALSE(person.sees(Role::Switch, "Calendar: A day before")) << "this way can't carry it";
    person.press(Role::Switch, "Calendar: You're enrolled");
    EXPECT_NE(body(choices_path).find(R"("calendar":false)"), std::string::npos)
        << body(choices_path);
    EXPECT_NE(body(choices_path).find(R"("quiet_from":null)"), std::string::npos) << "it stays";
}

TEST_F(NoticesPage, ATestIsSentAndSaysWhyItCannotBe) {
    person.open("/settings", signed_in());
    person.answer(choices_path, choices());
    person.press(Role::Button, "Send a test mail");
    EXPECT_EQ(body(test_path), R"({"channel":"mail","endpoint":""})");
    person.refuse(test_path, 403, "email_not_verified", "Confirm it.");
    EXPECT_TRUE(person.reads("Confirm your address first"));
    person.press(Role::Button, "Send a test mail");
    person.answer(test_path, api::Empty{}, 202);
    EXPECT_TRUE(person.reads("A test is on its way to ana@example.com"));
    answers(PushAnswered::On, subscription);
    person.answer(push_path, api::SubscribePush::Response{"Firefox", person.now(), {}});
    press_exactly("Send a test");
    EXPECT_EQ(body(test_path), R"({"channel":"push","endpoint":"https://push.example/1"})");
    person.refuse(test_path, 429, "rate_limited", "That was too often.");
    EXPECT_TRUE(person.reads("That was too often."));
}

TEST_F(NoticesPage, TheBrowserAsksOnAPressAlone) {
    person.open("/settings", signed_in());
    EXPECT_EQ(person.browser().push_wishes, std::vector{PushWish::Renew});
    answers(PushAnswered::Off);
    person.press(Role::Button, "Notify me");
    EXPECT_EQ(person.browser().push_wishes.back(), PushWish::On);
    EXPECT_TRUE(person.reads("Your browser asks you now"));
    answers(PushAnswered::On, subscription);
    EXPECT_EQ(body(push_path),
              R"({"endpoint":"https://push.example/1","keys":{"auth":"xy","p256dh":"BA"}})");
    person.answer(push_path, api::SubscribePush::Response{"Firefox", person.now(), {}}, 201);
    EXPECT_TRUE(person.reads("On since"));
    person.press(Role::Button, "Turn off");
    EXPECT_EQ(person.browser().push_wishes.back(), PushWish::Off);
    answers(PushAnswered::Off, "https://push.example/1");
    EXPECT_EQ(person.browser().pending(push_path)->method, "DELETE");
    EXPECT_TRUE(person.sees(Role::Button, "Notify me"));
}

TEST_F(NoticesPage, WhereItCannotBeItSaysWhy) {
    person.open("/settings", signed_in());
    const std::pair<PushAnswered, const char*> words[] = {
        {PushAnswered::Blocked, "This browser blocks"},
        {PushAnswered::Unsupported, "can't show push messages"},
        {PushAnswered::NeedsInstalling, "home screen first"},
        {PushAnswered::NoAnswer, "did not answer"},
        {PushAnswered::Failed, "did not work"}};
    for (const auto& [what, text] : words) {
        answers(what);
        EXPECT_TRUE(person.reads(text)) << text;
    }
    EXPECT_FALSE(person.asked(push_path));
}

TEST_F(NoticesPage, ASubscriptionIsToldAtEachVisitAndEndsWithTheSession) {
    person.open("/account", signed_in());
    answers(PushAnswered::On, subscription);
    person.answer(push_path, api::SubscribePush::Response{"Firefox", person.now(), {}});
    person.press(Role::Button, "Sign out");
    ASSERT_TRUE(person.asked(push_path));
    EXPECT_EQ(person.browser().pending(push_path)->method, "DELETE");
    EXPECT_EQ(person.browser().push_wishes.back(), PushWish::Off) << "the browser's own half, too";
}

TEST_F(NoticesPage, WhereNothingIsPushedSigningOutAsksTheBrowserNothing) {
    person.open("/account", signed_in());
    answers(PushAnswered::Blocked);
    person.press(Role::Button, "Sign out");
    EXPECT_EQ(person.browser().push_wishes, std::vector{PushWish::Renew});
    EXPECT_FALSE(person.asked(push_path));
}

}  // namespace
}  // namespace lsl::app
