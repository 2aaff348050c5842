// Section 13 of the contract, points 1 to 6 and 9: the API over HTTP.
#include "tests/fakes/checks/customer.h"

namespace lsl::fakes {
namespace {

constexpr const char* unknown = "0123456789abcdef0123456789abcdef";

class Api : public Customer {};

TEST_F(Api, WantsTheBearer) {
    for (const Headers& headers : {Headers{}, Headers{{"Authorization", "Bearer wrong"}}}) {
        const Answer answer = call("GET", stream("/live_inputs"), headers);
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(failure_code(answer), 10000);
    }
    EXPECT_EQ(api("GET", "/live_inputs").status, 200);
}

TEST_F(Api, KnowsWhatIsThereAndWhatIsNot) {
    for (const std::string& path :
         {std::string("/live_inputs/") + unknown, std::string("/") + unknown}) {
        for (const char* method : {"GET", "DELETE"}) {
            const Answer answer = api(method, path);
            EXPECT_EQ(answer.status, 404);
            EXPECT_EQ(failure_code(answer), 10003);
        }
    }
    EXPECT_EQ(failure_code(api("GET", "/live_inputs/not-an-id")), 7003);
    EXPECT_EQ(failure_code(api("DELETE", std::string("/keys/") + unknown)), 10003);
    EXPECT_EQ(failure_code(api("GET", "/webhook")), 10003);
}

TEST_F(Api, RefusesMalformedJson) {
    const Answer answer = call("POST", stream("/live_inputs"), bearer(), "{\"meta\":");
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(failure_code(answer), 0);
    const std::string token_path = "/" + new_input()["uid"].get<std::string>() + "/token";
    EXPECT_EQ(api("POST", token_path, {{"exp", "soon"}}).status, 400);
}

TEST_F(Api, AnInputHasItsDefaultsAndUrls) {
    const Json body = api("POST", "/live_inputs", {{"meta", {{"name", "Yoga"}}}}).json();
    EXPECT_EQ(body["success"], true);
    EXPECT_EQ(body["errors"], Json::array());
    const Json input = body["result"];
    const std::string uid = input["uid"];
    EXPECT_EQ(uid.size(), 32u);
    EXPECT_EQ(input["recording"]["mode"], "off");
    EXPECT_EQ(input["recording"]["requireSignedURLs"], false);
    EXPECT_EQ(input["enabled"], true);
    EXPECT_EQ(input["status"], nullptr);
    EXPECT_FALSE(input.contains("keysRotatedAt"));
    EXPECT_EQ(input["webRTCPlayback"]["url"], url("/" + uid + "/webRTC/play"));
    const std::string publish = input["webRTC"]["url"];
    EXPECT_TRUE(publish.starts_with(url("/")) && publish.ends_with("/webRTC/publish"));
    EXPECT_FALSE(publish.starts_with(url("/" + uid)));
}

TEST_F(Api, AnInputIsUpdatedAndDeletedWithAnEmptyBody) {
    const std::string path = "/live_inputs/" + new_input()["uid"].get<std::string>();
    const Json changed =
        api("PUT", path, {{"enabled", false}, {"recording", {{"requireSignedURLs", true}}}})
            .json()["result"];
    EXPECT_EQ(changed["enabled"], false);
    EXPECT_EQ(changed["recording"]["requireSignedURLs"], true);
    EXPECT_EQ(changed["meta"]["name"], "Yoga");
    const Answer deleted = api("DELETE", path);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body, "");
    EXPECT_EQ(failure_code(api("GET", path)), 10003);
}

TEST_F(Api, DaysOfDeletionHaveTheirBounds) {
    for (const int days : {7, 29, 1097}) {
        EXPECT_EQ(api("POST", "/live_inputs", {{"deleteRecordingAfterDays", days}}).status, 400);
    }
    const Json input = new_input({{"deleteRecordingAfterDays", 30}});
    EXPECT_EQ(input["deleteRecordingAfterDays"], 30);
    const std::string path = "/live_inputs/" + input["uid"].get<std::string>();
    EXPECT_EQ(api("PUT", path, {{"deleteRecordingAfterDays", nullptr}})
                  .json()["result"]["deleteRecordingAfterDays"],
              nullptr);
}

TEST_F(Api, ListsInputsWithoutSecretsInBothForms) {
    const Json input = new_input();
    const Json first = api("GET", "/live_inputs").json()["result"]["liveInputs"];
    ASSERT_EQ(first.size(), 1u);
    control("settings", {{"list_form", "array"}});
    const Answer second = api("GET", "/live_inputs");
    EXPECT_EQ(second.json()["result"], first);
    EXPECT_EQ(second.body.find("streamKey"), std::string::npos);
    EXPECT_EQ(second.body.find("webRTC"), std::string::npos);
    EXPECT_EQ(first[0]["uid"], input["uid"]);
}

TEST_F(Api, StatusComesInThreeForms) {
    const std::string uid = new_input()["uid"];
    const auto status = [&](const char* form) {
        control("settings", {{"status_form", form}});
        return api("GET", "/live_inputs/" + uid).json()["result"]["status"];
    };
    EXPECT_EQ(status("automatic"), nullptr);
    control("live_inputs/" + uid + "/broadcast", {{"step", "start"}});
    EXPECT_EQ(status("null"), nullptr);
    EXPECT_EQ(status("string"), "connected");
    EXPECT_EQ(status("object")["current"]["state"], "connected");
    control("live_inputs/" + uid + "/broadcast", {{"step", "end"}});
    EXPECT_EQ(status("string"), "client_disconnect");
    EXPECT_EQ(status("object")["current"]["state"], "disconnected");
}

TEST_F(Api, AnIdempotencyKeyMakesOneInput) {
    const Headers key{{"Idempotency-Key", "class-7"}};
    const Json body{{"meta", {{"name", "Yoga"}}}};
    const std::string uid = api("POST", "/live_inputs", body, key).json()["result"]["uid"];
    EXPECT_EQ(api("POST", "/live_inputs", body, key).json()["result"]["uid"], uid);
    EXPECT_EQ(api("GET", "/live_inputs").json()["result"]["liveInputs"].size(), 1u);
    restart();
    EXPECT_EQ(api("POST", "/live_inputs", body, key).json()["result"]["uid"], uid);
    api("DELETE", "/live_inputs/" + uid);
    const Answer again = api("POST", "/live_inputs", body, key);
    EXPECT_EQ(again.status, 409);
    EXPECT_NE(failure_code(again), 0);
    control("settings", {{"clock_offset_s", 6 * 3600 + 1}});
    EXPECT_EQ(api("POST", "/live_inputs", body, key).status, 200);
}

TEST_F(Api, EachRtmpsBroadcastBecomesAVideo) {
    control("settings", {{"ready_after_ms", 0}});
    const std::string uid = new_input({{"recording", {{"mode", "automatic"}}}})["uid"];
    const auto step = [&](const char* name) {
        return control("live_inputs/" + uid + "/broadcast", {{"step", name}, {"viewers", 3}});
    };
    const auto videos = [&] {
        return api("GET", "/live_inputs/" + uid + "/videos").json()["result"];
    };
    EXPECT_EQ(step("live").status, 409);
    step("start");
    EXPECT_EQ(videos(), Json::array());
    EXPECT_EQ(call("GET", url("/" + uid + "/views")).json()["liveViewers"], 3);
    step("live");
    const Json live = videos();
    ASSERT_EQ(live.size(), 1u);
    EXPECT_EQ(live[0]["status"]["state"], "live-inprogress");
    EXPECT_EQ(live[0]["liveInput"], uid);
    const std::string first = live[0]["uid"];
    const Json cycle = call("GET", url("/" + uid + "/lifecycle")).json();
    EXPECT_EQ(cycle, Json({{"isInput", true}, {"live", true}, {"videoUID", first}}));
    control("videos/" + first, {{"hold", "inprogress"}});
    step("end");
    EXPECT_EQ(videos()[0]["status"]["state"], "inprogress");
    EXPECT_EQ(videos()[0]["status"]["pctComplete"], "39.000000");
    control("videos/" + first, {{"hold", ""}});
    EXPECT_EQ(videos()[0]["status"]["state"], "ready");

    step("start");
    step("live");
    ASSERT_EQ(videos().size(), 2u);
    EXPECT_NE(videos()[0]["uid"], first);
    EXPECT_EQ(videos()[0]["status"]["state"], "live-inprogress");
    api("DELETE", "/live_inputs/" + uid);
    EXPECT_EQ(state_of(first), "ready");  // recordings stay
    EXPECT_EQ(api("GET", "?live_input_id=" + uid).json()["result"].size(), 2u);
}

TEST_F(Api, WithoutARecordingModeABroadcastLeavesNoVideo) {
    const std::string uid = new_input()["uid"];
    for (const char* step : {"start", "live", "end"}) {
        control("live_inputs/" + uid + "/broadcast", {{"step", step}});
    }
    EXPECT_EQ(api("GET", "/live_inputs/" + uid + "/videos").json()["result"], Json::array());
}

TEST_F(Api, FaultsComeWhenAskedForAndGo) {
    control("faults", {{"status", 500}});
    EXPECT_EQ(api("GET", "/live_inputs").status, 500);
    EXPECT_EQ(api("GET", "/live_inputs").status, 200);

    control("faults", {{"status", 429}, {"retry_after", 7}, {"path", "/keys"}, {"method", "GET"}});
    EXPECT_EQ(api("GET", "/live_inputs").status, 200);
    const Answer limited = api("GET", "/keys");
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.headers.at("retry-after"), "7");

