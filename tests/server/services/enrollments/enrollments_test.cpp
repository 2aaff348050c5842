#include "server/services/enrollments/enrollments.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/store/classes/enrollments_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::WalletReason;

class EnrollmentsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<Enrolled> enroll(UserId user, const domain::StudioClass& salsa,
                            std::string_view key = "") {
        return enrollments->enroll(user, id(salsa), key);
    }
};

TEST_F(EnrollmentsTest, PaysThePriceOfTheRowAndTakesAPlace) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    const auto enrolled = enroll(ana, salsa);
    ASSERT_TRUE(enrolled);
    EXPECT_TRUE(enrolled->created);
    EXPECT_EQ(enrolled->response.token_balance, 70);
    EXPECT_EQ(enrolled->response.enrollment.enrollment.tokens_paid, 30);
    EXPECT_EQ(enrolled->response.enrollment.stream.stream.total_enrollments, 1);
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 1);
    EXPECT_EQ(revenue(salsa.stream.id), 30);
    const auto entries = ledger(ana);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].delta, -30);
    EXPECT_EQ(entries[0].reason, WalletReason::Enrollment);
    EXPECT_EQ(entries[0].stream_id, salsa.stream.id);
    EXPECT_EQ(entries[1].reason, WalletReason::Signup);
}

TEST_F(EnrollmentsTest, AgainIsTheSameRowAndChargesNothing) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    const auto first = enroll(ana, salsa);
    const auto second = enroll(ana, salsa);
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->created);
    EXPECT_EQ(second->response.enrollment.enrollment.id, first->response.enrollment.enrollment.id);
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, WhatAnUndoneRunHadDoneIsNotTold) {
    const UserId ana = viewer();
    const auto salsa = create(0);
    const auto listening = listen(Topic::person(ana));
    // Another server gives her the same place, so that the second run finds it.
    meanwhile = [&](store::Connection& tx) {
        domain::Enrollment place;
        place.id = new_id<EnrollmentId>(clock);
        place.stream_id = salsa.stream.id;
        place.user_id = ana;
        place.enrolled_at = clock.utc();
        EXPECT_TRUE(store::EnrollmentsStore(tx).insert(place));
    };
    const auto enrolled = enroll(ana, salsa);
    ASSERT_TRUE(enrolled);
    EXPECT_FALSE(enrolled->created);
    EXPECT_EQ(heard(*listening).size(), 3u) << "the class, her place and balance, of the other's";
}

TEST_F(EnrollmentsTest, ExactlyTheBalanceIsEnough) {
    const UserId ana = viewer();
    EXPECT_EQ(enroll(ana, create(100))->response.token_balance, 0);
}

TEST_F(EnrollmentsTest, TooFewTokensChangeNothing) {
    const UserId ana = viewer();
    const auto salsa = create(101);
    const auto refused = enroll(ana, salsa);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PaymentRequired);
    EXPECT_EQ(refused.error().word, "insufficient_tokens");
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 0);
    EXPECT_FALSE(enrollments->find(ana, id(salsa)));
}

TEST_F(EnrollmentsTest, AFreeClassStillLeavesAnEntry) {
    const UserId ana = viewer();
    const auto salsa = create(0);
    ASSERT_TRUE(enroll(ana, salsa));
    EXPECT_EQ(ledger(ana)[0].delta, 0);
    EXPECT_EQ(ledger(ana)[0].stream_id, salsa.stream.id);
}

TEST_F(EnrollmentsTest, MalformedAndForeignIdsAreNotFound) {
    const UserId ana = viewer();
    for (const char* bad : {"", "1", "not-a-uuid", "00000000-0000-7000-8000-000000000000",
                            "' OR 1=1 --", "../../etc/passwd"}) {
        EXPECT_EQ(enrollments->enroll(ana, bad, "").error().code, ErrorCode::NotFound) << bad;
        EXPECT_EQ(enrollments->find(ana, bad).error().code, ErrorCode::NotFound) << bad;
        EXPECT_EQ(enrollments->withdraw(ana, bad).error().code, ErrorCode::NotFound) << bad;
    }
}

