// Notices as they leave for browsers: which, when, and what a push service's answers mean.
#include "server/services/push/push_delivery.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base64/base64.h"
#include "server/push/encryption.h"
#include "server/services/notices/notices.h"
#include "server/services/push/push_message.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/notices/pushes_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using Answer = push::Outcome;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Keeps what it is handed, and answers as it is told.
class PushPost final : public push::Sender {
  public:
    std::vector<Answer> send(const std::vector<push::Delivery>& all) override {
        std::vector<Answer> outcomes;
        for (const push::Delivery& one : all) {
            taken.push_back(one);
            outcomes.push_back(answer(one));
        }
        return outcomes;
    }
    std::vector<push::Delivery> taken;
    std::function<Answer(const push::Delivery&)> answer = [](const push::Delivery&) {
        return Answer{Answer::Kind::Sent, {}, {}};
    };
};

class PushTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    static api::SubscribePush::Request browser(const std::string& name) {
        const auto key = push::new_curve_key();
        return {"https://fcm.googleapis.com/fcm/send/" + name,
                {to_base64url(*push::point_of(*key)), to_base64url("0123456789abcdef")}};
    }
    std::string login_of(UserId user) { return watcher(user).login; }
    void subscribe(UserId user, const std::string& name) {
        ASSERT_TRUE(notices.push.subscribe(user, login_of(user), browser(name), "Firefox"));
    }
    void pass(std::chrono::milliseconds time = {}) {
        clock.advance(time);
        reader->read();
        queue.look();
        deliver();
    }
    void deliver() {
        while (delivery.send_some()) {
        }
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
    std::string channel(UserId user) {
        return notices.inbox.list(user, "", "").value().notices.at(0).channels.at("push");
    }
    std::vector<store::PushSubscription> browsers(UserId user) {
        return database
            ->read([&](store::Connection& r) {
                return store::PushSubscriptionsStore(r).of_person(user);
            })
            .value();
    }
    void answer_with(Answer::Kind kind, std::optional<seconds> retry_after = {}) {
        post.answer = [kind, retry_after](const push::Delivery&) {
            return Answer{kind, "as the test wants it", retry_after};
        };
    }

    const OutgoingMails mails{clock, false};
    push::Vapid vapid = open_vapid(*database, clock, "mailto:studio@example.com").value();
    Notices notices{*database, clock, mails, UnsubscribeLinks::open(*database, clock).value(),
                    PushSettings{vapid.public_key(), {}}};
    std::unique_ptr<NewsReader> reader =
        NewsReader::open(
            *database, "notices",
            [this](const std::vector<store::NewsRow>& rows) { return notices.classes.tell(rows); },
            NewsReader::By::Callers)
            .value();
    DueQueue queue{*database, clock, {{std::string(notice_work), notices.classes.work()}}};
    PushPost post;
    PushDelivery delivery{*database, clock, vapid, post, {"https://live.example.com", {}, {}}};
};

TEST_F(PushTest, AMoveReachesEveryBrowserOfThePerson) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    subscribe(ana, "phone");
    subscribe(ana, "laptop");
    subscribe(ben, "tablet");
    const auto salsa = create();
    enroll(ana, salsa);
    EXPECT_TRUE(post.taken.empty()) << "what she did herself is not pushed at first";
    move(salsa, clock.utc() + days(3));
    ASSERT_EQ(post.taken.size(), 2u);
    for (const push::Delivery& one : post.taken) {
        EXPECT_TRUE(one.urgent);
        EXPECT_EQ(one.topic.size(), 32u);
        EXPECT_EQ(one.ttl, days(3));
        EXPECT_GT(one.body.size(), 200u);
        EXPECT_TRUE(one.authorization.starts_with("vapid t="));
    }
    EXPECT_EQ(channel(ana), "sent");
    EXPECT_TRUE(browsers(ana).front().last_sent_at);
}

