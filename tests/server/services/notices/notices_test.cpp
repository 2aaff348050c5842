// What happens to classes and places, as those hear of it whom it concerns.
#include "server/services/notices/notices.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/services/accounts/secrets.h"
#include "server/services/mail/mail_delivery.h"
#include "server/services/notices/time_zone.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/people/users_store.h"
#include "server/store/rooms/chat_messages_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::NoticeEvent;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Events = std::vector<std::string>;

class Letters final : public mail::Sender {
  public:
    mail::Outcome send(const std::string&, const std::string& mime) override {
        all.push_back(mime);
        return {mail::Outcome::Kind::Sent, {}};
    }
    std::vector<std::string> all;
};

class NoticesTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    void pass(std::chrono::milliseconds time = {}) {
        clock.advance(time);
        reader->read();
        queue.look();
    }
    /// Newest first.
    Events events(UserId user) {
        Events names;
        const auto page = notices.inbox.list(user, "", "").value();
        for (const auto& notice : page.notices) {
            names.emplace_back(enum_name(notice.event));
        }
        return names;
    }
    std::string channel(UserId user, const std::string& name) {
        return notices.inbox.list(user, "", "").value().notices.at(0).channels.at(name);
    }
    void enroll(UserId user, const domain::StudioClass& row) {
        ASSERT_TRUE(enrollments->enroll(user, id(row), ""));
        pass();
    }
    void move(const domain::StudioClass& row, UtcTime start) {
        api::ChangeStream::Request change;
        change.scheduledStartTime = start;
        ASSERT_TRUE(streams->change(id(row), change));
        pass();
    }
    std::vector<store::MailRow> due_mails() {
        return database
            ->read([&](store::Connection& r) { return store::MailsStore(r).due(clock.utc(), 10); })
            .value();
    }
    void finish(const store::MailRow& row) {
        ASSERT_TRUE(database->write([&](store::Connection& tx) {
            return store::MailsStore(tx).finish(row.id, "sent", "", clock.utc());
        }));
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
};

TEST_F(NoticesTest, APlaceIsToldOnceAndWhenItIsGivenUp) {
    const UserId ana = viewer();
    const auto salsa = create();
    enroll(ana, salsa);
    pass();
    EXPECT_EQ(events(ana), Events({"enrolled"}));
    EXPECT_EQ(notices.inbox.list(ana, "", "").value().notices.at(0).title, "You are in: Salsa");
    ASSERT_TRUE(enrollments->withdraw(ana, id(salsa)));
    pass();
    EXPECT_EQ(events(ana), Events({"left", "enrolled"}));
    enroll(ana, salsa);
    EXPECT_EQ(events(ana), Events({"enrolled", "left", "enrolled"}));
}

TEST_F(NoticesTest, AMoveAndACancellationReachEverybodyInTheClass) {
    const UserId ana = viewer("ana"), ben = viewer("ben"), cleo = viewer("cleo");
    const auto salsa = create();
    enroll(ana, salsa);
    enroll(ben, salsa);
    move(salsa, clock.utc() + days(3));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    for (const UserId one : {ana, ben}) {
        EXPECT_EQ(events(one), Events({"cancelled", "moved", "enrolled"}));
    }
    EXPECT_EQ(events(cleo), Events());
}

TEST_F(NoticesTest, WhatHappensBeforeTheFirstNewsOfAClassIsToldToo) {
    const UserId ana = viewer(), ben = viewer("ben");
    const auto salsa = create(), tango = create();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(enrollments->enroll(ben, id(tango), ""));
    api::ChangeStream::Request change;
    change.scheduledStartTime = clock.utc() + days(3);
    ASSERT_TRUE(streams->change(id(salsa), change));
    ASSERT_TRUE(streams->cancel(id(tango)));
    pass();
    EXPECT_EQ(events(ana), Events({"moved", "enrolled"}));
    EXPECT_EQ(events(ben).front(), "cancelled");
    pass(days(2));
    EXPECT_EQ(events(ana), Events({"reminder_24h", "moved", "enrolled"}));
}

