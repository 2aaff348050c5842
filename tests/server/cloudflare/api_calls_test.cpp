#include <algorithm>

#include "tests/server/cloudflare/api_fixture.h"
#include "tests/server/temporary_folder.h"
#include "tests/server/tls_certificate.h"

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;
using testing::Scripted;
using testing::ScriptedService;

class ApiCallsTest : public testing::ApiTest {
  protected:
    Error error_for(int status, const std::string& body = "") {
        service_.answer(status, body);
        auto video = api_.video("v1");
        EXPECT_FALSE(video);
        return video ? Error{} : video.error();
    }
};

const char* const good_video = R"({"success":true,"result":{"uid":"v1"}})";

TEST_F(ApiCallsTest, TheTokenAndTheAccountAreInTheRequest) {
    service_.answer(200, good_video);
    ASSERT_TRUE(api_.video("v1"));
    const auto seen = service_.seen();
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].method, "GET");
    EXPECT_EQ(seen[0].target, "/client/v4/accounts/acc/stream/v1");
    EXPECT_EQ(seen[0].header("Authorization"), std::string("Bearer ") + token);
}

TEST_F(ApiCallsTest, EachStatusHasItsMeaningAndIsNotTriedAgain) {
    EXPECT_EQ(error_for(400).code, ErrorCode::Internal);
    EXPECT_EQ(error_for(422).code, ErrorCode::Internal);
    EXPECT_EQ(error_for(401).word, "hosted_media_misconfigured");
    EXPECT_EQ(error_for(403).word, "hosted_media_misconfigured");
    EXPECT_EQ(error_for(403).code, ErrorCode::Unavailable);
    EXPECT_EQ(error_for(404).code, ErrorCode::NotFound);
    EXPECT_EQ(error_for(400, failure(10003, "gone")).code, ErrorCode::NotFound);
    EXPECT_EQ(error_for(409).code, ErrorCode::Conflict);
    EXPECT_EQ(error_for(413).code, ErrorCode::TooLarge);
    EXPECT_EQ(service_.seen().size(), 9u);
    EXPECT_TRUE(pauses_.empty());
}

TEST_F(ApiCallsTest, AFailureInsideOf200IsAFailure) {
    const Error error = error_for(200, failure(7003, "no route"));
    EXPECT_EQ(error.code, ErrorCode::Internal);
    EXPECT_EQ(error.detail, "get video: status 200, code 7003, no route");
    EXPECT_EQ(error_for(200, R"({"result":{"uid":"v1"}})").code, ErrorCode::Internal);
}

TEST_F(ApiCallsTest, DetailsHaveNoTokenAndNoLineEnds) {
    const Error error =
        error_for(400, failure(7000, std::string("bad header Bearer ") + token + "\\nforged line" +
                                         std::string(1000, 'x')));
    EXPECT_EQ(everything(error).find(token), std::string::npos);
    EXPECT_NE(error.detail.find("•••"), std::string::npos);
    EXPECT_EQ(error.detail.find('\n'), std::string::npos);
    EXPECT_LT(error.detail.size(), 300u);
}

TEST_F(ApiCallsTest, AServerErrorIsTriedAgainWithGrowingPauses) {
    service_.answer(503);
    service_.answer(502, "<html>");
    service_.answer(200, good_video);
    EXPECT_TRUE(api_.video("v1"));
    ASSERT_EQ(pauses_.size(), 2u);
    EXPECT_GE(pauses_[0], 375ms);
    EXPECT_LE(pauses_[0], 500ms);
    EXPECT_GE(pauses_[1], 750ms);
    EXPECT_LE(pauses_[1], 1000ms);
}

TEST_F(ApiCallsTest, AServerErrorThatStaysEndsAfterThreeTries) {
    for (int i = 0; i < 4; ++i) service_.answer(500);
    const auto video = api_.video("v1");
    ASSERT_FALSE(video);
    EXPECT_EQ(video.error().word, "hosted_media_unreachable");
    EXPECT_EQ(service_.seen().size(), 3u);
}

TEST_F(ApiCallsTest, WhatMustNotHappenTwiceIsNotTriedAgain) {
    service_.answer(500);
    EXPECT_FALSE(api_.create_signing_key());
    EXPECT_EQ(service_.seen().size(), 1u);
}

TEST_F(ApiCallsTest, AShortRetryAfterIsWaitedOut) {
    service_.answer({429, "", {{"Retry-After", "5"}}});
    service_.answer(200, good_video);
    EXPECT_TRUE(api_.video("v1"));
    EXPECT_EQ(pauses_, std::vector<std::chrono::milliseconds>{5s});
}

TEST_F(ApiCallsTest, ALongRetryAfterClosesTheWindowForEveryCall) {
    service_.answer({429, "", {{"retry-after", "120"}}});
    const auto first = api_.video("v1");
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(first.error().word, "hosted_media_busy");
    EXPECT_EQ(first.error().retry_after_seconds, 120);

    clock_.advance(20s);
    const auto second = api_.live_inputs();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().word, "hosted_media_busy");
    EXPECT_EQ(second.error().retry_after_seconds, 100);
    EXPECT_EQ(service_.seen().size(), 1u);  // the second was not even sent

    clock_.advance(100s);
    service_.answer(200, good_video);
    EXPECT_TRUE(api_.video("v1"));
    EXPECT_TRUE(pauses_.empty());
}