TEST_F(PushTest, AMessageIsOfTheClassAsItIsNow) {
    const UserId ana = viewer();
    const auto salsa = create(30, "Sal\"sa & Köln");
    enroll(ana, salsa);
    move(salsa, clock.utc() + days(3));
    const auto notice = notices.inbox.list(ana, "", "").value().notices.at(0);
    const auto message = database
                             ->read([&](store::Connection& r) {
                                 return push_message(r, notice.id, "https://live.example.com");
                             })
                             .value();
    ASSERT_TRUE(message);
    EXPECT_NE(message->text.find(R"("web_push":8030)"), std::string::npos) << message->text;
    EXPECT_NE(message->text.find(R"("navigate":"https://live.example.com/streams/)" + id(salsa) +
                                 R"(/watch")"),
              std::string::npos)
        << message->text;
    EXPECT_NE(message->text.find(R"(Sal\"sa & Köln)"), std::string::npos) << message->text;
    EXPECT_LE(message->text.size(), push::longest_push_text);
}

TEST_F(PushTest, ASubscriptionThatIsGoneIsForgottenAndNoOther) {
    const UserId ana = viewer();
    subscribe(ana, "old");
    subscribe(ana, "new");
    const auto salsa = create();
    enroll(ana, salsa);
    post.answer = [](const push::Delivery& one) {
        const bool old = one.endpoint.url.ends_with("old");
        return Answer{old ? Answer::Kind::Gone : Answer::Kind::Sent, "status 410", {}};
    };
    move(salsa, clock.utc() + days(3));
    ASSERT_EQ(browsers(ana).size(), 1u);
    EXPECT_TRUE(browsers(ana).front().endpoint.ends_with("new"));
    EXPECT_EQ(channel(ana), "sent");
}

TEST_F(PushTest, ABadKeyOfOursDeletesNobody) {
    const UserId ana = viewer();
    subscribe(ana, "phone");
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Us);
    move(salsa, clock.utc() + days(3));
    EXPECT_EQ(browsers(ana).size(), 1u);
    EXPECT_EQ(channel(ana), "waiting");
    answer_with(Answer::Kind::Sent);
    pass(minutes(59));
    EXPECT_EQ(post.taken.size(), 1u);
    pass(minutes(2));
    EXPECT_EQ(channel(ana), "sent");
}

TEST_F(PushTest, WhatFailsIsTriedAgainLaterAndLater) {
    const UserId ana = viewer();
    subscribe(ana, "phone");
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Later);
    move(salsa, clock.utc() + days(3));
    EXPECT_EQ(post.taken.size(), 1u);
    pass(seconds(59));
    EXPECT_EQ(post.taken.size(), 1u);
    pass(seconds(2));
    EXPECT_EQ(post.taken.size(), 2u);
    pass(minutes(1));
    EXPECT_EQ(post.taken.size(), 2u) << "the second pause is longer";
    pass(minutes(5));
    EXPECT_EQ(post.taken.size(), 3u);
    pass(days(4));
    EXPECT_EQ(channel(ana), "failed") << "it was of no use any more";
    EXPECT_EQ(browsers(ana).size(), 1u);
}

TEST_F(PushTest, AServiceThatAsksForAPauseGetsIt) {
    const UserId ana = viewer();
    subscribe(ana, "phone");
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Later, hours(2));
    move(salsa, clock.utc() + days(3));
    pass(minutes(119));
    EXPECT_EQ(post.taken.size(), 1u);
    pass(minutes(2));
    EXPECT_EQ(post.taken.size(), 2u);
}

TEST_F(PushTest, AReminderOfAClassThatMovedMeanwhileDoesNotLeave) {
    const UserId ana = viewer();
    subscribe(ana, "phone");
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Later);
    pass(hours(23));
    ASSERT_EQ(post.taken.size(), 1u) << "in an hour";
    answer_with(Answer::Kind::Sent);
    move(salsa, clock.utc() + days(3));
    pass(minutes(5));
    EXPECT_EQ(post.taken.size(), 2u) << "the move alone";
    EXPECT_EQ(channel(ana), "sent");
}

TEST_F(PushTest, MessagesToABrowserKeepTheirOrder) {
    const UserId ana = viewer();
    subscribe(ana, "phone");
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Later);
    move(salsa, clock.utc() + days(3));
    ASSERT_TRUE(streams->cancel(id(salsa)));
    pass();
    EXPECT_EQ(post.taken.size(), 1u) << "the cancellation waits for the move";
    answer_with(Answer::Kind::Sent);
    pass(minutes(2));
    EXPECT_EQ(post.taken.size(), 3u);
}

