#include "server/store/classes/wallet_store.h"

#include <gtest/gtest.h>

#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "server/store/people/users_store.h"
#include "tests/server/store/store_rows.h"
#include "tests/server/temporary_folder.h"

namespace lsl::store {
namespace {

using namespace lsl::testing;

class WalletStoreTest : public ::testing::Test {
  protected:
    WalletStoreTest() : database(Database::open(folder.path() / "leansporty.db").value()) {
        EXPECT_TRUE(database->write([&](Connection& tx) -> Result<void> {
            LSL_TRY(UsersStore(tx).insert(a_user(1), "hash"));
            return StreamsStore(tx).insert(a_class(1));
        }));
    }
    Result<std::optional<std::int64_t>> move(const domain::WalletEntry& entry,
                                             std::optional<EnrollmentId> enrollment = {}) {
        return database->write(
            [&](Connection& tx) { return WalletStore(tx).move(entry, enrollment); });
    }
    std::int64_t balance() {
        return database->read([&](Connection& r) { return WalletStore(r).balance(user); }).value();
    }
    std::vector<LedgerRow> ledger() {
        return database->read([&](Connection& r) { return WalletStore(r).list(user, 0, 100); })
            .value();
    }

    TemporaryFolder folder;
    std::unique_ptr<Database> database;
    const UserId user = a_user(1).id;
    const StreamId stream = a_class(1).stream.id;
};

TEST_F(WalletStoreTest, MovesBalanceAndLedgerTogether) {
    EXPECT_EQ(move(an_entry(1, user, 100)).value(), 100);
    EXPECT_EQ(move(an_entry(2, user, -30)).value(), 70);
    EXPECT_EQ(balance(), 70);
    const auto rows = ledger();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].entry.balance_after, 70);
    EXPECT_EQ(rows[1].entry.balance_after, 100);
}

TEST_F(WalletStoreTest, NeverFallsBelowZero) {
    ASSERT_TRUE(move(an_entry(1, user, 20)));
    EXPECT_EQ(move(an_entry(2, user, -21)).value(), std::nullopt);
    EXPECT_EQ(balance(), 20);
    EXPECT_EQ(ledger().size(), 1u);
}

TEST_F(WalletStoreTest, TheTableItselfRefusesADebt) {
    const auto done = database->write(
        [](Connection& tx) { return tx.execute("UPDATE users SET token_balance = -1"); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Conflict);
}

TEST_F(WalletStoreTest, ARefundHappensOnce) {
    ASSERT_TRUE(move(an_entry(1, user, 100)));
    const EnrollmentId place = id_number<EnrollmentId>(7);
    auto payment = an_entry(2, user, -30);
    payment.reason = domain::WalletReason::Enrollment;
    ASSERT_TRUE(move(payment, place));
    auto refund = an_entry(3, user, 30);
    refund.reason = domain::WalletReason::Withdrawal;
    ASSERT_TRUE(move(refund, place));
    auto another = an_entry(4, user, 30);
    another.reason = domain::WalletReason::Cancelled;
    const auto refused = move(another, place);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_EQ(balance(), 100);
}

TEST_F(WalletStoreTest, OnePaymentForOnePlace) {
    ASSERT_TRUE(move(an_entry(1, user, 100)));
    auto payment = an_entry(2, user, -30);
    payment.reason = domain::WalletReason::Enrollment;
    ASSERT_TRUE(move(payment, id_number<EnrollmentId>(7)));
    payment.id = id_number<WalletEntryId>(3);
    EXPECT_FALSE(move(payment, id_number<EnrollmentId>(7)));
    EXPECT_EQ(balance(), 70);
}

TEST_F(WalletStoreTest, OnePlaceForOneViewer) {
    const auto insert = [&](std::uint32_t number) {
        return database->write([&](Connection& tx) {
            return EnrollmentsStore(tx).insert(an_enrollment(number, stream, user));
        });
    };
    EXPECT_TRUE(insert(1));
    const auto second = insert(2);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Conflict);
}

TEST_F(WalletStoreTest, PagesGoBackFromTheNewest) {
    for (std::uint32_t i = 1; i <= 5; ++i) ASSERT_TRUE(move(an_entry(i, user, 1)));
    const auto page = [&](std::int64_t before) {
        return database->read([&](Connection& r) { return WalletStore(r).list(user, before, 2); })
            .value();
    };
    const auto first = page(0);
    ASSERT_EQ(first.size(), 2u);
    EXPECT_EQ(first[0].entry.balance_after, 5);
    const auto second = page(first[1].sequence);
    ASSERT_EQ(second.size(), 2u);
    EXPECT_EQ(second[0].entry.balance_after, 3);
}

TEST_F(WalletStoreTest, FindsBalancesThatAreNotTheSumOfTheirLedger) {
    ASSERT_TRUE(move(an_entry(1, user, 100)));
    const auto mismatches = [&] {
        return database->read([](Connection& r) { return WalletStore(r).count_mismatches(); })
            .value();
    };
    EXPECT_EQ(mismatches(), 0);
    ASSERT_TRUE(database->write([](Connection& tx) {
        return tx.execute("UPDATE users SET token_balance = token_balance + 1 WHERE email <> ''");
    }));
    EXPECT_EQ(mismatches(), 1);
}

}  // namespace
}  // namespace lsl::store
