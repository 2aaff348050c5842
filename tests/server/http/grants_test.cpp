#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/store/people/audit_store.h"
#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using Json = nlohmann::json;

class GrantsTest : public lsl::testing::StaffedClassTest {
  protected:
    static std::string asking(const std::string& email, const std::string& tokens,
                              const std::string& reason) {
        return "{\"email\":\"" + email + "\",\"tokens\":" + tokens + ",\"reason\":\"" + reason +
               "\"}";
    }
    HttpAnswer grant(const std::string& body, const std::string& key = {}) {
        std::vector<std::string> headers{"Content-Type: application/json"};
        if (!key.empty()) headers.push_back("Idempotency-Key: " + key);
        return owner().request("POST", "/api/instructor/grants", body, headers);
    }
    static Json wallet(HttpClient& who) { return Json::parse(who.get("/api/wallet").body); }
    /// Without the sign-ins of those who act.
    std::vector<store::AuditEntry> audit() {
        store::Connection database = beside(store::OpenAs::Reader);
        auto entries = store::AuditStore(database).latest(10).value();
        std::erase_if(entries, [](const auto& one) { return one.action == "access_token_used"; });
        return entries;
    }
};

TEST_F(GrantsTest, TokensComeWithTheirReason) {
    HttpClient ana = viewer("ana");
    const HttpAnswer given = grant(asking("ANA@example.com", "25", "Thank you for the cake"));
    ASSERT_EQ(given.status, 201) << given.body;
    const Json answer = Json::parse(given.body);
    EXPECT_EQ(answer["token_balance"], 125);
    EXPECT_EQ(answer["entry"]["delta"], 25);
    EXPECT_EQ(answer["entry"]["reason"], "grant");
    EXPECT_EQ(answer["entry"]["note"], "Thank you for the cake");
    EXPECT_TRUE(answer["entry"]["stream_id"].is_null());
    EXPECT_EQ(answer["entry"]["balance_after"], 125);
    const Json seen = wallet(ana);
    EXPECT_EQ(seen["balance"], 125);
    EXPECT_EQ(seen["entries"][0], answer["entry"]) << "the person sees the note";
    EXPECT_EQ(seen["entries"][1].count("note"), 0u);

    const auto written = audit();
    ASSERT_EQ(written.size(), 1u);
    EXPECT_EQ(written[0].action, "tokens_granted");
    EXPECT_EQ(written[0].subject, "25");
    EXPECT_EQ(written[0].reason, "Thank you for the cake");
    EXPECT_EQ(written[0].person->to_string(), id_of(ana));
    EXPECT_EQ(written[0].actor.to_string(), id_of(owner()));
    store::Connection database = beside(store::OpenAs::Reader);
    EXPECT_EQ(store::AuditStore(database).latest(10)->back().action, "access_token_used");
}

TEST_F(GrantsTest, ValuesHaveBounds) {
    HttpClient ana = viewer("ana");
    const std::string emoji = "\xf0\x9f\x92\x83";
    std::string longest;
    for (int i = 0; i < 200; ++i) longest += emoji;
    EXPECT_EQ(grant(asking("ana@example.com", "1", longest)).status, 201);
    EXPECT_EQ(grant(asking("ana@example.com", "1000000", "x")).status, 201);
    for (const char* tokens : {"0", "-1", "1000001", "1.5", "\"5\""}) {
        const HttpAnswer refused = grant(asking("ana@example.com", tokens, "x"));
        EXPECT_EQ(refused.status, 422) << tokens;
        EXPECT_EQ(member(refused.body, "field"), "tokens");
    }
    for (const std::string& reason : {std::string(), std::string("  "), longest + "x"}) {
        const HttpAnswer refused = grant(asking("ana@example.com", "5", reason));
        EXPECT_EQ(refused.status, 422) << reason;
        EXPECT_EQ(member(refused.body, "field"), "reason");
    }
    const HttpAnswer unknown = grant(asking("nobody@example.com", "5", "x"));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(code_of(unknown), "no_such_person");
    EXPECT_EQ(grant(asking("", "5", "x")).status, 404) << "not the owner, who has no address";
}

