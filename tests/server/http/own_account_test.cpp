#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using Json = nlohmann::json;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class OwnAccountTest : public lsl::testing::StaffedClassTest {
  protected:
    static HttpAnswer change_password(HttpClient& who, const std::string& old,
                                      const std::string& fresh) {
        return who.post("/api/auth/change-password",
                        Json{{"oldPassword", old}, {"newPassword", fresh}}.dump());
    }
    HttpAnswer sign_in(HttpClient& who, const std::string& password) {
        return who.post("/api/auth/login",
                        Json{{"email", "ana@example.com"}, {"password", password}}.dump());
    }
    static HttpAnswer delete_account(HttpClient& who, const std::string& password) {
        return who.request("DELETE", "/api/me", Json{{"password", password}}.dump(),
                           {"Content-Type: application/json"});
    }
    static Json json_of(const HttpAnswer& answer) {
        return Json::parse(answer.body, nullptr, false);
    }
};

TEST_F(OwnAccountTest, ANewPasswordEndsTheOtherSessions) {
    HttpClient here = viewer("ana");
    HttpClient elsewhere = client();
    ASSERT_EQ(sign_in(elsewhere, "a long password").status, 200);
    EXPECT_EQ(change_password(here, "a long password", "another fine one").status, 204);
    EXPECT_EQ(here.get("/api/me").status, 200);
    EXPECT_EQ(elsewhere.get("/api/me").status, 401);
    EXPECT_EQ(sign_in(elsewhere, "a long password").status, 401);
    EXPECT_EQ(sign_in(elsewhere, "another fine one").status, 200);
}

TEST_F(OwnAccountTest, APasswordIsChangedByWhoKnowsItAlone) {
    HttpClient ana = viewer("ana");
    for (int i = 0; i < 10; ++i) {
        const HttpAnswer wrong = change_password(ana, "not my password", "another fine one");
        EXPECT_EQ(wrong.status, 403);
        EXPECT_EQ(code_of(wrong), "wrong_password");
    }
    const HttpAnswer closed = change_password(ana, "a long password", "another fine one");
    EXPECT_EQ(closed.status, 429);
    EXPECT_FALSE(closed.header("Retry-After").empty());
}

TEST_F(OwnAccountTest, APasswordThatOthersWouldTryIsRefused) {
    HttpClient ana = viewer("ana");
    for (const char* weak : {"password1", "ana@example.com", "Ana-dance-12"}) {
        const HttpAnswer refused = change_password(ana, "a long password", weak);
        EXPECT_EQ(refused.status, 422) << weak;
        EXPECT_EQ(code_of(refused), "password_weak") << weak;
        EXPECT_EQ(member(refused.body, "field"), "newPassword");
    }
    EXPECT_EQ(change_password(ana, "a long password", "short").status, 422);
}

TEST_F(OwnAccountTest, SessionsAreListedAndEnded) {
    HttpClient here = viewer("ana");
    HttpClient elsewhere = client();
    ASSERT_EQ(sign_in(elsewhere, "a long password").status, 200);
    const Json all = json_of(here.get("/api/me/sessions"))["sessions"];
    ASSERT_EQ(all.size(), 2u);
    std::string other;
    for (const Json& one : all) {
        if (!one["current"].get<bool>()) other = one["id"];
    }
    HttpClient ben = viewer("ben");
    EXPECT_EQ(ben.request("DELETE", "/api/me/sessions/" + other).status, 404);
    EXPECT_EQ(here.request("DELETE", "/api/me/sessions/" + other).status, 204);
    EXPECT_EQ(elsewhere.get("/api/me").status, 401);
    EXPECT_EQ(here.request("DELETE", "/api/me/sessions/others").status, 204);
    EXPECT_EQ(here.get("/api/me").status, 200);
    EXPECT_EQ(client().get("/api/me/sessions").status, 401);
}

