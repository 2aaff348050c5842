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
    void SetUp() override {
        settings_.push_hosts = {"127.0.0.1:9"};  // where nobody listens
        StaffedClassTest::SetUp();
    }
    static HttpAnswer put(HttpClient& who, const Json& body) {
        return who.request("PUT", "/api/me/notices/settings", body.dump(),
                           {"Content-Type: application/json"});
    }
    /// Those of RFC 8291's example.
    static Json browser_keys() {
        return {{"p256dh",
                 "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6"
                 "SRpkNtoIAiw4"},
                {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}};
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

TEST_F(NoticeRoutesTest, ATestSaysWhyItCannotBe) {
    HttpClient ana = viewer("ana");
    const auto test = [&](const Json& body) {
        return ana.post("/api/me/notices/test", body.dump());
    };
    const HttpAnswer by_mail = test({{"channel", "mail"}});
    EXPECT_EQ(by_mail.status, 409);
    EXPECT_EQ(code_of(by_mail), "mail_off");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code_of(test({{"channel", "push"}, {"endpoint", "https://a.example/"}})),
                  "no_subscription")
            << "what is refused counts for no limit";
    }
    for (const char* channel : {"app", "pigeon", ""}) {
        EXPECT_EQ(member(test({{"channel", channel}}).body, "field"), "channel");
    }
}

TEST_F(NoticeRoutesTest, ATestIsSentThreeTimesAnHour) {
    HttpClient ana = viewer("ana");
    const std::string endpoint = "http://127.0.0.1:9/browser";
    const Json browser{{"endpoint", endpoint}, {"keys", browser_keys()}};
    ASSERT_EQ(ana.post("/api/me/push", browser.dump()).status, 201);
    const std::string test = Json{{"channel", "push"}, {"endpoint", endpoint}}.dump();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ana.post("/api/me/notices/test", test).status, 202);
    const HttpAnswer too_often = ana.post("/api/me/notices/test", test);
    EXPECT_EQ(too_often.status, 429);
    EXPECT_FALSE(too_often.header("Retry-After").empty());
    const Json listed = Json::parse(ana.get("/api/me/notices").body)["notices"];
    ASSERT_EQ(listed.size(), 3u);
    EXPECT_EQ(listed[0]["event"], "test");
    EXPECT_EQ(listed[0]["channels"]["push"], "waiting");
}

TEST_F(NoticeRoutesTest, BellsArePressedAndTeachersFollowed) {
    HttpClient ana = viewer("ana");
    const std::string path = "/api/streams/" + stream_ + "/bells";
    const auto press = [&](const Json& body) {
        return ana.request("PUT", path, body.dump(), {"Content-Type: application/json"});
    };
    EXPECT_EQ(Json::parse(ana.get(path).body), (Json{{"class", false}, {"teacher", false}}));
    EXPECT_EQ(press({{"teacher", true}}).status, 409) << "the class names none";
    HttpClient& teacher = owner();
    EXPECT_EQ(teacher
                  .request("PATCH", "/api/instructor/streams/" + stream_,
                           R"({"instructorName": "Mila"})", {"Content-Type: application/json"})
                  .status,
              200);
    EXPECT_EQ(Json::parse(press({{"class", true}, {"teacher", true}}).body),
              (Json{{"class", true}, {"teacher", true}}));
    EXPECT_EQ(Json::parse(press({{"class", false}}).body),
              (Json{{"class", false}, {"teacher", true}}));
    const Json mine = Json::parse(ana.get("/api/me/export").body);
    EXPECT_EQ(mine["followed"], Json::array({"Mila"}));
    EXPECT_EQ(mine["bells_off"], Json::array({stream_}));
    const Json followed = Json::parse(ana.get("/api/me/followed").body)["teachers"];
    ASSERT_EQ(followed.size(), 1u);
    EXPECT_EQ(followed[0]["name"], "Mila");
    const std::string id = followed[0]["id"];
    HttpClient ben = viewer("ben");
    EXPECT_EQ(ben.request("DELETE", "/api/me/followed/" + id).status, 404) << "it is not his";
    EXPECT_EQ(ana.request("DELETE", "/api/me/followed/" + id).status, 204);
    EXPECT_EQ(Json::parse(ana.get(path).body), (Json{{"class", false}, {"teacher", false}}));
    EXPECT_EQ(ana.get("/api/streams/no-class/bells").status, 404);
    EXPECT_EQ(press({{"class", "loud"}}).status, 422);
}

TEST_F(NoticeRoutesTest, ABrowserIsToldFromItsSubscriptionToItsEnd) {
    const std::string endpoint = "https://fcm.googleapis.com/fcm/send/a-browser";
    const std::string browser = Json{{"endpoint", endpoint}, {"keys", browser_keys()}}.dump();
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
            ana.post("/api/me/push", Json{{"endpoint", other}, {"keys", browser_keys()}}.dump());
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