TEST_F(GrantsTest, AKeyGrantsOnce) {
    HttpClient ana = viewer("ana");
    const std::string body = asking("ana@example.com", "25", "Welcome back");
    const HttpAnswer first = grant(body, "key-1");
    ASSERT_EQ(first.status, 201);
    const HttpAnswer again = grant(body, "key-1");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(wallet(ana)["balance"], 125);
    for (const std::string& other : {asking("ana@example.com", "26", "Welcome back"),
                                     asking("ana@example.com", "25", "Welcome")}) {
        const HttpAnswer refused = grant(other, "key-1");
        EXPECT_EQ(refused.status, 422);
        EXPECT_EQ(code_of(refused), "idempotency_mismatch");
    }
    EXPECT_EQ(audit().size(), 1u);
}

TEST_F(GrantsTest, NobodysHistoryIsRewritten) {
    HttpClient ana = viewer("ana");
    ASSERT_EQ(grant(asking("ana@example.com", "25", "x")).status, 201);
    store::Connection database = beside(store::OpenAs::Writer);
    EXPECT_FALSE(database.execute("UPDATE audit_entries SET reason = 'y'"));
    EXPECT_FALSE(database.execute("DELETE FROM audit_entries"));
}

class ExpectedPriceTest : public lsl::testing::StaffedClassTest {
  protected:
    HttpAnswer enroll(HttpClient& who, const std::string& body, const std::string& key = {}) {
        std::vector<std::string> headers{"Content-Type: application/json"};
        if (!key.empty()) headers.push_back("Idempotency-Key: " + key);
        return who.request("POST", "/api/streams/" + stream_ + "/enroll", body, headers);
    }
    void set_price(int tokens) {
        const HttpAnswer changed =
            owner().request("PATCH", "/api/instructor/streams/" + stream_,
                            "{\"priceInTokens\":" + std::to_string(tokens) + "}",
                            {"Content-Type: application/json"});
        ASSERT_EQ(changed.status, 200) << changed.body;
    }
};

TEST_F(ExpectedPriceTest, APriceThatWasRaisedMeanwhileIsNotCharged) {
    HttpClient ana = viewer("ana");
    set_price(40);
    const HttpAnswer refused = enroll(ana, R"({"expectedPrice":20})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "price_changed");
    EXPECT_EQ(Json::parse(refused.body)["price_in_tokens"], 40);
    EXPECT_EQ(Json::parse(ana.get("/api/wallet").body)["balance"], 100);
    EXPECT_EQ(enroll(ana, R"({"expectedPrice":40})").status, 201);
    EXPECT_EQ(enroll(ana, R"({"expectedPrice":20})").status, 200) << "who is in is in";
    EXPECT_EQ(enroll(ana, "{}").status, 200);
    EXPECT_EQ(ana.request("POST", "/api/streams/" + stream_ + "/enroll").status, 200);
}

TEST_F(ExpectedPriceTest, ComesBeforeTheQuestionOfTokens) {
    HttpClient ana = viewer("ana");
    set_price(1000);
    EXPECT_EQ(enroll(ana, R"({"expectedPrice":20})").status, 409);
    EXPECT_EQ(enroll(ana, R"({"expectedPrice":1000})").status, 402);
    EXPECT_EQ(enroll(ana, "{}").status, 402);
}

TEST_F(ExpectedPriceTest, IsAWholeNumberFromZeroOn) {
    HttpClient ana = viewer("ana");
    for (const char* value : {"-1", "1.5", "\"20\"", "true"}) {
        const HttpAnswer refused = enroll(ana, std::string("{\"expectedPrice\":") + value + "}");
        EXPECT_EQ(refused.status, 422) << value;
        EXPECT_EQ(member(refused.body, "field"), "expectedPrice") << value;
    }
}

TEST_F(ExpectedPriceTest, IsPartOfTheRequestThatAKeyNames) {
    HttpClient ana = viewer("ana");
    ASSERT_EQ(enroll(ana, R"({"expectedPrice":20})", "key-1").status, 201);
    EXPECT_EQ(enroll(ana, R"({"expectedPrice":20})", "key-1").status, 201);
    for (const char* other : {"{}", R"({"expectedPrice":21})"}) {
        const HttpAnswer refused = enroll(ana, other, "key-1");
        EXPECT_EQ(refused.status, 422) << other;
        EXPECT_EQ(code_of(refused), "idempotency_mismatch");
    }
}

}  // namespace
}  // namespace lsl::http