TEST_F(PushTest, ABrowserBelongsToWhoNamedItLast) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    const auto phone = browser("phone");
    const auto first = notices.push.subscribe(ana, login_of(ana), phone, "Firefox");
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->is_new);
    EXPECT_FALSE(notices.push.subscribe(ana, login_of(ana), phone, "Firefox")->is_new);
    EXPECT_FALSE(notices.push.subscribe(ben, login_of(ben), phone, "Firefox")->is_new);
    EXPECT_TRUE(browsers(ana).empty());
    EXPECT_EQ(browsers(ben).size(), 1u);
    ASSERT_TRUE(notices.push.unsubscribe(ana, phone.endpoint));
    EXPECT_EQ(browsers(ben).size(), 1u) << "it is not hers any more";
    ASSERT_TRUE(notices.push.unsubscribe(ben, phone.endpoint));
    EXPECT_TRUE(browsers(ben).empty());
}

TEST_F(PushTest, ATestReachesTheBrowserThatAskedForItAlone) {
    const UserId ana = viewer("ana"), ben = viewer("ben");
    subscribe(ana, "here");
    subscribe(ana, "there");
    const std::string here = browsers(ana).front().endpoint;
    EXPECT_EQ(notices.tests.by_push(ben, here).error().word, "no_subscription");
    ASSERT_TRUE(notices.tests.by_push(ana, here));
    deliver();
    ASSERT_EQ(post.taken.size(), 1u);
    EXPECT_EQ(post.taken.front().endpoint.url, here);
    EXPECT_TRUE(post.taken.front().topic.empty());
    EXPECT_EQ(channel(ana), "sent");
}

TEST_F(PushTest, ABrowserIsToldNoMoreWhenItsSignInIsEnded) {
    const UserId ana = viewer();
    const Person here = accounts->person_of(session_tokens.at(ana)).value();
    subscribe(ana, "here");
    ASSERT_TRUE(notices.push.subscribe(ana, "another sign-in", browser("there"), "Firefox"));
    ASSERT_EQ(browsers(ana).size(), 2u);
    Caller caller;
    caller.account = here;
    ASSERT_TRUE(accounts->sessions().end(caller, "others"));
    ASSERT_EQ(browsers(ana).size(), 1u);
    EXPECT_TRUE(browsers(ana).front().endpoint.ends_with("here"));
}

TEST_F(PushTest, WhoSignsOutTakesTheBrowserAlong) {
    const UserId ana = viewer();
    subscribe(ana, "here");
    ASSERT_TRUE(notices.push.subscribe(ana, "another sign-in", browser("there"), "Firefox"));
    const auto salsa = create();
    enroll(ana, salsa);
    answer_with(Answer::Kind::Later);
    move(salsa, clock.utc() + days(3));
    ASSERT_EQ(post.taken.size(), 2u);
    accounts->logout(session_tokens.at(ana));
    ASSERT_EQ(browsers(ana).size(), 1u);
    EXPECT_TRUE(browsers(ana).front().endpoint.ends_with("there"));
    answer_with(Answer::Kind::Sent);
    pass(minutes(2));
    EXPECT_EQ(post.taken.size(), 3u) << "what waited for the browser that is gone is gone, too";
}

TEST_F(PushTest, OfSeventeenBrowsersTheOldestGoes) {
    const UserId ana = viewer();
    for (int i = 0; i < 17; ++i) {
        clock.advance(seconds(1));
        subscribe(ana, "browser-" + std::to_string(i));
    }
    ASSERT_EQ(browsers(ana).size(), 16u);
    EXPECT_TRUE(browsers(ana).back().endpoint.ends_with("browser-1"));
}

TEST_F(PushTest, WhatIsNoSubscriptionIsRefusedWithItsField) {
    const UserId ana = viewer();
    auto request = browser("phone");
    request.endpoint = "https://127.0.0.1/";
    EXPECT_EQ(notices.push.subscribe(ana, login_of(ana), request, "").error().field, "endpoint");
    request = browser("phone");
    request.keys.auth = "short";
    EXPECT_EQ(notices.push.subscribe(ana, login_of(ana), request, "").error().field, "keys");
}

TEST_F(PushTest, TheKeySurvivesARestart) {
    EXPECT_EQ(open_vapid(*database, clock, "x").value().public_key(), vapid.public_key());
}

}  // namespace
}  // namespace lsl::services
