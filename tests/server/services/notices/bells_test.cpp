// Who is told of a class without a place in it, or not although they have one: bells and followers.
#include "server/services/notices/bells.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/services/accounts/secrets.h"
#include "server/services/mail/mail_delivery.h"
#include "server/services/notices/notices.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/people/users_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::NoticeEvent;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Told = std::vector<std::string>;

class Postbox final : public mail::Sender {
  public:
    mail::Outcome send(const std::string& to, const std::string& mime) override {
        letters.push_back("To: " + to + "\n" + mime);
        return {mail::Outcome::Kind::Sent, {}};
    }
    std::vector<std::string> letters;
};

class BellsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    void pass(std::chrono::milliseconds time = {}) {
        clock.advance(time);
        reader->read();
        queue.look();
    }
    /// Newest first.
    Told told(UserId user) {
        Told names;
        const auto page = notices.inbox.list(user, "", "").value();
        for (const auto& one : page.notices) names.emplace_back(enum_name(one.event));
        return names;
    }
    domain::StudioClass taught_by(const std::string& teacher, const std::string& title = "Salsa") {
        const auto made = untold(teacher, title);
        pass();
        return made;
    }
    /// Its notices are still to be written.
    domain::StudioClass untold(const std::string& teacher, const std::string& title = "Salsa") {
        return row(streams
                       ->create({.title = title,
                                 .instructorName = teacher,
                                 .scheduledStartTime = clock.utc() + days(2),
                                 .priceInTokens = 0})
                       .value()
                       .stream.stream.id);
    }
    void enroll(UserId user, const domain::StudioClass& made) {
        ASSERT_TRUE(enrollments->enroll(user, id(made), ""));
        pass();
    }
    void ring(UserId user, const domain::StudioClass& made, bool on) {
        api::PutBells::Request wish;
        wish.of_class = on;
        ASSERT_TRUE(notices.bells.set(user, id(made), wish));
    }
    Result<api::Bells> follow(UserId user, const domain::StudioClass& made, bool on = true) {
        api::PutBells::Request wish;
        wish.of_teacher = on;
        return notices.bells.set(user, id(made), wish);
    }
    void move(const domain::StudioClass& made, UtcTime start) {
        api::ChangeStream::Request change;
        change.scheduledStartTime = start;
        ASSERT_TRUE(streams->change(id(made), change));
        pass();
    }
    void go_live(const domain::StudioClass& made) {
        ASSERT_TRUE(streams->start(id(made)));
        ASSERT_TRUE(database->write([&](store::Connection& tx) {
            return store::ClassCountersStore(tx).add_media(made.stream.id, 2);
        }));
        pass();
    }
    void choose_mail(UserId user, const std::string& event) {
        api::PutNoticeSettings::Request on;
        on.events[event].mail = true;
        ASSERT_TRUE(notices.choices.change(user, on));
    }
    void confirm(UserId user, const std::string& address) {
        ASSERT_TRUE(database->write([&](store::Connection& tx) {
            return store::UsersStore(tx).note_verified(user, address, clock.utc());
        }));
    }
    void deliver() {
        post.letters.clear();
        while (delivery.send_one()) {
        }
    }
    /// What the one-click header of the newest letter leads to.
    std::string end_token() {
        const std::string& letter = post.letters.back();
        const std::string path = "/api/unsubscribe/";
        const std::size_t at = letter.find(path);
        if (at == std::string::npos) return {};
        const std::size_t begin = at + path.size();
        return letter.substr(begin, letter.find('>', begin) - begin);
    }

    const OutgoingMails mails{clock, true};
    Notices notices{*database, clock, mails, UnsubscribeLinks::open(*database, clock).value()};
    std::unique_ptr<NewsReader> reader =
        NewsReader::open(
            *database, "notices",
            [this](const std::vector<store::NewsRow>& rows) { return notices.classes.tell(rows); },
            NewsReader::By::Callers)
            .value();
    DueQueue queue{*database, clock,
                   DueQueue::Kinds{{std::string(notice_work), notices.classes.work()}}};
    Postbox post;
    MailDelivery delivery{
        *database,
        clock,
        mails,
        post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe}};
};

