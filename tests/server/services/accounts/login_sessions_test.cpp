#include "server/services/accounts/login_sessions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/services/accounts/device_words.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

class LoginSessionsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    std::string sign_in(const std::string& user_agent = "curl/8.1") {
        Visit visit;
        visit.user_agent = user_agent;
        return accounts->login({.email = "ana@example.com", .password = "correct horse"}, visit)
            .value()
            .session_token;
    }
    Caller caller(const std::string& token) {
        return caller_of(accounts->person_of(token), std::nullopt);
    }
    std::vector<wire::SessionInfo> list(const std::string& token) {
        return accounts->sessions().list(caller(token)).value().sessions;
    }
};

TEST_F(LoginSessionsTest, AreListedWithWhatTheirOwnerKnowsThemBy) {
    viewer("ana");
    clock.advance(minutes(1));
    const std::string token = sign_in(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) "
        "Gecko/20100101 Firefox/153.0");
    const auto all = list(token);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].device, "Firefox on Windows");
    EXPECT_TRUE(all[0].current);
    EXPECT_FALSE(all[1].current);
    EXPECT_GT(all[0].created_at, all[1].created_at);
    for (const auto& one : all) {
        EXPECT_EQ(token.find(one.id.to_string()), token.npos);
        EXPECT_EQ(sha256_hex(token).find(one.id.to_string()), token.npos);
    }
}

TEST_F(LoginSessionsTest, EndOneByOneOrAllTheOthers) {
    viewer("ana");
    const std::string first = sign_in();
    const std::string second = sign_in();
    const std::string third = sign_in();
    SessionId of_second;
    for (const auto& one : list(second)) {
        if (one.current) of_second = one.id;
    }
    ASSERT_TRUE(accounts->sessions().end(caller(first), of_second.to_string()));
    EXPECT_FALSE(accounts->person_of(second));
    ASSERT_TRUE(accounts->person_of(third));
    ASSERT_TRUE(accounts->sessions().end(caller(first), "others"));
    EXPECT_FALSE(accounts->person_of(third));
    EXPECT_TRUE(accounts->person_of(first));
    EXPECT_EQ(list(first).size(), 1u);
}

TEST_F(LoginSessionsTest, ThoseOfOthersAreNotThere) {
    viewer("ana");
    const UserId ben = viewer("ben");
    const std::string bens = session_tokens.at(ben);
    const std::string id = list(bens).front().id.to_string();
    const std::string anas = sign_in();
    for (const std::string& foreign : {id, std::string("x"), std::string()}) {
        EXPECT_EQ(accounts->sessions().end(caller(anas), foreign).error().code,
                  ErrorCode::NotFound);
    }
    EXPECT_TRUE(accounts->person_of(bens));
}

TEST_F(LoginSessionsTest, TheOldestOfTwentyMakesRoomForAnother) {
    viewer("ana");
    std::vector<std::string> signed_in;
    for (int i = 0; i < 21; ++i) {
        clock.advance(std::chrono::seconds(1));
        signed_in.push_back(sign_in());
    }
    EXPECT_EQ(list(signed_in.back()).size(), most_sessions);
    EXPECT_FALSE(accounts->person_of(signed_in.front()));
    EXPECT_TRUE(accounts->person_of(signed_in[1]));
}

TEST_F(LoginSessionsTest, EndWithoutUse) {
    viewer("ana");
    const std::string token = sign_in();
    clock.advance(days(13));
    EXPECT_TRUE(accounts->person_of(token));
    database->flush();
    clock.advance(days(13));
    EXPECT_TRUE(accounts->person_of(token)) << "it was used";
    database->flush();
    const std::string other = sign_in();
    clock.advance(days(4));
    EXPECT_FALSE(accounts->person_of(token)) << "thirty days, however often it is used";
    clock.advance(days(10));
    EXPECT_FALSE(accounts->person_of(other));
}

TEST_F(LoginSessionsTest, OfStaffEndWithinADayWithoutUse) {
    const std::string token = accounts->owner_login(lsl::testing::instructor_token, {}).value();
    clock.advance(hours(12) - minutes(1));
    EXPECT_TRUE(accounts->person_of(token));
    database->flush();
    clock.advance(hours(12) - minutes(1));
    EXPECT_TRUE(accounts->person_of(token));
    database->flush();
    clock.advance(hours(12));
    EXPECT_FALSE(accounts->person_of(token));
}

TEST(DeviceWordsTest, NameBrowserAndSystem) {
    EXPECT_EQ(device_words("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) "
                           "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 "
                           "Safari/604.1"),
              "Safari on iPhone");
    EXPECT_EQ(device_words("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Chrome/156.0.0.0 Safari/537.36"),
              "Chrome on Linux");
    EXPECT_EQ(device_words("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
                           "Chrome/156.0.0.0 Mobile Safari/537.36 EdgA/156.0"),
              "Edge on Android");
    EXPECT_EQ(device_words("curl/8.1"), "curl");
    EXPECT_EQ(device_words("<script>"), "");
    EXPECT_EQ(device_words(std::string(10'000, 'x')).size(), 30u);
    EXPECT_EQ(device_words(""), "");
}

}  // namespace
}  // namespace lsl::services
