#include "server/services/accounts/accounts.h"

#include <gtest/gtest.h>

#include <thread>

#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/sqlite_connection.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr const char* right_password = "long enough";

class AccountsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<LoggedIn> sign_up(const std::string& email,
                             const std::string& password = right_password) {
        return accounts->register_viewer(
            {.email = email, .password = password, .displayName = "Ana"}, {});
    }
    Result<LoggedIn> log_in(const std::string& email, const std::string& password = right_password,
                            const std::string& address = "198.51.100.1",
                            const std::string& session = "", const std::string& device = "") {
        return accounts->login({.email = email, .password = password}, {address, session, device});
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
    const auto viewer = accounts->person_of(ana->session_token);
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

TEST_F(AccountsTest, AnAddressIsTakenHoweverItsLettersAreMadeUp) {
    ASSERT_TRUE(sign_up("m\u00fcller@example.com"));
    EXPECT_EQ(sign_up("M\u00dcLLER@example.com").error().word, "email_taken");
    EXPECT_EQ(sign_up("mu\u0308ller@example.com").error().word, "email_taken");
    EXPECT_TRUE(log_in("MU\u0308LLER@EXAMPLE.COM"));
}

TEST_F(AccountsTest, APasswordIsTheSameHoweverItsLettersAreMadeUp) {
    ASSERT_TRUE(sign_up("ana@example.com", "caf\u00e9 au\u00a0lait"));
    EXPECT_TRUE(log_in("ana@example.com", "cafe\u0301 au lait"));
    ASSERT_TRUE(sign_up("ben@example.com", "cafe\u0301 au lait"));
    EXPECT_TRUE(log_in("ben@example.com", "caf\u00e9 au lait"));
    EXPECT_FALSE(log_in("ben@example.com", "cafe au lait"));
}

TEST_F(AccountsTest, APasswordThatAFormerVersionHashedAsTypedStillOpens) {
    const std::string typed = "cafe\u0301 au lait";
    const auto ana = sign_up("ana@example.com");
    ASSERT_TRUE(ana);
    const auto hash = passwords.hash(typed, "");
    ASSERT_TRUE(hash);
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::UsersStore(tx).set_password_hash(ana->session.user.id, *hash);
    }));
    EXPECT_FALSE(log_in("ana@example.com", "caf\u00e9 au lait"));
    EXPECT_TRUE(log_in("ana@example.com", typed));
    EXPECT_TRUE(log_in("ana@example.com", "caf\u00e9 au lait")) << "hashed anew";
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
    EXPECT_EQ(
        accounts
            ->register_viewer(
                {.email = "ana@example.com", .password = right_password, .displayName = " "}, {})
            .error()
            .field,
        "displayName");
}

TEST_F(AccountsTest, RefusesPasswordsThatOthersWouldTryFirst) {
    for (const char* weak : {"password", "PassWord1", "qwertyuiop", "zzzzzzzzzzzz", "abcdefghijk",
                             "ana@example.com", "Ana-ana-Dance1"}) {
        const auto refused = sign_up("ana@example.com", weak);
        ASSERT_FALSE(refused) << weak;
        EXPECT_EQ(refused.error().word, "password_weak") << weak;
        EXPECT_EQ(refused.error().field, "password") << weak;
    }
    EXPECT_TRUE(sign_up("ana@example.com", "dance-with-ana")) << "what the demo has";
}