    control("faults", {{"kind", "truncated"}});
    const Answer truncated = api("GET", "/live_inputs");
    EXPECT_EQ(truncated.status, 200);
    EXPECT_TRUE(truncated.json().is_discarded());

    control("faults", {{"kind", "cut"}});
    EXPECT_EQ(api("GET", "/live_inputs").status, 0);

    control("faults", {{"kind", "slow"}, {"delay_ms", 30000}});
    EXPECT_EQ(api("GET", "/live_inputs").status, 0);
    EXPECT_EQ(api("GET", "/live_inputs").status, 200);
}

TEST_F(Api, AnAnswerMayBeLostAfterTheDeed) {
    control("faults", {{"status", 502}, {"applied", true}});
    EXPECT_EQ(api("POST", "/live_inputs", Json::object()).status, 502);
    EXPECT_EQ(api("GET", "/live_inputs").json()["result"]["liveInputs"].size(), 1u);
}

TEST_F(Api, LogsWhatWasAskedButNoValuesOfHeaders) {
    new_input();
    const std::string log = log_text();
    const Json line = Json::parse(log.substr(0, log.find('\n')));
    EXPECT_EQ(line["method"], "POST");
    EXPECT_TRUE(line["path"].get<std::string>().ends_with("/stream/live_inputs"));
    EXPECT_EQ(line["status"], 200);
    EXPECT_NE(log.find("Authorization"), std::string::npos);
    EXPECT_EQ(log.find(options.api_token), std::string::npos);
}

}  // namespace
}  // namespace lsl::fakes