TEST_F(NoticesTest, AnotherTitleIsNoMove) {
    const UserId ana = viewer();
    const auto salsa = create();
    enroll(ana, salsa);
    api::ChangeStream::Request change;
    change.title = "Bachata";
    ASSERT_TRUE(streams->change(id(salsa), change));
    pass();
    EXPECT_EQ(events(ana), Events({"enrolled"}));
    EXPECT_EQ(notices.inbox.list(ana, "", "").value().notices.at(0).title, "You are in: Bachata");
}

TEST_F(NoticesTest, RemindersComeByTheStartAsItIs) {
    const UserId ana = viewer(), late = viewer("late");
    const auto salsa = create();
    move(salsa, clock.utc() + days(2));
    enroll(ana, salsa);
    pass(days(1));
    EXPECT_EQ(events(ana), Events({"reminder_24h", "enrolled"}));
    // Who comes later hears of what lies ahead alone.
    enroll(late, salsa);
    pass(hours(23));
    pass(minutes(50));
    EXPECT_EQ(events(ana), Events({"reminder_10m", "reminder_1h", "reminder_24h", "enrolled"}));
    EXPECT_EQ(events(late), Events({"reminder_10m", "reminder_1h", "enrolled"}));
}

TEST_F(NoticesTest, RemindersOfATimeFromBeforeAMoveDoNotCome) {
    const UserId ana = viewer();
    const auto salsa = create();
    enroll(ana, salsa);
    move(salsa, clock.utc() + days(5));
    pass(hours(23));
    EXPECT_EQ(events(ana), Events({"moved", "enrolled"}));
}

TEST_F(NoticesTest, RemindersThatADowntimeMadeWrongDoNotCome) {
    const UserId ana = viewer();
    const auto salsa = create();
    move(salsa, clock.utc() + days(2));
    enroll(ana, salsa);
    pass(days(2) - minutes(30));
    EXPECT_EQ(events(ana), Events({"enrolled"}));
    pass(minutes(20));
    EXPECT_EQ(events(ana), Events({"reminder_10m", "enrolled"}));
}

TEST_F(NoticesTest, ALiveClassIsToldWhenItsPictureIsThere) {
    const UserId ana = viewer();
    const auto salsa = create();
    enroll(ana, salsa);
    ASSERT_TRUE(streams->start(id(salsa)));
    pass();
    pass(seconds(5));
    EXPECT_EQ(events(ana), Events({"enrolled"}));
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::ClassCountersStore(tx).add_media(salsa.stream.id, 2);
    }));
    pass(seconds(5));
    EXPECT_EQ(events(ana), Events({"live", "enrolled"}));
}

TEST_F(NoticesTest, AReplayIsToldAndThatItLeaves) {
    const UserId ana = viewer();
    const auto salsa = create();
    enroll(ana, salsa);
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    make_replay(salsa.stream.id);
    pass();
    EXPECT_EQ(events(ana), Events({"replay_ready", "enrolled"}));
    pass(days(6));
    EXPECT_EQ(events(ana), Events({"replay_ends", "replay_ready", "enrolled"}));
}

TEST_F(NoticesTest, AnAnswerReachesWhoAsked) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto salsa = create();
    store::ChatMessage question;
    question.id = new_id<MessageId>(clock);
    question.stream_id = salsa.stream.id;
    question.user_id = ana;
    question.text = "Which foot?";
    question.sent_at = clock.utc();
    question.seq = 1;
    question.change = 1;
    question.kind = domain::MessageKind::Question;
    question.answered_at = clock.utc();
    ASSERT_TRUE(database->write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(store::ChatMessagesStore(tx).insert(question));
        return store::OutboxStore(tx).chat_changed(salsa.stream.id, 1, clock.utc());
    }));
    pass();
    pass();
    EXPECT_EQ(events(ana), Events({"answered"}));
    EXPECT_EQ(events(ben), Events());
}

