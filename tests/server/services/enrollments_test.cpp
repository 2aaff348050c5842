#include "server/services/enrollments.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::WalletReason;

class EnrollmentsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<Enrolled> enroll(UserId user, const domain::Stream& stream, std::string_view key = "") {
        return enrollments->enroll(user, id(stream), key);
    }
};

TEST_F(EnrollmentsTest, PaysThePriceOfTheRowAndTakesAPlace) {
    const UserId ana = viewer();
    const auto stream = create(30);
    const auto enrolled = enroll(ana, stream);
    ASSERT_TRUE(enrolled);
    EXPECT_TRUE(enrolled->created);
    EXPECT_EQ(enrolled->response.token_balance, 70);
    EXPECT_EQ(enrolled->response.enrollment.enrollment.tokens_paid, 30);
    EXPECT_EQ(enrolled->response.enrollment.stream.stream.total_enrollments, 1);
    EXPECT_EQ(row(stream.id).total_enrollments, 1);
    EXPECT_EQ(revenue(stream.id), 30);
    const auto entries = ledger(ana);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].delta, -30);
    EXPECT_EQ(entries[0].reason, WalletReason::Enrollment);
    EXPECT_EQ(entries[0].stream_id, stream.id);
    EXPECT_EQ(entries[1].reason, WalletReason::Signup);
}

TEST_F(EnrollmentsTest, AgainIsTheSameRowAndChargesNothing) {
    const UserId ana = viewer();
    const auto stream = create(30);
    const auto first = enroll(ana, stream);
    const auto second = enroll(ana, stream);
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->created);
    EXPECT_EQ(second->response.enrollment.enrollment.id, first->response.enrollment.enrollment.id);
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, ExactlyTheBalanceIsEnough) {
    const UserId ana = viewer();
    EXPECT_EQ(enroll(ana, create(100))->response.token_balance, 0);
}

TEST_F(EnrollmentsTest, TooFewTokensChangeNothing) {
    const UserId ana = viewer();
    const auto stream = create(101);
    const auto refused = enroll(ana, stream);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::PaymentRequired);
    EXPECT_EQ(refused.error().word, "insufficient_tokens");
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(row(stream.id).total_enrollments, 0);
    EXPECT_FALSE(enrollments->find(ana, id(stream)));
}

