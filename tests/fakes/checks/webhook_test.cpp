// Point 10 of section 13: both kinds of webhooks arrive as section 9 has them.
#include <mutex>
#include <vector>

#include "tests/fakes/checks/customer.h"
#include "tests/fakes/cloudflare/http_edge.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {
namespace {

class Webhooks : public Customer {
  protected:
    Webhooks() {
        receiver = std::move(HttpEdge::start(0, "", "", [this](const HttpRequest& request) {
                                 const std::lock_guard lock(mutex);
                                 received.push_back(request);
                                 return plain(200, "");
                             }).value());
        control("settings", {{"ready_after_ms", 0}});
        secret = api("PUT", "/webhook", {{"notificationUrl", receiver->url() + "/video"}})
                     .json()["result"]["secret"];
    }
    ~Webhooks() override { receiver.reset(); }

    std::vector<HttpRequest> taken() {
        const std::lock_guard lock(mutex);
        return std::exchange(received, {});
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return received.size();
    }
    std::string recording() {
        const std::string uid = new_input({{"recording", {{"mode", "automatic"}}}})["uid"];
        for (const char* step : {"start", "live", "end"}) {
            control("live_inputs/" + uid + "/broadcast", {{"step", step}});
        }
        return api("GET", "/live_inputs/" + uid + "/videos").json()["result"][0]["uid"];
    }
    std::vector<HttpRequest> sent(const std::string& kind, const std::string& uid) {
        const Answer answer = control("webhooks/video", {{"uid", uid}, {"kind", kind}});
        EXPECT_EQ(answer.json()["statuses"][0], 200) << answer.body;
        return taken();
    }
    /// The time that the signature names, 0 when it does not fit.
    std::int64_t signed_at(const HttpRequest& request) const {
        const std::string value = request.header("Webhook-Signature");
        const auto comma = value.find(",sig1=");
        if (!value.starts_with("time=") || comma == std::string::npos) return 0;
        const std::string time = value.substr(5, comma - 5);
        const bool fits =
            value.substr(comma + 6) == hmac_sha256_hex(secret, time + "." + request.body);
        return fits ? std::stoll(time) : 0;
    }
    std::int64_t now() const {
        return std::chrono::floor<std::chrono::seconds>(clock.utc()).time_since_epoch().count();
    }

    std::mutex mutex;
    std::vector<HttpRequest> received;
    std::unique_ptr<HttpEdge> receiver;
    std::string secret;
};

TEST_F(Webhooks, SignatureIsThatOfTheContract) {
    EXPECT_EQ(hmac_sha256_hex("wh_test_secret_0123456789abcdef",
                              "1735689600.{\"uid\":\"6b9e68b07dfee8cc2d116e4c51d6a957\","
                              "\"readyToStream\":true,\"status\":{\"state\":\"ready\"}}\n"),
              "5719d69608aa421f00110afc152050c0a4e5a374048e163a100b8cb2b5a6e218");
}

TEST_F(Webhooks, ComeByThemselvesWhenAVideoIsReady) {
    const std::string uid = recording();
    ASSERT_TRUE(wait_until([&] { return count() == 1; }));
    const HttpRequest request = taken()[0];
    EXPECT_EQ(request.path, "/video");
    const Json body = Json::parse(request.body);
    EXPECT_EQ(body["uid"], uid);
    EXPECT_EQ(body["status"]["state"], "ready");
    EXPECT_NEAR(static_cast<double>(signed_at(request)), static_cast<double>(now()), 5);
}

TEST_F(Webhooks, ComeInEveryKindThatATestWants) {
    const std::string uid = recording();
    ASSERT_TRUE(wait_until([&] { return count() == 1; }));
    taken();
    EXPECT_NE(signed_at(sent("good", uid)[0]), 0);
    EXPECT_EQ(sent("unsigned", uid)[0].header("Webhook-Signature"), "");
    const std::int64_t stale = signed_at(sent("stale", uid)[0]);
    EXPECT_NE(stale, 0);
    EXPECT_LT(stale, now() - 300);
    EXPECT_EQ(signed_at(sent("wrong", uid)[0]), 0);
    const auto twice = sent("duplicate", uid);
    ASSERT_EQ(twice.size(), 2u);
    EXPECT_EQ(twice[0].body, twice[1].body);
    EXPECT_EQ(twice[0].headers.at("Webhook-Signature"), twice[1].headers.at("Webhook-Signature"));
}

TEST_F(Webhooks, AreConfiguredByTheApi) {
    EXPECT_EQ(api("GET", "/webhook").json()["result"]["secret"], secret);
    EXPECT_EQ(api("PUT", "/webhook", {{"notificationUrl", "no URL"}}).status, 400);
    api("DELETE", "/webhook");
    EXPECT_EQ(control("webhooks/video", {{"uid", recording()}}).status, 404);
}

TEST_F(Webhooks, OfInputsCarryTheSecretAsItIs) {
    const std::string setup = stand_in->api_base() + "/accounts/" + options.account_id +
                              "/alerting/v3/destinations/webhooks";
    const Json destination{{"name", "ours"}, {"url", receiver->url() + "/input"}, {"secret", "s3"}};
    EXPECT_EQ(call("POST", setup, bearer(), destination.dump()).status, 200);
    ASSERT_TRUE(wait_until([&] { return count() == 1; }));
    EXPECT_EQ(Json::parse(taken()[0].body).size(), 1u);  // the test message: text alone
    const auto auth = [&](const char* kind) {
        control("webhooks/live_input",
                {{"input_id", "abc"}, {"event_type", "live_input.disconnected"}, {"auth", kind}});
        return taken().at(0);
    };
    const HttpRequest right = auth("right");
    EXPECT_EQ(right.header("cf-webhook-auth"), "s3");
    EXPECT_EQ(right.header("Webhook-Signature"), "");
    const Json data = Json::parse(right.body)["data"];
    EXPECT_EQ(data["input_id"], "abc");
    EXPECT_EQ(data["event_type"], "live_input.disconnected");
    EXPECT_FALSE(data["updated_at"].get<std::string>().empty());
    EXPECT_NE(auth("wrong").header("cf-webhook-auth"), "s3");
    EXPECT_FALSE(auth("missing").headers.contains("cf-webhook-auth"));
}

}  // namespace
}  // namespace lsl::fakes
