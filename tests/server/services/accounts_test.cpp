#include "server/services/accounts.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;
using std::chrono::minutes;

class AccountsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<LoggedIn> sign_up(const std::string& email, const std::string& password = "12345678") {
        return accounts->register_viewer(
            {.email = email, .password = password, .displayName = "Ana"}, {});
    }
    Result<LoggedIn> log_in(const std::string& email, const std::string& password = "12345678",
                            const std::string& address = "198.51.100.1",
                            const std::string& session = "") {
        return accounts->login({.email = email, .password = password}, {address, session});
    }
    ErrorCode wrong(const std::string& email, const std::string& address) {
        return log_in(email, "wrong password", address).error().code;
    }
};

TEST_F(AccountsTest, ANewViewerIsSignedInWithTokens) {
    const auto ana = sign_up("ana@example.com");
    ASSERT_TRUE(ana);
    EXPECT_EQ(ana->session.token_balance, 100);
    EXPECT_EQ(ana->session_token.size(), 43u);
    const auto viewer = accounts->viewer_of(ana->session_token);
    ASSERT_TRUE(viewer);
    EXPECT_EQ(viewer->user.email, "ana@example.com");
    EXPECT_EQ(viewer->token_balance, 100);
    EXPECT_EQ(ledger(viewer->user.id)[0].reason, domain::WalletReason::Signup);
}

TEST_F(AccountsTest, AnAddressIsTakenWhateverItsCase) {
    ASSERT_TRUE(sign_up("Ana@Example.com"));
    const auto again = sign_up(" ana@example.COM ");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
    EXPECT_EQ(again.error().word, "email_taken");
    EXPECT_TRUE(log_in("ANA@EXAMPLE.COM"));
}

TEST_F(AccountsTest, TheSameAddressTwentyTimesAtOnceIsOneAccount) {
    std::atomic<int> made{0};
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i) {
        threads.emplace_back([&] {
            const auto result = sign_up("ana@example.com");
            if (result) ++made;
            if (!result && result.error().word == "email_taken") ++taken;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(taken, 19);
}

TEST_F(AccountsTest, RefusesWhatBreaksARuleByField) {
    EXPECT_EQ(sign_up("no-at-sign").error().field, "email");
    EXPECT_EQ(sign_up("ana@example.com", "short").error().field, "password");
    EXPECT_EQ(sign_up("ana@example.com", std::string(257, 'x')).error().field, "password");
    EXPECT_EQ(accounts
                  ->register_viewer(
                      {.email = "ana@example.com", .password = "12345678", .displayName = " "}, {})
                  .error()
                  .field,
              "displayName");
}

TEST_F(AccountsTest, WrongPasswordAndUnknownAccountAreTheSameAnswer) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    const auto wrong_password = log_in("ana@example.com", "12345679");
    const auto unknown = log_in("ben@example.com");
    ASSERT_FALSE(wrong_password);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(wrong_password.error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(wrong_password.error().word, unknown.error().word);
    EXPECT_EQ(wrong_password.error().message, unknown.error().message);
}

TEST_F(AccountsTest, TheDatabaseHoldsNeitherPasswordsNorSessionTokens) {
    const auto ana = sign_up("ana@example.com", "correct horse battery");
    ASSERT_TRUE(ana);
    const auto dump = database->read([](store::Connection& reader) -> Result<std::string> {
        store::Statement statement = reader.prepare(
            "SELECT group_concat(password_hash) || (SELECT group_concat(token_hash) "
            "FROM sessions) FROM users");
        LSL_TRY(statement.step());
        std::string text;
        statement.next(text);
        return text;
    });
    EXPECT_EQ(dump->find("correct horse"), std::string::npos);
    EXPECT_EQ(dump->find(ana->session_token), std::string::npos);
    EXPECT_NE(dump->find("$argon2id$"), std::string::npos);
}

TEST_F(AccountsTest, SessionsSurviveARestartAndEndAfterThirtyDays) {
    const auto ana = sign_up("ana@example.com");
    reopen();
    EXPECT_TRUE(accounts->viewer_of(ana->session_token));
    clock.advance(days(30) - minutes(1));
    EXPECT_TRUE(accounts->viewer_of(ana->session_token));
    clock.advance(minutes(1));
    EXPECT_FALSE(accounts->viewer_of(ana->session_token));
}

TEST_F(AccountsTest, ALoginReplacesTheSessionThatCameWithIt) {
    const auto first = sign_up("ana@example.com");
    const auto second = log_in("ana@example.com", "12345678", "198.51.100.1", first->session_token);
    ASSERT_TRUE(second);
    EXPECT_NE(second->session_token, first->session_token);
    EXPECT_FALSE(accounts->viewer_of(first->session_token));
    EXPECT_TRUE(accounts->viewer_of(second->session_token));
}

TEST_F(AccountsTest, ALogoutEndsTheSessionAndItsEventStream) {
    const auto ana = sign_up("ana@example.com");
    const auto subscription = hub.subscribe({.user = ana->session.user.id});
    accounts->logout(ana->session_token);
    EXPECT_FALSE(accounts->viewer_of(ana->session_token));
    std::vector<SharedEvent> events;
    EXPECT_EQ(subscription->take(events), Subscription::State::Dropped);
}

TEST_F(AccountsTest, MadeUpTokensAreNobody) {
    for (const char* token : {"", "x", "' OR 1=1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_FALSE(accounts->viewer_of(token));
        EXPECT_FALSE(accounts->is_instructor(token));
    }
}

TEST_F(AccountsTest, TwentyWrongPasswordsCloseAnAccountForThoseWhoFailed) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(wrong("ana@example.com", "198.51.100.1"), ErrorCode::Unauthenticated);
    }
    const auto closed = log_in("ana@example.com");
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().code, ErrorCode::TooMany);
    EXPECT_EQ(closed.error().retry_after_seconds, 15 * 60);
    EXPECT_TRUE(log_in("ana@example.com", "12345678", "203.0.113.9"));
    clock.advance(minutes(15));
    EXPECT_TRUE(log_in("ana@example.com"));
}