TEST_F(NoticesTest, MailsWaitForTheEndOfQuietHours) {
    ASSERT_TRUE(TimeZone::find("UTC")) << "this machine has no time zones (Debian: tzdata)";
    const UserId ana = viewer();
    api::PutNoticeSettings::Request quiet;
    quiet.timezone = "UTC";
    quiet.quiet_from = "08:00";
    quiet.quiet_to = "11:00";
    ASSERT_TRUE(notices.choices.change(ana, quiet));
    const auto salsa = create();
    enroll(ana, salsa);
    ASSERT_EQ(due_mails().size(), 1u) << "what she did herself is answered at once";
    finish(due_mails().front());
    move(salsa, clock.utc() + days(3));
    EXPECT_EQ(events(ana).front(), "moved");
    EXPECT_TRUE(due_mails().empty());
    pass(hours(2));
    EXPECT_EQ(due_mails().size(), 1u);
    finish(due_mails().front());
    quiet.quiet_to = "14:00";
    ASSERT_TRUE(notices.choices.change(ana, quiet));
    move(salsa, clock.utc() + hours(20));
    EXPECT_EQ(due_mails().size(), 1u) << "a class that is near is told at night, too";
}

TEST_F(NoticesTest, PeopleChooseAndSomeMailsCannotBeSwitchedOff) {
    const UserId ana = viewer();
    api::PutNoticeSettings::Request off;
    off.events["enrolled"].mail = false;
    const auto chosen = notices.choices.change(ana, off);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->events.at("enrolled"), (wire::NoticeChoice{false, false, true}));
    EXPECT_EQ(chosen->events.size(), domain::notice_event_names.size() - 1) << "but for tests";
    enroll(ana, create());
    EXPECT_EQ(channel(ana, "mail"), "off");
    EXPECT_TRUE(due_mails().empty());

    off.events["moved"].mail = false;
    EXPECT_EQ(notices.choices.change(ana, off).error().field, "events");
    EXPECT_TRUE(notices.choices.read(ana)->events.at("moved").mail);
    api::PutNoticeSettings::Request wrong;
    wrong.timezone = "Europe/Atlantis";
    EXPECT_EQ(notices.choices.change(ana, wrong).error().field, "timezone");
    wrong = {};
    wrong.language = "tlh";
    EXPECT_EQ(notices.choices.change(ana, wrong).error().field, "language");
}

TEST_F(NoticesTest, TheLinkOfAMailEndsMailsOfItsKind) {
    const UserId ana = viewer();
    const std::string token = notices.unsubscribe.token(ana, NoticeEvent::Enrolled);
    EXPECT_TRUE(notices.unsubscribe.unsubscribe(token));
    EXPECT_TRUE(notices.unsubscribe.unsubscribe(token));
    EXPECT_FALSE(notices.choices.read(ana)->events.at("enrolled").mail);
    EXPECT_TRUE(notices.choices.read(ana)->events.at("reminder_24h").mail);
    std::string broken = token;
    broken[5] = broken[5] == 'A' ? 'B' : 'A';
    for (const std::string& wrong :
         {broken, std::string(), notices.unsubscribe.token(ana, NoticeEvent::Moved)}) {
        EXPECT_EQ(notices.unsubscribe.unsubscribe(wrong).error().code, ErrorCode::NotFound);
    }
}

TEST_F(NoticesTest, AMailSaysHowItIsEnded) {
    const UserId ana = viewer();
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::UsersStore(tx).note_verified(ana, "ana@example.com", clock.utc());
    }));
    Letters post;
    MailDelivery delivery(
        *database, clock, mails, post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe});
    const auto deliver = [&] {
        post.all.clear();
        while (delivery.send_one()) {
        }
    };
    const auto salsa = create();
    enroll(ana, salsa);
    deliver();
    ASSERT_EQ(post.all.size(), 1u);
    EXPECT_NE(post.all.front().find("Subject: You are in: Salsa"), std::string::npos);
    EXPECT_NE(post.all.front().find("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
              std::string::npos);
    EXPECT_EQ(channel(ana, "mail"), "sent");
    move(salsa, clock.utc() + days(3));
    deliver();
    ASSERT_EQ(post.all.size(), 1u);
    EXPECT_EQ(post.all.front().find("List-Unsubscribe"), std::string::npos);
}