TEST_F(ApiCallsTest, ANonsensicalRetryAfterStillMakesAPause) {
    for (const char* text :
         {"soon", "-5", "99999999999999999999", "Wed, 21 Oct 2026 07:28:00 GMT"}) {
        service_.answer({429, "", {{"retry-after", text}}});
        const auto video = api_.video("v1");
        ASSERT_FALSE(video);
        EXPECT_EQ(video.error().retry_after_seconds, 60) << text;
        clock_.advance(60s);
    }
}

TEST_F(ApiCallsTest, TheWindowIsSharedAndSlides) {
    ApiOptions few = options();
    few.calls_in_five_minutes = 2;
    ApiCalls calls(clock_, few);
    StreamApi api(calls);
    for (int i = 0; i < 3; ++i) service_.answer(200, good_video);
    EXPECT_TRUE(api.video("v1"));
    clock_.advance(60s);
    EXPECT_TRUE(api.video("v1"));
    const auto refused = api.video("v1");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().retry_after_seconds, 240);
    clock_.advance(240s);
    EXPECT_TRUE(api.video("v1"));
}

TEST_F(ApiCallsTest, ATruncatedAnswerIsTriedAgain) {
    service_.answer({200, good_video, {}, "application/json", 0ms, true});
    service_.answer(200, R"({"success":true,"result":{"ui)");
    service_.answer(200, good_video);
    EXPECT_TRUE(api_.video("v1"));
    EXPECT_EQ(service_.seen().size(), 3u);
}

TEST_F(ApiCallsTest, AnAnswerWithoutWhatItIsAboutIsNoSuccess) {
    for (const char* result : {"null", "{}", "[]", "\"text\"", R"({"uid":7})", R"({"uid":""})"}) {
        service_.answer(200, enveloped(result));
        const auto video = api_.video("v1");
        ASSERT_FALSE(video) << result;
        EXPECT_EQ(video.error().word, "hosted_media_unreachable");
    }
}

TEST_F(ApiCallsTest, ASlowAnswerEndsAtTheLimit) {
    ApiOptions hasty = options();
    hasty.http.whole = 200ms;
    hasty.tries = 1;
    ApiCalls calls(clock_, hasty);
    StreamApi api(calls);
    service_.answer({200, good_video, {}, "application/json", 1500ms});
    const auto begin = std::chrono::steady_clock::now();
    const auto video = api.video("v1");
    ASSERT_FALSE(video);
    EXPECT_EQ(video.error().code, ErrorCode::Unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1200ms);
}

TEST_F(ApiCallsTest, AHugeAnswerIsRefused) {
    ApiOptions small = options();
    small.http.largest_answer = 10'000;
    small.tries = 1;
    ApiCalls calls(clock_, small);
    StreamApi api(calls);
    service_.answer(200, enveloped(R"({"uid":"v1","creator":")" + std::string(9'000, 'x') + "\"}"));
    EXPECT_TRUE(api.video("v1"));
    service_.answer(200,
                    enveloped(R"({"uid":"v1","creator":")" + std::string(90'000, 'x') + "\"}"));
    EXPECT_FALSE(api.video("v1"));
}

TEST_F(ApiCallsTest, NobodyThereIsUnavailable) {
    ApiOptions nowhere = options();
    nowhere.api_base = "http://127.0.0.1:1/client/v4";
    ApiCalls calls(clock_, nowhere);
    StreamApi api(calls);
    const auto video = api.video("v1");
    ASSERT_FALSE(video);
    EXPECT_EQ(video.error().word, "hosted_media_unreachable");
    EXPECT_EQ(pauses_.size(), 2u);
}

TEST_F(ApiCallsTest, RedirectsAreNotFollowed) {
    ScriptedService elsewhere;
    service_.answer({302, "", {{"Location", elsewhere.url() + "/x"}}});
    EXPECT_FALSE(api_.video("v1"));
    EXPECT_TRUE(elsewhere.seen().empty());
}

class TlsApiTest : public ApiCallsTest {
  protected:
    std::string file(const std::string& name) { return folder_.path() / name; }

    Result<Video> ask(const ScriptedService& service, const std::string& ca_file) {
        ApiOptions secure = options();
        secure.api_base = service.url() + "/client/v4";
        secure.http.ca_file = ca_file;
        secure.tries = 1;
        ApiCalls calls(clock_, secure);
        return StreamApi(calls).video("v1");
    }

    testing::TemporaryFolder folder_;
};

TEST_F(TlsApiTest, ATrustedCertificateIsAccepted) {
    testing::write_certificate(file("cert"), file("key"));
    ScriptedService service(file("cert"), file("key"));
    service.answer(200, good_video);
    const auto video = ask(service, file("cert"));
    EXPECT_TRUE(video) << (video ? "" : video.error().detail);
}

TEST_F(TlsApiTest, AnUnknownCertificateIsRefusedBeforeTheTokenIsSent) {
    testing::write_certificate(file("cert"), file("key"));
    testing::write_certificate(file("other"), file("other_key"));
    ScriptedService service(file("cert"), file("key"));
    service.answer(200, good_video);
    EXPECT_FALSE(ask(service, file("other")));
    EXPECT_FALSE(ask(service, ""));
    EXPECT_TRUE(service.seen().empty());
}

TEST_F(TlsApiTest, ACertificateOfAnotherHostIsRefused) {
    testing::write_certificate(file("cert"), file("key"), "example.com");
    ScriptedService service(file("cert"), file("key"));
    service.answer(200, good_video);
    EXPECT_FALSE(ask(service, file("cert")));
    EXPECT_TRUE(service.seen().empty());
}

}  // namespace
}  // namespace lsl::cloudflare
