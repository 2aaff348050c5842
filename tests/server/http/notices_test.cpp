#include <string>

#include <nlohmann/json.hpp>

#include "tests/server/http/staffed_class.h"

namespace lsl::http {
namespace {

using Json = nlohmann::json;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class NoticeRoutesTest : public lsl::testing::StaffedClassTest {
  protected:
    static HttpAnswer put(HttpClient& who, const Json& body) {
        return who.request("PUT", "/api/me/notices/settings", body.dump(),
                           {"Content-Type: application/json"});
    }
};

TEST_F(NoticeRoutesTest, SettingsAreChangedInParts) {
    HttpClient ana = viewer("ana");
    const Json first = Json::parse(ana.get("/api/me/notices/settings").body);
    EXPECT_TRUE(first["timezone"].is_null());
    EXPECT_EQ(first["quiet_from"], "21:00");
    EXPECT_EQ(first["events"]["reminder_1h"]["mail"], false);
    const HttpAnswer changed =
        put(ana, {{"quiet_from", "22:30"}, {"events", {{"reminder_1h", {{"mail", true}}}}}});
    EXPECT_EQ(changed.status, 200);
    const Json after = Json::parse(ana.get("/api/me/notices/settings").body);
    EXPECT_EQ(after, Json::parse(changed.body));
    EXPECT_EQ(after["quiet_from"], "22:30");
    EXPECT_EQ(after["quiet_to"], "08:00");
    EXPECT_EQ(after["events"]["reminder_1h"]["mail"], true);
    EXPECT_EQ(after["events"]["reminder_1h"]["push"], true);
}

TEST_F(NoticeRoutesTest, WhatCannotBeIsRefusedWithItsField) {
    HttpClient ana = viewer("ana");
    const Json wrong[] = {{{"timezone", "Mars/Olympus"}},
                          {{"quiet_from", "25:00"}},
                          {{"quiet_to", "noon"}},
                          {{"language", "tlh"}},
                          {{"events", {{"cancelled", {{"mail", false}}}}}},
                          {{"events", {{"nothing", {{"mail", false}}}}}}};
    for (const Json& body : wrong) {
        const HttpAnswer refused = put(ana, body);
        EXPECT_EQ(refused.status, 422) << body;
        EXPECT_EQ(member(refused.body, "field"), body.begin().key());
    }
}

TEST_F(NoticeRoutesTest, TheListIsEmptyAtFirst) {
    HttpClient ana = viewer("ana");
    EXPECT_EQ(Json::parse(ana.get("/api/me/notices").body),
              (Json{{"notices", Json::array()}, {"unread", 0}}));
    EXPECT_EQ(Json::parse(ana.get("/api/me").body)["unread_notices"], 0);
    EXPECT_EQ(ana.post("/api/me/notices/read", R"({"all": true})").status, 204);
    EXPECT_EQ(ana.get("/api/me/notices?limit=none").status, 422);
    EXPECT_EQ(ana.get("/api/me/notices?before=nobodys").status, 404);
}

TEST_F(NoticeRoutesTest, AForeignTokenEndsNothingWhateverTheBody) {
    HttpClient nobody = client();
    const HttpAnswer refused =
        nobody.request("POST", "/api/unsubscribe/a-token", "List-Unsubscribe=One-Click",
                       {"Content-Type: application/x-www-form-urlencoded"});
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(nobody.request("GET", "/api/unsubscribe/a-token").status, 405);
}

}  // namespace
}  // namespace lsl::http