TEST_F(AccountsTest, ASiteMakesAFewAccountsAndThenWaits) {
    Accounts few(*database, clock, hub, passwords, known_devices(), {.new_per_address = 3});
    const auto sign_up_from = [&](const std::string& name, const std::string& address) {
        return few.register_viewer(
            {.email = name + "@example.com", .password = right_password, .displayName = "Eve"},
            {.address = address, .session = {}, .device = {}});
    };
    for (int i = 0; i < 3; ++i) {
        const std::string network = "2001:db8:1:" + std::to_string(i) + "::1";
        ASSERT_TRUE(sign_up_from("eve" + std::to_string(i), network));
    }
    const auto refused = sign_up_from("eve3", "2001:db8:1:3::1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooMany);
    EXPECT_EQ(refused.error().retry_after_seconds, 15 * 60);
    EXPECT_TRUE(sign_up_from("eve4", "2001:db8:2::1"));
    clock.advance(minutes(15));
    EXPECT_TRUE(sign_up_from("eve5", "2001:db8:1:3::1"));
}

TEST_F(AccountsTest, WrongPasswordAndUnknownAccountAreTheSameAnswer) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    const auto wrong_password = log_in("ana@example.com", "long enougH");
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
    EXPECT_TRUE(accounts->person_of(ana->session_token));
    for (const auto step : {days(13), days(13), days(4)}) {
        EXPECT_TRUE(accounts->person_of(ana->session_token));
        database->flush();
        clock.advance(step - minutes(step == days(4) ? 1 : 0));
    }
    EXPECT_TRUE(accounts->person_of(ana->session_token));
    clock.advance(minutes(1));
    EXPECT_FALSE(accounts->person_of(ana->session_token));
}

TEST_F(AccountsTest, ALoginReplacesTheSessionThatCameWithIt) {
    const auto first = sign_up("ana@example.com");
    const auto second =
        log_in("ana@example.com", right_password, "198.51.100.1", first->session_token);
    ASSERT_TRUE(second);
    EXPECT_NE(second->session_token, first->session_token);
    EXPECT_FALSE(accounts->person_of(first->session_token));
    EXPECT_TRUE(accounts->person_of(second->session_token));
}

TEST_F(AccountsTest, ALogoutEndsTheSessionAndItsEventStream) {
    const auto ana = sign_up("ana@example.com");
    const auto subscription = listen(Topic::person(ana->session.user.id));
    accounts->logout(ana->session_token);
    EXPECT_FALSE(accounts->person_of(ana->session_token));
    EXPECT_TRUE(is_dropped(*subscription));
}

TEST_F(AccountsTest, MadeUpTokensAreNobody) {
    for (const char* token : {"", "x", "' OR 1=1", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_FALSE(accounts->person_of(token));
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
    EXPECT_TRUE(log_in("ana@example.com", right_password, "203.0.113.9"));
    clock.advance(minutes(15));
    EXPECT_TRUE(log_in("ana@example.com"));
}

TEST_F(AccountsTest, AFreshAddressHasOneTryAtAClosedAccount) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    for (int i = 0; i < 20; ++i) wrong("ana@example.com", "198.51.100.1");
    EXPECT_EQ(wrong("ana@example.com", "203.0.113.9"), ErrorCode::Unauthenticated);
    EXPECT_EQ(wrong("ana@example.com", "203.0.113.9"), ErrorCode::TooMany);
}

TEST_F(AccountsTest, ADeviceThatSignedInBeforeIsNotLockedOutByOthers) {
    const auto ana = sign_up("ana@example.com");
    for (int i = 0; i < 200; ++i) {
        wrong("ana@example.com", "203.0.113." + std::to_string(i));
        wrong("user" + std::to_string(i) + "@example.com", "198.51.100.1");
    }
    EXPECT_EQ(log_in("ana@example.com").error().code, ErrorCode::TooMany);
    const auto again = log_in("ana@example.com", right_password, "198.51.100.1", "", ana->device);
    ASSERT_TRUE(again);
    EXPECT_TRUE(log_in("ana@example.com", right_password, "198.51.100.1", "", again->device));
    reopen();
    EXPECT_TRUE(log_in("ana@example.com", right_password, "198.51.100.1", "", again->device));
}

TEST_F(AccountsTest, ADeviceOfOneAccountIsUnknownAtAnother) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    const std::string device = sign_up("eve@example.com")->device;
    int guesses = 0;
    for (int i = 0; i < 50; ++i) {
        const auto guess = log_in("ana@example.com", "wrong password", "198.51.100.1", "", device);
        if (guess.error().code == ErrorCode::Unauthenticated) ++guesses;
    }
    EXPECT_EQ(guesses, 20);
}

