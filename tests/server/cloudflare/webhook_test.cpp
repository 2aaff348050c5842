#include "server/cloudflare/webhook.h"

#include <gtest/gtest.h>

#include <string>

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;

// A vector that another program computed.
constexpr const char* secret = "wh_test_secret_0123456789abcdef";
const UtcTime signed_at{1735689600s};
const std::string body =
    "{\"uid\":\"6b9e68b07dfee8cc2d116e4c51d6a957\",\"readyToStream\":true,"
    "\"status\":{\"state\":\"ready\"}}\n";
const std::string sig = "5719d69608aa421f00110afc152050c0a4e5a374048e163a100b8cb2b5a6e218";
const std::string header = "time=1735689600,sig1=" + sig;

bool verifies(const std::string& with_header, const std::string& with_body = body,
              const std::string& with_secret = secret, UtcTime now = signed_at) {
    const auto result = verify_video_webhook(with_header, with_body, with_secret, now);
    if (!result) {
        EXPECT_EQ(result.error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(result.error().detail.find(secret), std::string::npos);
        EXPECT_EQ(result.error().detail.find(sig), std::string::npos);
    }
    return result.has_value();
}

TEST(VideoWebhook, TheVectorVerifies) {
    ASSERT_EQ(body.size(), 91u);
    EXPECT_TRUE(verifies(header));
    EXPECT_TRUE(verifies("sig1=" + sig + ", new=1,time=1735689600"));
}

TEST(VideoWebhook, AnythingElseIsRefused) {
    EXPECT_FALSE(verifies(""));
    EXPECT_FALSE(verifies("time=1735689600"));
    EXPECT_FALSE(verifies("time=1735689600,sig1="));
    EXPECT_FALSE(verifies("sig1=" + sig));
    EXPECT_FALSE(verifies("time=x,sig1=" + sig));
    EXPECT_FALSE(verifies("time=1735689600 ,sig1=" + sig));
    EXPECT_FALSE(verifies("time=99999999999999999999,sig1=" + sig));
    EXPECT_FALSE(verifies("time=9223372036854775807,sig1=" + sig));
    EXPECT_FALSE(verifies("time=-9223372036854775808,sig1=" + sig));
    EXPECT_FALSE(verifies("time=1735689601,sig1=" + sig));
    EXPECT_FALSE(verifies(header.substr(0, header.size() - 1) + "9"));
    EXPECT_FALSE(verifies(header, body.substr(0, body.size() - 1)));
    EXPECT_FALSE(verifies(header, body, "another secret"));
    EXPECT_FALSE(verifies(header, body, ""));
}

TEST(VideoWebhook, AStaleOneIsRefusedInBothDirections) {
    EXPECT_TRUE(verifies(header, body, secret, signed_at + 5min));
    EXPECT_TRUE(verifies(header, body, secret, signed_at - 5min));
    EXPECT_FALSE(verifies(header, body, secret, signed_at + 5min + 1s));
    EXPECT_FALSE(verifies(header, body, secret, signed_at - 5min - 1s));
}

TEST(VideoWebhook, ItsBodyIsAVideo) {
    const auto video = parse_video_webhook(body);
    ASSERT_TRUE(video);
    EXPECT_EQ(video->uid, "6b9e68b07dfee8cc2d116e4c51d6a957");
    EXPECT_EQ(video->state, VideoState::Ready);
    for (const char* text : {"", "{", "[]", "null", "{}", R"({"uid":5})"}) {
        const auto nothing = parse_video_webhook(text);
        ASSERT_FALSE(nothing) << text;
        EXPECT_EQ(nothing.error().code, ErrorCode::Malformed);
    }
}

TEST(Notification, IsVerifiedByTheSecretItself) {
    EXPECT_TRUE(verify_notification("s3cret", "s3cret"));
    EXPECT_FALSE(verify_notification("s3cre", "s3cret"));
    EXPECT_FALSE(verify_notification("s3cret ", "s3cret"));
    EXPECT_FALSE(verify_notification("", "s3cret"));
    EXPECT_FALSE(verify_notification("", ""));
    EXPECT_EQ(verify_notification("x", "s3cret").error().code, ErrorCode::Unauthenticated);
}

TEST(Notification, TellsWhatHappened) {
    using Event = LiveInputNotification::Event;
    const auto event = [](const std::string& type) {
        return parse_notification(R"({"data":{"event_type":")" + type + "\"}}")->event;
    };
    EXPECT_EQ(event("live_input.connected"), Event::Connected);
    EXPECT_EQ(event("live_input.disconnected"), Event::Disconnected);
    EXPECT_EQ(event("live_input.errored"), Event::Errored);
    EXPECT_EQ(event("live_input.dancing"), Event::Unknown);
    EXPECT_EQ(parse_notification(R"({"text":"Hello"})")->event, Event::Test);

    const auto errored = parse_notification(
        R"({"name":"n","data":{"input_id":"i1","event_type":"live_input.errored",)"
        R"("updated_at":"2026-11-22T09:00:00.123456Z","live_input_errored":)"
        R"({"error":{"code":"ERR_GOP_OUT_OF_RANGE","message":"m"}}},"ts":1})");
    ASSERT_TRUE(errored);
    EXPECT_EQ(errored->live_input, "i1");
    EXPECT_EQ(to_iso8601(*errored->updated_at), "2026-11-22T09:00:00.123Z");
    EXPECT_EQ(errored->error_code, "ERR_GOP_OUT_OF_RANGE");
    EXPECT_EQ(parse_notification("[]").error().code, ErrorCode::Malformed);
}

}  // namespace
}  // namespace lsl::cloudflare
