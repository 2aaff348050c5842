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

TEST_F(NoticeRoutesTest, ABrowserIsToldFromItsSubscriptionToItsEnd) {
    // Keys of RFC 8291's example.
    const Json keys = {
        {"p256dh",
         "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6"
         "SRpkNtoIAiw4"},
        {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}};
    const std::string endpoint = "https://fcm.googleapis.com/fcm/send/a-browser";
    const std::string browser = Json{{"endpoint", endpoint}, {"keys", keys}}.dump();
    EXPECT_EQ(member(client().get("/api/push/key").body, "key").size(), 87u) << "65 octets";
    HttpClient ana = viewer("ana"), ben = viewer("ben");
    const auto pushed = [](HttpClient& who) {
        return Json::parse(who.get("/api/me/export").body)["push"];
    };
    EXPECT_EQ(ana.post("/api/me/push", browser).status, 201);
    EXPECT_EQ(ana.post("/api/me/push", browser).status, 200);
    EXPECT_EQ(pushed(ana), Json::array({endpoint}));
    EXPECT_EQ(ben.post("/api/me/push", browser).status, 200);
    EXPECT_EQ(pushed(ana), Json::array());
    EXPECT_EQ(pushed(ben), Json::array({endpoint}));
    const auto end = [&](HttpClient& who) {
        return who
            .request("DELETE", "/api/me/push", Json{{"endpoint", endpoint}}.dump(),
                     {"Content-Type: application/json"})
            .status;
    };
    EXPECT_EQ(end(ana), 204);
    EXPECT_EQ(pushed(ben), Json::array({endpoint})) << "it is not hers";
    EXPECT_EQ(end(ben), 204);
    EXPECT_EQ(pushed(ben), Json::array());
    for (const char* other : {"https://example.com/x", "http://127.0.0.1:1/x", ""}) {
        const HttpAnswer refused =
            ana.post("/api/me/push", Json{{"endpoint", other}, {"keys", keys}}.dump());
        EXPECT_EQ(refused.status, 422) << other;
        EXPECT_EQ(member(refused.body, "field"), "endpoint");
    }
    const HttpAnswer broken =
        ana.post("/api/me/push",
                 Json{{"endpoint", endpoint}, {"keys", {{"p256dh", "x"}, {"auth", "y"}}}}.dump());
    EXPECT_EQ(broken.status, 422);
    EXPECT_EQ(member(broken.body, "field"), "keys");
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