TEST_F(AccountsTest, PasswordsThatNoAccountCanHaveAreNotHashed) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    const auto refused = log_in("ana@example.com", std::string(1u << 20, 'x'));
    EXPECT_EQ(refused.error().word, "wrong_credentials");
}

TEST_F(AccountsTest, TheRightAccessTokenIsNeverRefusedForGuesses) {
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        const auto guess = accounts->owner_login("guess", {});
        if (guess.error().code == ErrorCode::TooMany) ++refused;
    }
    EXPECT_EQ(refused, 20);
    EXPECT_TRUE(accounts->owner_login(lsl::testing::instructor_token, {}));
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
    EXPECT_TRUE(log_in("ana@example.com", right_password, "198.51.100.2"));
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
    EXPECT_EQ(accounts->owner_login("wrong", {}).error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(accounts->owner_login("", {}).error().code, ErrorCode::Unauthenticated);
    const auto session = accounts->owner_login(lsl::testing::instructor_token, {});
    ASSERT_TRUE(session);
    EXPECT_NE(*session, lsl::testing::instructor_token);
    const auto owner = accounts->person_of(*session);
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->roles, std::vector{domain::HeldRole{domain::StaffRole::Owner}});
    EXPECT_EQ(owner->user.display_name, "Studio");
    const auto again = accounts->owner_login(lsl::testing::instructor_token, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(accounts->person_of(*again)->user.id, owner->user.id) << "one account";
    for (int half_days = 0; half_days < 14; ++half_days) {
        EXPECT_TRUE(accounts->person_of(*session));
        database->flush();
        clock.advance(std::chrono::hours(12) - std::chrono::seconds(1));
    }
    clock.advance(std::chrono::seconds(14));
    EXPECT_FALSE(accounts->person_of(*session));
}

TEST_F(AccountsTest, ANewAccessTokenEndsTheSessionsOfTheOld) {
    const auto session = accounts->owner_login(lsl::testing::instructor_token, {});
    Accounts changed(*database, clock, hub, passwords, known_devices(),
                     {.instructor_access_token = "another-access-token-of-24"});
    EXPECT_TRUE(accounts->person_of(*session));
    EXPECT_FALSE(changed.person_of(*session));
}

TEST_F(AccountsTest, AViewerHasNoRole) {
    EXPECT_TRUE(accounts->person_of(sign_up("ana@example.com")->session_token)->roles.empty());
}

TEST_F(AccountsTest, TheOwnersAccountHasNoPasswordToSignInWith) {
    const auto session = accounts->owner_login(lsl::testing::instructor_token, {});
    const UserId owner = accounts->person_of(*session)->user.id;
    for (const std::string& email : {std::string(), owner.to_string()}) {
        for (const char* password : {"", "Studio", "a long password"}) {
            EXPECT_EQ(log_in(email, password).error().word, "wrong_credentials") << email;
        }
    }
}

TEST_F(AccountsTest, ALogoutOfTheOwnerEndsTheStudiosEventStreams) {
    const auto session = accounts->owner_login(lsl::testing::instructor_token, {});
    const auto subscription = listen(Topic::studio());
    accounts->logout(*session);
    EXPECT_FALSE(accounts->person_of(*session));
    EXPECT_TRUE(is_dropped(*subscription));
}

TEST_F(AccountsTest, ShortSecretsLetNobodyIn) {
    Accounts open_door(*database, clock, hub, passwords, known_devices(),
                       {.instructor_access_token = "short", .cron_secret = ""});
    EXPECT_FALSE(open_door.owner_login("short", {}));
    EXPECT_FALSE(open_door.require_cron(""));
    EXPECT_TRUE(accounts->require_cron(lsl::testing::cron_secret));
    EXPECT_FALSE(accounts->require_cron("the-cron-secret-of-test"));
}