TEST_F(NoticesTest, AMailTakesTheClassToTheCalendarAndOutOfIt) {
    const UserId ana = viewer();
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::UsersStore(tx).note_verified(ana, "ana@example.com", clock.utc());
    }));
    Letters post;
    MailDelivery delivery(
        *database, clock, mails, post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe});
    const auto deliver = [&] {
        post.all.clear();
        while (delivery.send_one()) {
        }
    };
    const auto says = [&](std::size_t letter, const std::string& text) {
        return post.all.at(letter).find(text) != std::string::npos;
    };
    const auto salsa = create();
    enroll(ana, salsa);
    move(salsa, clock.utc() + days(3));
    deliver();
    ASSERT_EQ(post.all.size(), 2u) << "in the order of what happened";
    EXPECT_TRUE(says(0, "text/calendar; charset=utf-8; method=REQUEST"));
    EXPECT_TRUE(says(1, "text/calendar; charset=utf-8; method=REQUEST"));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    deliver();
    ASSERT_EQ(post.all.size(), 1u);
    EXPECT_TRUE(says(0, "text/calendar; charset=utf-8; method=CANCEL"));

    const auto tango = create(30, "Tango");
    enroll(ana, tango);
    deliver();
    ASSERT_TRUE(enrollments->withdraw(ana, id(tango)));
    pass();
    deliver();
    ASSERT_EQ(post.all.size(), 1u);
    EXPECT_TRUE(says(0, "method=CANCEL"));
    pass(days(1));
    deliver();
    EXPECT_TRUE(post.all.empty()) << "nobody is reminded of what they left";
}

TEST_F(NoticesTest, ACalendarThatIsSwitchedOffHearsOfWhatItTookInBefore) {
    const UserId ana = viewer();
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::UsersStore(tx).note_verified(ana, "ana@example.com", clock.utc());
    }));
    Letters post;
    MailDelivery delivery(
        *database, clock, mails, post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe});
    /// The method of each new letter's calendar, "" for none.
    const auto methods = [&] {
        post.all.clear();
        while (delivery.send_one()) {
        }
        Events all;
        for (const std::string& letter : post.all) {
            const std::string mark = "text/calendar; charset=utf-8; method=";
            const std::size_t at = letter.find(mark);
            const std::size_t begin = at + mark.size();
            all.push_back(at == letter.npos ? ""
                                            : letter.substr(begin, letter.find('\r', at) - begin));
        }
        return all;
    };
    const auto salsa = create(), tango = create(30, "Tango");
    enroll(ana, salsa);
    EXPECT_EQ(methods(), Events({"REQUEST"}));
    clock.advance(minutes(1));
    api::PutNoticeSettings::Request off;
    off.calendar = false;
    EXPECT_FALSE(notices.choices.change(ana, off)->calendar);
    clock.advance(minutes(1));
    off.calendar.reset();
    EXPECT_FALSE(notices.choices.change(ana, off)->calendar) << "what is absent stays";
    enroll(ana, tango);
    EXPECT_EQ(methods(), Events({""}));
    move(salsa, clock.utc() + days(3));
    EXPECT_EQ(methods(), Events({"REQUEST"})) << "it stands there at a wrong time";
    move(tango, clock.utc() + days(3));
    EXPECT_EQ(methods(), Events({""})) << "it never was there";
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    EXPECT_EQ(methods(), Events({"CANCEL"}));
    off.calendar = true;
    EXPECT_TRUE(notices.choices.change(ana, off)->calendar);
    move(tango, clock.utc() + days(4));
    EXPECT_EQ(methods(), Events({"REQUEST"}));
}