TEST_F(BellsTest, ABellIsOnForWhoHasAPlaceUntilTheyPressIt) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto salsa = taught_by("Mila");
    enroll(ana, salsa);
    EXPECT_TRUE(notices.bells.read(ana, id(salsa))->of_class);
    EXPECT_FALSE(notices.bells.read(ben, id(salsa))->of_class);
    ring(ana, salsa, false);
    ring(ben, salsa, true);
    EXPECT_FALSE(notices.bells.read(ana, id(salsa))->of_class);
    EXPECT_TRUE(notices.bells.read(ben, id(salsa))->of_class);
    pass(days(1));
    EXPECT_EQ(told(ana), Told({"enrolled"}));
    EXPECT_EQ(told(ben), Told({"reminder_24h"}));
    ring(ana, salsa, true);
    pass(hours(23));
    EXPECT_EQ(told(ana), Told({"reminder_1h", "enrolled"}));
    go_live(salsa);
    EXPECT_EQ(told(ana).front(), "live");
    EXPECT_EQ(told(ben).front(), "live");
}

TEST_F(BellsTest, WhoHasPaidHearsOfAMoveWhateverTheBellSays) {
    const UserId ana = viewer();
    const auto salsa = taught_by("Mila");
    enroll(ana, salsa);
    ring(ana, salsa, false);
    move(salsa, clock.utc() + days(4));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    EXPECT_EQ(told(ana), Told({"cancelled", "moved", "enrolled"}));
}

TEST_F(BellsTest, WhoHasNoPlaceIsToldOfNoMoneyAndGetsNoEventForTheCalendar) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    confirm(ben, "ben@example.com");
    const auto salsa = taught_by("Mila");
    enroll(ana, salsa);
    ring(ben, salsa, true);
    deliver();
    move(salsa, clock.utc() + days(4));
    deliver();
    ASSERT_EQ(post.letters.size(), 1u) << "Ana's address is not confirmed";
    EXPECT_EQ(post.letters.front().find("text/calendar"), std::string::npos);
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    const auto of_ben = notices.inbox.list(ben, "", "").value().notices.at(0);
    EXPECT_EQ(of_ben.text.find("paid"), std::string::npos) << of_ben.text;
    const auto of_ana = notices.inbox.list(ana, "", "").value().notices.at(0);
    EXPECT_NE(of_ana.text.find("paid"), std::string::npos) << of_ana.text;
}

TEST_F(BellsTest, FollowersHearOfNewClassesAndThatTheyAreLive) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto first = taught_by("Mila Kovač");
    EXPECT_TRUE(follow(ana, first)->of_teacher);
    EXPECT_EQ(told(ana), Told()) << "of what was there before nobody is told";
    const auto second = taught_by("MILA KOVAC", "Bachata");
    taught_by("Somebody else");
    EXPECT_EQ(told(ana), Told({"followed"})) << "neither case nor accents matter";
    EXPECT_EQ(told(ben), Told());
    go_live(second);
    EXPECT_EQ(told(ana), Told({"live", "followed"}));
    EXPECT_TRUE(notices.bells.read(ana, id(second))->of_teacher);
}

TEST_F(BellsTest, AClassThatWasThereIsNoNewsToWhoFollowsItsTeacherSince) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    ASSERT_TRUE(follow(ben, taught_by("Mila")));
    clock.advance(minutes(1));
    const auto bachata = untold("Mila", "Bachata");
    clock.advance(std::chrono::milliseconds(1));
    ASSERT_TRUE(follow(ana, bachata));
    pass();
    EXPECT_EQ(told(ana), Told());
    EXPECT_EQ(told(ben), Told({"followed"}));
}

TEST_F(BellsTest, ABellThatIsOffSilencesWhatATeachersFollowersHear) {
    const UserId ana = viewer();
    const auto salsa = taught_by("Mila");
    ASSERT_TRUE(follow(ana, salsa));
    ring(ana, salsa, false);
    go_live(salsa);
    EXPECT_EQ(told(ana), Told());
}

TEST_F(BellsTest, NobodyIsToldOfOneClassTwice) {
    const UserId ana = viewer();
    const auto salsa = taught_by("Mila");
    ASSERT_TRUE(follow(ana, salsa));
    ring(ana, salsa, true);
    enroll(ana, salsa);
    go_live(salsa);
    pass();
    EXPECT_EQ(told(ana), Told({"live", "enrolled"}));
}