TEST_F(EnrollmentsTest, FiftyAtOnceWithTokensForOneClassGetOne) {
    const UserId ana = viewer();
    std::vector<domain::StudioClass> classes;
    for (int i = 0; i < 50; ++i) classes.push_back(create(100));
    std::atomic<int> enrolled{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (const auto& salsa : classes) {
        threads.emplace_back([&] {
            const auto result = enroll(ana, salsa);
            if (result) {
                ++enrolled;
            } else if (result.error().code == ErrorCode::PaymentRequired) {
                ++refused;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(enrolled, 1);
    EXPECT_EQ(refused, 49);
    EXPECT_EQ(balance(ana), 0);
    EXPECT_EQ(ledger(ana).size(), 2u);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(EnrollmentsTest, FiftyAtOnceForTheSameClassPayOnce) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    std::atomic<int> created{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i) {
        threads.emplace_back([&] {
            const auto result = enroll(ana, salsa);
            if (result && result->created) ++created;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(balance(ana), 70);
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 1);
}

TEST_F(EnrollmentsTest, AKeyRepeatsTheFirstAnswerThroughARestart) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    const auto first = enroll(ana, salsa, "key-1");
    ASSERT_TRUE(first);
    reopen();
    const auto again = enroll(ana, salsa, "key-1");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->created);
    EXPECT_EQ(wire::to_json(again->response), wire::to_json(first->response));
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, AKeyKeepsWhatCameOfItAndNotTheWholeAnswer) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    api::ChangeStream::Request longer;
    longer.description = std::string(10'000, 'x');
    ASSERT_TRUE(streams->change(id(salsa), longer));
    for (int i = 0; i < 1'010; ++i) {
        ASSERT_TRUE(enroll(ana, salsa, "key-" + std::to_string(i)));
        clock.advance(std::chrono::seconds(1));
    }
    const auto numbers = database->read([](store::Connection& reader) -> Result<std::string> {
        auto statement = reader.prepare(
            "SELECT count(*) || ' ' || (max(length(key) + length(request) + length(made_id) "
            "+ length(made_at) + length(created_at)) < 300) FROM idempotency_keys");
        LSL_TRY(statement.step());
        std::string text;
        statement.columns(text);
        return text;
    });
    EXPECT_EQ(numbers.value(), "1000 1") << "the latest thousand, each short";
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, AKeyAnswersWithTheClassAsItIsNow) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    const auto first = enroll(ana, salsa, "key-1");
    ASSERT_TRUE(first);
    ASSERT_TRUE(enrollments->withdraw(ana, id(salsa)));
    api::ChangeStream::Request change;
    change.title = "Rumba";
    ASSERT_TRUE(streams->change(id(salsa), change));
    const auto again = enroll(ana, salsa, "key-1");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->created);
    EXPECT_EQ(again->response.token_balance, 70) << "as it was then";
    EXPECT_EQ(again->response.enrollment.enrollment.id, first->response.enrollment.enrollment.id);
    EXPECT_EQ(again->response.enrollment.enrollment.tokens_paid, 30);
    EXPECT_EQ(again->response.enrollment.stream.stream.title, "Rumba");
}

TEST_F(EnrollmentsTest, EventsCarryNoDescription) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    const auto listener = listen(Topic::person(ana));
    api::ChangeStream::Request change;
    change.description = std::string(10'000, 'x');
    ASSERT_TRUE(streams->change(id(salsa), change));
    ASSERT_TRUE(enroll(ana, salsa));
    const auto events = heard(*listener);
    int with_digest = 0;
    for (const auto& event : events) {
        EXPECT_LT(event.data.size(), 3'000u) << event.name;
        const std::string digest =
            "\"description_digest\":\"" + wire::description_digest(*change.description) + "\"";
        if (event.data.find(digest) != std::string::npos) ++with_digest;
    }
    EXPECT_EQ(with_digest, 3) << "the change, the count, the enrollment";
}

TEST_F(EnrollmentsTest, AKeyForAnotherRequestIsRefused) {
    const UserId ana = viewer();
    ASSERT_TRUE(enroll(ana, create(30), "key-1"));
    const auto other = enroll(ana, create(30), "key-1");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(other.error().word, "idempotency_mismatch");
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, KeysBelongToTheirViewer) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    const auto salsa = create(30);
    ASSERT_TRUE(enroll(ana, salsa, "key-1"));
    const auto bens = enroll(ben, create(30), "key-1");
    ASSERT_TRUE(bens);
    EXPECT_EQ(bens->response.enrollment.enrollment.user_id, ben);
}

TEST_F(EnrollmentsTest, AKeyAfterAWithdrawalChargesNobody) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(enroll(ana, salsa, "key-1"));
    ASSERT_TRUE(enrollments->withdraw(ana, id(salsa)));
    const auto again = enroll(ana, salsa, "key-1");
    ASSERT_TRUE(again);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_FALSE(enrollments->find(ana, id(salsa)));
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 0);
}

TEST_F(EnrollmentsTest, ARefusedRequestDoesNotUseUpItsKey) {
    const UserId ana = viewer();
    const auto dear = create(150);
    EXPECT_FALSE(enroll(ana, dear, "key-1"));
    ASSERT_TRUE(streams->change(id(dear), {.priceInTokens = 20}));
    EXPECT_TRUE(enroll(ana, dear, "key-1")->created);
}

TEST_F(EnrollmentsTest, KeysAreShortVisibleTexts) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    for (const std::string& key : {std::string(256, 'k'), std::string("a\nb"), std::string("ü")}) {
        EXPECT_EQ(enroll(ana, salsa, key).error().code, ErrorCode::InvalidInput);
    }
    EXPECT_TRUE(enroll(ana, salsa, std::string(255, 'k')));
}