TEST_F(EnrollmentsTest, AFreeClassStillLeavesAnEntry) {
    const UserId ana = viewer();
    const auto stream = create(0);
    ASSERT_TRUE(enroll(ana, stream));
    EXPECT_EQ(ledger(ana)[0].delta, 0);
    EXPECT_EQ(ledger(ana)[0].stream_id, stream.id);
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
    std::vector<domain::Stream> classes;
    for (int i = 0; i < 50; ++i) classes.push_back(create(100));
    std::atomic<int> enrolled{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (const auto& stream : classes) {
        threads.emplace_back([&] {
            const auto result = enroll(ana, stream);
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
    const auto stream = create(30);
    std::atomic<int> created{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i) {
        threads.emplace_back([&] {
            const auto result = enroll(ana, stream);
            if (result && result->created) ++created;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(balance(ana), 70);
    EXPECT_EQ(row(stream.id).total_enrollments, 1);
}

TEST_F(EnrollmentsTest, AKeyRepeatsTheFirstAnswerThroughARestart) {
    const UserId ana = viewer();
    const auto stream = create(30);
    const auto first = enroll(ana, stream, "key-1");
    ASSERT_TRUE(first);
    reopen();
    const auto again = enroll(ana, stream, "key-1");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->created);
    EXPECT_EQ(wire::to_json(again->response), wire::to_json(first->response));
    EXPECT_EQ(balance(ana), 70);
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
    const auto stream = create(30);
    ASSERT_TRUE(enroll(ana, stream, "key-1"));
    const auto bens = enroll(ben, create(30), "key-1");
    ASSERT_TRUE(bens);
    EXPECT_EQ(bens->response.enrollment.enrollment.user_id, ben);
}

TEST_F(EnrollmentsTest, AKeyAfterAWithdrawalChargesNobody) {
    const UserId ana = viewer();
    const auto stream = create(30);
    ASSERT_TRUE(enroll(ana, stream, "key-1"));
    ASSERT_TRUE(enrollments->withdraw(ana, id(stream)));
    const auto again = enroll(ana, stream, "key-1");
    ASSERT_TRUE(again);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_FALSE(enrollments->find(ana, id(stream)));
    EXPECT_EQ(row(stream.id).total_enrollments, 0);
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
    const auto stream = create(30);
    for (const std::string& key : {std::string(256, 'k'), std::string("a\nb"), std::string("ü")}) {
        EXPECT_EQ(enroll(ana, stream, key).error().code, ErrorCode::InvalidInput);
    }
    EXPECT_TRUE(enroll(ana, stream, std::string(255, 'k')));
}

TEST_F(EnrollmentsTest, LeavingGivesEverythingBackAndEnrollingAgainChargesAgain) {
    const UserId ana = viewer();
    const auto stream = create(30);
    ASSERT_TRUE(enroll(ana, stream));
    EXPECT_EQ(enrollments->withdraw(ana, id(stream))->token_balance, 100);
    EXPECT_EQ(enrollments->find(ana, id(stream)).error().code, ErrorCode::NotFound);
    EXPECT_EQ(enrollments->withdraw(ana, id(stream)).error().code, ErrorCode::NotFound);
    EXPECT_EQ(row(stream.id).total_enrollments, 0);
    EXPECT_EQ(revenue(stream.id), 0);
    EXPECT_EQ(ledger(ana)[0].reason, WalletReason::Withdrawal);
    EXPECT_EQ(ledger(ana)[0].stream_id, stream.id);
    EXPECT_TRUE(enroll(ana, stream)->created);
    EXPECT_EQ(balance(ana), 70);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(EnrollmentsTest, NobodyLeavesOnceTheClassHasStarted) {
    const UserId ana = viewer();
    const auto stream = create(30);
    ASSERT_TRUE(enroll(ana, stream));
    ASSERT_TRUE(streams->start(id(stream)));
    EXPECT_EQ(enrollments->withdraw(ana, id(stream)).error().code, ErrorCode::Conflict);
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(EnrollmentsTest, AfterTheEndAPlaceBuysTheReplay) {
    const UserId ana = viewer();
    const auto stream = create(30);
    ASSERT_TRUE(streams->start(id(stream)));
    ASSERT_TRUE(streams->end(id(stream)));
    const auto enrolled = enroll(ana, stream);
    ASSERT_TRUE(enrolled);
    EXPECT_EQ(enrolled->response.enrollment.enrollment.replay_access_expires_at,
              row(stream.id).recording_expires_at);
    clock.advance(std::chrono::days(7));
    EXPECT_EQ(enroll(viewer("ben"), stream).error().code, ErrorCode::Conflict);
}

TEST_F(EnrollmentsTest, ACancelledClassTakesNobody) {
    const auto stream = create(30);
    ASSERT_TRUE(streams->cancel(id(stream)));
    EXPECT_EQ(enroll(viewer(), stream).error().code, ErrorCode::Conflict);
}

TEST_F(EnrollmentsTest, TheListIsOnesOwnNewestFirstInPages) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    for (int i = 0; i < 5; ++i) {
        const auto stream = create(1, "Class " + std::to_string(i));
        ASSERT_TRUE(enroll(ana, stream));
        if (i == 0) {
            ASSERT_TRUE(enroll(ben, stream));
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
    const auto stream = create(30);
    const auto anas = hub.subscribe({.user = ana});
    const auto bens = hub.subscribe({.user = ben});
    ASSERT_TRUE(enroll(ana, stream));
    std::vector<SharedEvent> events;
    anas->take(events);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0]->name, "stream");
    EXPECT_EQ(events[1]->name, "enrollment");
    EXPECT_EQ(events[2]->name, "wallet");
    EXPECT_EQ(events[2]->data, R"({"balance":70})");
    events.clear();
    bens->take(events);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0]->data.find("webrtc"), std::string::npos);
    events.clear();
    ASSERT_TRUE(enrollments->withdraw(ana, id(stream)));
    anas->take(events);
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[1]->name, "enrollment_gone");
}

}  // namespace
}  // namespace lsl::services