TEST_F(NoticesTest, ATestGoesOutAndIsListed) {
    const UserId ana = viewer();
    EXPECT_EQ(notices.tests.by_mail(ana).error().word, "email_not_verified");
    EXPECT_EQ(notices.tests.by_push(ana, "https://fcm.googleapis.com/x").error().word,
              "no_subscription");
    EXPECT_EQ(events(ana), Events()) << "what is refused is not listed";
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::UsersStore(tx).note_verified(ana, "ana@example.com", clock.utc());
    }));
    ASSERT_TRUE(notices.tests.by_mail(ana));
    EXPECT_EQ(events(ana), Events({"test"}));
    EXPECT_EQ(channel(ana, "mail"), "waiting");
    Letters post;
    MailDelivery delivery(
        *database, clock, mails, post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe});
    while (delivery.send_one()) {
    }
    ASSERT_EQ(post.all.size(), 1u);
    EXPECT_NE(post.all.front().find("https://live.example.com/notices"), std::string::npos);
    EXPECT_EQ(post.all.front().find("List-Unsubscribe"), std::string::npos);
    EXPECT_EQ(channel(ana, "mail"), "sent");
    EXPECT_EQ(notices.choices.read(ana)->events.count("test"), 0u) << "nobody chooses it";
    api::PutNoticeSettings::Request wrong;
    wrong.events["test"].mail = true;
    EXPECT_EQ(notices.choices.change(ana, wrong).error().field, "events");
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::MailsStore(tx).suppress("ana@example.com", "550", clock.utc());
    }));
    EXPECT_EQ(notices.tests.by_mail(ana).error().word, "address_refused");
}

TEST_F(NoticesTest, WhatComesAtOnceTakesAlongWhatWaitsForTheMorning) {
    const UserId ana = viewer();
    api::PutNoticeSettings::Request quiet;
    quiet.timezone = "UTC";
    quiet.quiet_from = "08:00";
    quiet.quiet_to = "20:00";
    ASSERT_TRUE(notices.choices.change(ana, quiet));
    const auto salsa = create();
    enroll(ana, salsa);
    finish(due_mails().front());
    move(salsa, clock.utc() + hours(26));
    EXPECT_TRUE(due_mails().empty());
    pass(hours(3));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    ASSERT_EQ(due_mails().size(), 1u) << "the move, which the cancellation stands behind";
    finish(due_mails().front());
    EXPECT_EQ(due_mails().size(), 1u);
}

TEST_F(NoticesTest, TheListSaysThatAMailWaitsForNobodysAddress) {
    const UserId ana = viewer();
    Letters post;
    MailDelivery delivery(
        *database, clock, mails, post,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe});
    enroll(ana, create());
    EXPECT_TRUE(notices.inbox.list(ana, "", "").value().notices.at(0).why.empty());
    while (delivery.send_one()) {
    }
    EXPECT_TRUE(post.all.empty());
    const auto notice = notices.inbox.list(ana, "", "").value().notices.at(0);
    EXPECT_EQ(notice.channels.at("mail"), "off");
    EXPECT_EQ(notice.why.at("mail"), "unconfirmed");
}

TEST_F(NoticesTest, AreReadByTheirPersonAlone) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto salsa = create();
    enroll(ana, salsa);
    const NoticeId first = notices.inbox.list(ana, "", "").value().notices.at(0).id;
    ASSERT_TRUE(notices.inbox.read(ben, {{first}, false}));
    EXPECT_EQ(notices.inbox.unread(ana).value(), 1);
    ASSERT_TRUE(notices.inbox.read(ana, {{}, true}));
    EXPECT_EQ(notices.inbox.unread(ana).value(), 0);
    EXPECT_TRUE(notices.inbox.list(ana, "", "").value().notices.at(0).read_at);
    EXPECT_TRUE(notices.inbox.list(ana, first.to_string(), "").value().notices.empty());
    EXPECT_EQ(notices.inbox.list(ben, first.to_string(), "").error().code, ErrorCode::NotFound);
    EXPECT_EQ(notices.inbox.list(ana, "", "many").error().field, "limit");
}

}  // namespace
}  // namespace lsl::services