TEST_F(AccountsTest, AFreshAddressHasOneTryAtAClosedAccount) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    for (int i = 0; i < 20; ++i) wrong("ana@example.com", "198.51.100.1");
    EXPECT_EQ(wrong("ana@example.com", "203.0.113.9"), ErrorCode::Unauthenticated);
    EXPECT_EQ(wrong("ana@example.com", "203.0.113.9"), ErrorCode::TooMany);
}

TEST_F(AccountsTest, ClosedAccountsLookTheSameWhetherOrNotTheyExist) {
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(wrong("nobody@example.com", "198.51.100.1"), ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(wrong("nobody@example.com", "198.51.100.1"), ErrorCode::TooMany);
}

TEST_F(AccountsTest, AHundredWrongPasswordsCloseAnAddress) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(wrong("user" + std::to_string(i) + "@example.com", "198.51.100.1"),
                  ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(log_in("ana@example.com").error().code, ErrorCode::TooMany);
    EXPECT_TRUE(log_in("ana@example.com", "12345678", "198.51.100.2"));
}

TEST_F(AccountsTest, ManyAtOnceDoNotSlipThroughTheLimit) {
    std::atomic<int> tried{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 60; ++i) {
        threads.emplace_back([&] {
            if (wrong("ana@example.com", "198.51.100.1") == ErrorCode::Unauthenticated) ++tried;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_LE(tried, 20);
}

TEST_F(AccountsTest, RightPasswordsAreNotCounted) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    for (int i = 0; i < 150; ++i) ASSERT_TRUE(log_in("ana@example.com"));
}

TEST_F(AccountsTest, TheInstructorComesInByTheAccessToken) {
    EXPECT_EQ(accounts->instructor_login("wrong", {}).error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(accounts->instructor_login("", {}).error().code, ErrorCode::Unauthenticated);
    const auto session = accounts->instructor_login(lsl::testing::instructor_token, {});
    ASSERT_TRUE(session);
    EXPECT_NE(*session, lsl::testing::instructor_token);
    EXPECT_TRUE(accounts->is_instructor(*session));
    EXPECT_FALSE(accounts->viewer_of(*session));
    clock.advance(days(7));
    EXPECT_FALSE(accounts->is_instructor(*session));
}

TEST_F(AccountsTest, ANewAccessTokenEndsTheSessionsOfTheOld) {
    const auto session = accounts->instructor_login(lsl::testing::instructor_token, {});
    Accounts changed(*database, clock, hub, limits, passwords,
                     {.instructor_access_token = "another-access-token-of-24"});
    EXPECT_TRUE(accounts->is_instructor(*session));
    EXPECT_FALSE(changed.is_instructor(*session));
}

TEST_F(AccountsTest, AViewerIsNoInstructor) {
    EXPECT_FALSE(accounts->is_instructor(sign_up("ana@example.com")->session_token));
}

TEST_F(AccountsTest, ShortSecretsLetNobodyIn) {
    Accounts open_door(*database, clock, hub, limits, passwords,
                       {.instructor_access_token = "short", .cron_secret = ""});
    EXPECT_FALSE(open_door.instructor_login("short", {}));
    EXPECT_FALSE(open_door.require_cron(""));
    EXPECT_TRUE(accounts->require_cron(lsl::testing::cron_secret));
    EXPECT_FALSE(accounts->require_cron("the-cron-secret-of-test"));
}

TEST_F(AccountsTest, PasswordsOfAnOlderCostAreHashedAnew) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    Passwords dearer({.passes = 2, .memory_bytes = 16384});
    Accounts later(*database, clock, hub, limits, dearer, {});
    const auto hash = [&] {
        return database->read([](store::Connection& reader) -> Result<std::string> {
            store::Statement statement = reader.prepare("SELECT password_hash FROM users");
            LSL_TRY(statement.step());
            std::string text;
            statement.next(text);
            return text;
        });
    };
    const std::string before = *hash();
    ASSERT_TRUE(later.login({.email = "ana@example.com", .password = "12345678"}, {}));
    EXPECT_NE(*hash(), before);
    EXPECT_NE(hash()->find("m=16,t=2"), std::string::npos);
    EXPECT_TRUE(later.login({.email = "ana@example.com", .password = "12345678"}, {}));
}

TEST(PasswordsTest, TheDefaultIsWhatOwaspAsksFor) {
    Passwords passwords;
    const auto hash = passwords.hash("correct horse");
    ASSERT_TRUE(hash);
    EXPECT_EQ(hash->rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0u) << *hash;
    EXPECT_TRUE(*passwords.verify(*hash, "correct horse"));
    EXPECT_FALSE(*passwords.verify(*hash, "correct hors"));
    EXPECT_NE(*passwords.hash("correct horse"), *hash);
}

}  // namespace
}  // namespace lsl::services
