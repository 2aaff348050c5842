#include "server/cloudflare/webrtc_http.h"

#include <gtest/gtest.h>

#include "tests/server/cloudflare/scripted_service.h"

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;
using testing::Scripted;

class WebRtcHttpTest : public ::testing::Test {
  protected:
    std::string url() const { return service_.url() + "/play-token/webRTC/play"; }
    Result<std::optional<WebRtcSession>> offer_against(Scripted answer) {
        service_.answer(std::move(answer));
        return post_offer(url(), "v=0\r\noffer", limits_);
    }

    testing::ScriptedService service_;
    HttpLimits limits_;
};

TEST_F(WebRtcHttpTest, AnOfferIsAnswered) {
    const auto session = offer_against(
        {201, "v=0\r\nanswer", {{"location", "/play-token/session/1"}}, "application/sdp"});
    ASSERT_TRUE(session && *session);
    EXPECT_EQ((*session)->answer_sdp, "v=0\r\nanswer");
    EXPECT_EQ((*session)->session_url, service_.url() + "/play-token/session/1");
    const auto request = service_.seen().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/play-token/webRTC/play");
    EXPECT_EQ(request.header("Content-Type"), "application/sdp");
    EXPECT_EQ(request.header("Authorization"), "");
    EXPECT_EQ(request.body, "v=0\r\noffer");
}

TEST_F(WebRtcHttpTest, AnAbsoluteSessionUrlIsKept) {
    const auto session =
        offer_against({201, "v=0\r\n", {{"Location", "http://127.0.0.1:9/s"}}, "application/sdp"});
    ASSERT_TRUE(session && *session);
    EXPECT_EQ((*session)->session_url, "http://127.0.0.1:9/s");
}

TEST_F(WebRtcHttpTest, NobodyOnAirIsNoError) {
    for (const int status : {204, 404, 409}) {
        const auto session = offer_against({status});
        ASSERT_TRUE(session) << status;
        EXPECT_FALSE(*session) << status;
    }
}

TEST_F(WebRtcHttpTest, RefusalsAreErrorsWithoutTheToken) {
    for (const int status : {400, 401, 403, 415, 429, 500, 503}) {
        const auto session = offer_against({status, "play-token", {{"retry-after", "7"}}});
        ASSERT_FALSE(session) << status;
        EXPECT_EQ(session.error().code, ErrorCode::Unavailable);
        EXPECT_EQ(session.error().detail.find("play-token"), std::string::npos);
        const bool denied = status == 401 || status == 403;
        EXPECT_EQ(session.error().word,
                  denied ? "hosted_media_misconfigured" : "hosted_media_unreachable");
        EXPECT_EQ(session.error().retry_after_seconds, denied ? 60 : 7);
    }
}

TEST_F(WebRtcHttpTest, AnAnswerThatIsNoneIsAnError) {
    EXPECT_FALSE(offer_against({201, "v=0\r\n"}));
    EXPECT_FALSE(offer_against({201, "<html>", {{"Location", "/s"}}}));
    EXPECT_FALSE(offer_against({201, "", {{"Location", "/s"}}}));
    EXPECT_FALSE(offer_against({201, "v=0\r\n", {{"Location", "ftp://x/s"}}}));
    limits_.whole = 200ms;
    EXPECT_FALSE(offer_against({201, "v=0\r\n", {{"Location", "/s"}}, "application/sdp", 1000ms}));
    EXPECT_FALSE(post_offer("not a url", "v=0\r\n", limits_));
}

TEST_F(WebRtcHttpTest, ASessionEndsOnceOrIsGoneAlready) {
    for (const int status : {200, 204, 404, 410}) {
        service_.answer(status);
        EXPECT_TRUE(delete_session(service_.url() + "/s", limits_)) << status;
    }
    EXPECT_EQ(service_.seen().back().method, "DELETE");
    service_.answer(500);
    EXPECT_FALSE(delete_session(service_.url() + "/s", limits_));
}

}  // namespace
}  // namespace lsl::cloudflare