TEST_F(AccountsTest, PasswordsOfAnOlderCostAreHashedAnew) {
    ASSERT_TRUE(sign_up("ana@example.com"));
    Passwords dearer({.passes = 2, .memory_bytes = 16384});
    Accounts later(*database, clock, hub, dearer, known_devices(), {});
    const auto hash = [&] {
        return database->read([](store::Connection& reader) -> Result<std::string> {
            store::Statement statement = reader.prepare(
                "SELECT password_hash FROM users WHERE email_key = 'ana@example.com'");
            LSL_TRY(statement.step());
            std::string text;
            statement.next(text);
            return text;
        });
    };
    const std::string before = *hash();
    ASSERT_TRUE(later.login({.email = "ana@example.com", .password = right_password}, {}));
    EXPECT_NE(*hash(), before);
    EXPECT_NE(hash()->find("m=16,t=2"), std::string::npos);
    EXPECT_TRUE(later.login({.email = "ana@example.com", .password = right_password}, {}));
}

TEST(PasswordsTest, TheDefaultIsWhatOwaspAsksFor) {
    Passwords passwords;
    const auto hash = passwords.hash("correct horse", "");
    ASSERT_TRUE(hash);
    EXPECT_EQ(hash->rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0), 0u) << *hash;
    EXPECT_TRUE(*passwords.verify(*hash, "correct horse", ""));
    EXPECT_FALSE(*passwords.verify(*hash, "correct hors", ""));
    EXPECT_NE(*passwords.hash("correct horse", ""), *hash);
}

TEST_F(AccountsTest, LoginsFromBeforeSessionsBelongedToPeopleLastThroughTheUpgrade) {
    const auto file = folder.path() / "old.db";
    const auto steps = store::sqlite::migrations();
    std::size_t before = 0;
    while (!std::string_view(steps[before].name).ends_with("_people")) ++before;
    {
        auto driver = store::sqlite::SqliteConnection::open(file, store::OpenAs::Writer).value();
        ASSERT_TRUE(store::sqlite::migrate(*driver, steps.first(before)));
        store::Connection old(std::move(driver));
        const UserId ana = new_id<UserId>(clock);
        auto user = old.prepare(
            "INSERT INTO users (id, email, email_key, display_name, password_hash, created_at) "
            "VALUES (?, 'ana@example.com', 'ana@example.com', 'Ana', 'hash', ?)");
        user.bind(ana, clock.utc());
        ASSERT_TRUE(user.run());
        const auto session = [&](const char* token, std::optional<UserId> whose,
                                 std::optional<std::string> credential) {
            auto row = old.prepare("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)");
            row.bind(sha256_hex(token), whose, credential, clock.utc(), clock.utc() + days(3));
            ASSERT_TRUE(row.run());
        };
        session("anas-session", ana, std::nullopt);
        session("the-instructors-session", std::nullopt,
                sha256_hex(std::string("instructor session of ") + lsl::testing::instructor_token));
        session("one-by-a-former-access-token", std::nullopt,
                sha256_hex("instructor session of another-access-token"));
    }
    const auto upgraded = store::Database::open(file).value();
    Accounts after(*upgraded, clock, hub, passwords, known_devices(),
                   {.instructor_access_token = lsl::testing::instructor_token});
    ASSERT_TRUE(after.forget_former_access_tokens());
    const auto ana = after.person_of("anas-session");
    ASSERT_TRUE(ana);
    EXPECT_EQ(ana->user.display_name, "Ana");
    EXPECT_TRUE(ana->roles.empty());
    const auto owner = after.person_of("the-instructors-session");
    ASSERT_TRUE(owner);
    EXPECT_TRUE(domain::studio_role(owner->roles));
    EXPECT_FALSE(after.person_of("one-by-a-former-access-token"));
    clock.advance(days(3));
    EXPECT_FALSE(after.person_of("the-instructors-session"));
}

}  // namespace
}  // namespace lsl::services
