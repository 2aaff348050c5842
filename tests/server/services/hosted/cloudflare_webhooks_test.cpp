#include "server/services/hosted/cloudflare_webhooks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/moving_clock.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;

// The vector of cloudflare/webhook_test.cpp.
constexpr const char* secret = "wh_test_secret_0123456789abcdef";
const UtcTime signed_at{1735689600s};
const std::string video = "6b9e68b07dfee8cc2d116e4c51d6a957";
const std::string body =
    "{\"uid\":\"" + video + "\",\"readyToStream\":true,\"status\":{\"state\":\"ready\"}}\n";
const std::string signature =
    "time=1735689600,sig1=5719d69608aa421f00110afc152050c0a4e5a374048e163a100b8cb2b5a6e218";

std::string told_at(const std::string& time, const std::string& event = "live_input.connected") {
    return R"({"name":"x","data":{"input_id":"input","event_type":")" + event +
           R"(","updated_at":")" + time + R"("}})";
}

class CloudflareWebhooksTest : public ::testing::Test {
  protected:
    CloudflareWebhooksTest() { clock_.advance(signed_at - clock_.utc()); }

    lsl::testing::MovingClock clock_;
    std::vector<std::string> videos_;
    std::vector<std::string> inputs_;
    CloudflareWebhooks webhooks_{
        clock_,
        secret,
        {.video_changed = [this](const std::string& uid) { videos_.push_back(uid); },
         .broadcast_began = [this](const std::string& input) { inputs_.push_back(input); }}};
};

TEST_F(CloudflareWebhooksTest, AVideoIsToldOnce) {
    EXPECT_TRUE(webhooks_.take_video(signature, body));
    EXPECT_EQ(videos_, std::vector<std::string>{video});
    EXPECT_TRUE(webhooks_.take_video(signature, body)) << "again is no error";
    EXPECT_EQ(videos_.size(), 1u);
}

TEST_F(CloudflareWebhooksTest, TheSameVideoInAnotherHeaderIsNotNew) {
    EXPECT_TRUE(webhooks_.take_video(signature, body));
    EXPECT_TRUE(webhooks_.take_video(signature + ",other=1", body));
    EXPECT_EQ(videos_.size(), 1u);
}

TEST_F(CloudflareWebhooksTest, AForgedOrStaleVideoIsNotTold) {
    EXPECT_FALSE(webhooks_.take_video(signature, body + " "));
    EXPECT_FALSE(webhooks_.take_video("", body));
    clock_.advance(5min + 1s);
    EXPECT_FALSE(webhooks_.take_video(signature, body));
    EXPECT_TRUE(videos_.empty());
}

TEST_F(CloudflareWebhooksTest, ABroadcastIsToldOncePerChange) {
    EXPECT_TRUE(webhooks_.take_notification(secret, told_at("2026-11-25T20:00:00Z")));
    EXPECT_TRUE(webhooks_.take_notification(secret, told_at("2026-11-25T20:00:00Z")));
    EXPECT_EQ(inputs_, std::vector<std::string>{"input"});
    EXPECT_TRUE(webhooks_.take_notification(secret, told_at("2026-11-25T20:05:00Z")));
    EXPECT_EQ(inputs_.size(), 2u);
}

TEST_F(CloudflareWebhooksTest, OnlyTheBeginningOfABroadcastWakes) {
    EXPECT_TRUE(webhooks_.take_notification(
        secret, told_at("2026-11-25T20:00:00Z", "live_input.disconnected")));
    EXPECT_TRUE(webhooks_.take_notification(secret, R"({"text":"the message of the set-up"})"));
    EXPECT_FALSE(webhooks_.take_notification("wrong", told_at("2026-11-25T20:00:00Z")));
    EXPECT_TRUE(inputs_.empty());
}

}  // namespace
}  // namespace lsl::services