TEST_F(EnrollmentsTest, LeavingGivesEverythingBackAndEnrollingAgainChargesAgain) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(enroll(ana, salsa));
    EXPECT_EQ(enrollments->withdraw(ana, id(salsa))->token_balance, 100);
    EXPECT_EQ(enrollments->find(ana, id(salsa)).error().code, ErrorCode::NotFound);
    EXPECT_EQ(enrollments->withdraw(ana, id(salsa)).error().code, ErrorCode::NotFound);
    EXPECT_EQ(row(salsa.stream.id).stream.total_enrollments, 0);
    EXPECT_EQ(revenue(salsa.stream.id), 0);
    EXPECT_EQ(ledger(ana)[0].reason, WalletReason::Withdrawal);
    EXPECT_EQ(ledger(ana)[0].stream_id, salsa.stream.id);
    EXPECT_TRUE(enroll(ana, salsa)->created);
    EXPECT_EQ(balance(ana), 70);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(EnrollmentsTest, NobodyLeavesOnceTheClassHasStarted) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(enroll(ana, salsa));
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_EQ(enrollments->withdraw(ana, id(salsa)).error().code, ErrorCode::Conflict);
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, AfterTheEndAPlaceBuysTheReplay) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    const auto enrolled = enroll(ana, salsa);
    ASSERT_TRUE(enrolled);
    EXPECT_EQ(enrolled->response.enrollment.enrollment.replay_access_expires_at,
              row(salsa.stream.id).recording.expires_at);
    clock.advance(std::chrono::days(7));
    EXPECT_EQ(enroll(viewer("ben"), salsa).error().code, ErrorCode::Conflict);
}

TEST_F(EnrollmentsTest, ACancelledClassTakesNobody) {
    const auto salsa = create(30);
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(enroll(viewer(), salsa).error().code, ErrorCode::Conflict);
}

TEST_F(EnrollmentsTest, TheListIsOnesOwnNewestFirstInPages) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    for (int i = 0; i < 5; ++i) {
        const auto salsa = create(1, "Class " + std::to_string(i));
        ASSERT_TRUE(enroll(ana, salsa));
        if (i == 0) {
            ASSERT_TRUE(enroll(ben, salsa));
        }
        clock.advance(std::chrono::seconds(1));
    }
    std::vector<std::string> titles;
    PageRequest page{.limit = 2};
    while (true) {
        const auto rows = enrollments->list(ana, page);
        ASSERT_TRUE(rows);
        for (const auto& one : rows->enrollments) titles.push_back(one.stream.stream.title);
        if (!rows->next_cursor) break;
        page.cursor = *rows->next_cursor;
    }
    EXPECT_EQ(titles,
              (std::vector<std::string>{"Class 4", "Class 3", "Class 2", "Class 1", "Class 0"}));
    EXPECT_EQ(enrollments->list(ben, {})->enrollments.size(), 1u);
}

TEST_F(EnrollmentsTest, TheViewerHearsOfIt) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    const auto salsa = create(30);
    const auto anas = listen(Topic::person(ana));
    const auto bens = listen(Topic::person(ben));
    ASSERT_TRUE(enroll(ana, salsa));
    auto events = heard(*anas);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].name, "stream");
    EXPECT_EQ(events[1].name, "enrollment");
    EXPECT_EQ(events[2].name, "wallet");
    EXPECT_EQ(events[2].data, R"({"balance":70})");
    events = heard(*bens);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].data.find("webrtc"), std::string::npos);
    ASSERT_TRUE(enrollments->withdraw(ana, id(salsa)));
    events = heard(*anas);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[1].name, "enrollment_gone");
}

}  // namespace
}  // namespace lsl::services