TEST_F(BellsTest, FollowingEndsByOnePressAndInTheList) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto salsa = taught_by("Mila"), tango = taught_by("Tom");
    ASSERT_TRUE(follow(ana, salsa));
    ASSERT_TRUE(follow(ana, salsa)) << "twice is once";
    clock.advance(minutes(1));
    ASSERT_TRUE(follow(ana, tango));
    const auto list = notices.bells.followed(ana).value().teachers;
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].name, "Tom");
    EXPECT_EQ(list[1].name, "Mila");
    EXPECT_EQ(notices.bells.unfollow(ben, list[0].id.to_string()).error().code,
              ErrorCode::NotFound);
    ASSERT_TRUE(notices.bells.unfollow(ana, list[0].id.to_string()));
    EXPECT_FALSE(follow(ana, salsa, false)->of_teacher);
    EXPECT_TRUE(notices.bells.followed(ana).value().teachers.empty());
    taught_by("Mila");
    EXPECT_EQ(told(ana), Told());
}

TEST_F(BellsTest, TheLinkOfAMailEndsWhatItCameFrom) {
    const UserId ana = viewer();
    confirm(ana, "ana@example.com");
    choose_mail(ana, "followed");
    choose_mail(ana, "live");
    const auto salsa = taught_by("Mila"), tango = taught_by("Tom");
    ASSERT_TRUE(follow(ana, salsa));
    ASSERT_TRUE(follow(ana, tango));
    taught_by("Mila", "Bachata");
    deliver();
    ASSERT_EQ(post.letters.size(), 1u);
    const std::string of_mila = end_token();
    ASSERT_TRUE(notices.unsubscribe.unsubscribe(of_mila));
    ASSERT_TRUE(notices.unsubscribe.unsubscribe(of_mila)) << "as often as somebody calls it";
    ASSERT_EQ(notices.bells.followed(ana).value().teachers.size(), 1u);
    EXPECT_EQ(notices.bells.followed(ana).value().teachers.front().name, "Tom");
    EXPECT_TRUE(notices.choices.read(ana)->events.at("followed").mail) << "of others she hears";

    ring(ana, salsa, true);
    go_live(salsa);
    deliver();
    ASSERT_EQ(post.letters.size(), 1u);
    ASSERT_TRUE(notices.unsubscribe.unsubscribe(end_token()));
    EXPECT_FALSE(notices.bells.read(ana, id(salsa))->of_class);
    EXPECT_TRUE(notices.choices.read(ana)->events.at("live").mail);
}

TEST_F(BellsTest, WhatWaitsForTheMorningIsNotSentToWhoChangedTheirMind) {
    const UserId ana = viewer();
    confirm(ana, "ana@example.com");
    choose_mail(ana, "followed");
    api::PutNoticeSettings::Request quiet;
    quiet.timezone = "UTC";
    quiet.quiet_from = "00:00";
    quiet.quiet_to = "23:59";
    ASSERT_TRUE(notices.choices.change(ana, quiet));
    const auto salsa = taught_by("Mila");
    ASSERT_TRUE(follow(ana, salsa));
    taught_by("Mila", "Bachata");
    EXPECT_EQ(told(ana), Told({"followed"}));
    ASSERT_TRUE(follow(ana, salsa, false));
    pass(hours(24));
    deliver();
    EXPECT_TRUE(post.letters.empty());
}

TEST_F(BellsTest, ASeasonThatIsPlannedInOneEveningRingsThreeTimes) {
    const UserId ana = viewer();
    confirm(ana, "ana@example.com");
    choose_mail(ana, "followed");
    ASSERT_TRUE(follow(ana, taught_by("Mila")));
    for (int week = 0; week < 10; ++week) taught_by("Mila", "Salsa " + std::to_string(week));
    deliver();
    EXPECT_EQ(post.letters.size(), 3u);
    EXPECT_EQ(told(ana).size(), 10u) << "the app lists them all";
}

TEST_F(BellsTest, WhatIsNotThereHasNoBells) {
    const UserId ana = viewer();
    EXPECT_EQ(notices.bells.read(ana, "no-class").error().code, ErrorCode::NotFound);
    const std::string nobodys = new_id<StreamId>(clock).to_string();
    EXPECT_EQ(notices.bells.read(ana, nobodys).error().code, ErrorCode::NotFound);
    api::PutBells::Request wish;
    wish.of_class = true;
    EXPECT_EQ(notices.bells.set(ana, nobodys, wish).error().code, ErrorCode::NotFound);
    EXPECT_EQ(notices.bells.unfollow(ana, "nobody").error().code, ErrorCode::NotFound);
    const auto nameless = taught_by("");
    EXPECT_EQ(follow(ana, nameless).error().word, "no_teacher");
    EXPECT_FALSE(follow(ana, nameless, false)->of_teacher);
}

}  // namespace
}  // namespace lsl::services