TEST_F(OwnAccountTest, TheExportIsEverythingOfOnesOwnAndNothingElse) {
    HttpClient ana = viewer("ana");
    HttpClient ben = viewer("ben");
    ASSERT_EQ(ana.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
    const HttpAnswer answer = ana.get("/api/me/export");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
    EXPECT_TRUE(answer.header("Content-Disposition").starts_with("attachment"));
    const Json all = json_of(answer);
    std::set<std::string> members;
    for (const auto& [name, value] : all.items()) members.insert(name);
    EXPECT_EQ(members, (std::set<std::string>{"user", "enrollments", "wallet", "messages",
                                              "notices", "sessions", "push", "roles"}));
    EXPECT_EQ(all["user"]["email"], "ana@example.com");
    ASSERT_EQ(all["enrollments"].size(), 1u);
    EXPECT_EQ(all["enrollments"][0]["stream_id"], stream_);
    EXPECT_EQ(all["wallet"]["balance"], 80);
    EXPECT_EQ(all["wallet"]["entries"].size(), 2u);
    EXPECT_EQ(all["sessions"].size(), 1u);
    EXPECT_EQ(answer.body.find("argon2"), answer.body.npos);
    EXPECT_EQ(answer.body.find("token_hash"), answer.body.npos);
    EXPECT_EQ(answer.body.find("ben@example.com"), answer.body.npos);
}

TEST_F(OwnAccountTest, ADeletedAccountIsGoneAndTheBooksStay) {
    HttpClient ana = viewer("ana");
    const std::string id = id_of(ana);
    ASSERT_EQ(ana.request("POST", "/api/streams/" + stream_ + "/enroll").status, 201);
    ASSERT_EQ(accept(ana, token_of(invite("moderator"))).status, 200);
    EXPECT_EQ(code_of(delete_account(ana, "not my password")), "wrong_password");
    HttpClient kept = ana;
    EXPECT_EQ(delete_account(ana, "a long password").status, 204);
    EXPECT_EQ(kept.get("/api/me").status, 401);
    EXPECT_EQ(sign_in(ana, "a long password").status, 401);
    const Json of_class = json_of(client().get("/api/streams/" + stream_))["stream"];
    EXPECT_EQ(of_class["total_enrollments"], 0);
    EXPECT_EQ(owner().get(staff_path()).body.find(id), std::string::npos);

    store::Connection file = beside(store::OpenAs::Reader);
    auto person = file.prepare("SELECT email, display_name, password_hash FROM users WHERE id = ?");
    person.bind(id);
    ASSERT_TRUE(*person.step());
    std::string email, name, hash;
    person.columns(email, name, hash);
    EXPECT_EQ(email + name + hash, "");
    auto books = file.prepare(
        "SELECT count(*), sum(delta), token_balance FROM wallet_entries JOIN users "
        "ON users.id = user_id WHERE user_id = ?");
    books.bind(id);
    ASSERT_TRUE(*books.step());
    std::int64_t lines = 0, sum = 0, balance = 0;
    books.columns(lines, sum, balance);
    EXPECT_EQ(lines, 3) << "welcome, place, refund";
    EXPECT_EQ(sum, 100);
    EXPECT_EQ(balance, sum);

    HttpClient again = viewer("ana");
    EXPECT_EQ(again.get("/api/me").status, 200) << "the address is free again";
    EXPECT_NE(id_of(again), id);
}

TEST_F(OwnAccountTest, TheLastOwnerCannotLeave) {
    HttpClient ana = viewer("ana");
    {
        store::Connection file = beside(store::OpenAs::Writer);
        auto statement = file.prepare(
            "UPDATE class_staff SET user_id = (SELECT id FROM users WHERE email = "
            "'ana@example.com') WHERE role = 'owner'");
        ASSERT_TRUE(statement.run());
    }
    const HttpAnswer refused = delete_account(ana, "a long password");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "last_owner");
    EXPECT_EQ(ana.get("/api/me").status, 200);
}

}  // namespace
}  // namespace lsl::http
