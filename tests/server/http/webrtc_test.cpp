#include <string>

#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

// What a browser offers to send, shortened to one codec each.
constexpr std::string_view offer =
    "v=0\r\no=- 4611732 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
    "a=msid-semantic: WMS s\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendonly\r\na=msid:s a\r\na=rtcp-mux\r\n"
    "a=rtpmap:111 opus/48000/2\r\na=ssrc:1111 cname:c\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF\r\n"
    "a=setup:actpass\r\na=mid:1\r\na=sendonly\r\na=msid:s v\r\na=rtcp-mux\r\na=rtcp-rsize\r\n"
    "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=ssrc:2222 "
    "cname:c\r\n";

class WebRtcTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        HttpClient in = instructor();
        const std::string created = create_class(in);
        path_ = "/whip/" + member(created, "live_input_id");
        whep_ = "/whep/" + member(created, "playback_id");
        bearer_ = "Authorization: Bearer " + member(created, "webrtc_token");
    }
    HttpAnswer publish() {
        return client().request("POST", path_, offer, {bearer_, "Content-Type: application/sdp"});
    }

    std::string path_, whep_, bearer_;
};

TEST_F(WebRtcTest, AnOfferIsAnsweredWithASessionOfItsOwn) {
    const HttpAnswer answer = publish();
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.header("Content-Type"), "application/sdp");
    EXPECT_EQ(answer.header("Location").rfind(path_ + "/", 0), 0u) << answer.header("Location");
    EXPECT_GE(answer.header("Location").size(), path_.size() + 1 + 22) << "unguessable";
    EXPECT_EQ(answer.header("ETag").front(), '"');
    EXPECT_NE(answer.body.find("a=recvonly\r\n"), std::string::npos);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
    EXPECT_NE(answer.header("Access-Control-Expose-Headers").find("Location"), std::string::npos);
}

TEST_F(WebRtcTest, ASessionIsDeletedOnceWithTwoHundred) {
    const std::string session = publish().header("Location");
    EXPECT_EQ(client().request("DELETE", session).status, 401);
    EXPECT_EQ(client().request("DELETE", session, "", {bearer_, "If-Match: \"x\""}).status, 200);
    EXPECT_EQ(client().request("DELETE", session, "", {bearer_}).status, 404);
}

TEST_F(WebRtcTest, ASessionThatIsNotThereIsFourHundredAndFourForEveryMethod) {
    const std::string session = publish().header("Location");
    for (const char* method : {"GET", "HEAD"}) {
        EXPECT_EQ(client().request(method, session).status, 204) << method;
    }
    ASSERT_EQ(client().request("DELETE", session, "", {bearer_}).status, 200);
    for (const std::string& gone : {session, path_ + "/unknown", whep_ + "/unknown"}) {
        for (const char* method : {"GET", "HEAD", "DELETE"}) {
            EXPECT_EQ(client().request(method, gone, "", {bearer_}).status, 404) << method << gone;
        }
        const HttpAnswer patched =
            client().request("PATCH", gone, "a=ice-ufrag:abcd\r\n",
                             {bearer_, "Content-Type: application/trickle-ice-sdpfrag"});
        EXPECT_EQ(patched.status, 404) << gone;
    }
}

TEST_F(WebRtcTest, TrickleIsAcceptedInItsOwnTypeAlone) {
    const HttpAnswer published = publish();
    const std::string session = published.header("Location");
    const std::string fragment =
        "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\nm=audio 9 UDP/TLS/RTP/SAVPF "
        "0\r\n"
        "a=mid:0\r\na=candidate:1 1 UDP 2130706431 nowhere.local 5000 typ host\r\n";
    const std::string type = "Content-Type: application/trickle-ice-sdpfrag";
    const HttpAnswer trickled = client().request(
        "PATCH", session, fragment, {bearer_, type, "If-Match: " + published.header("ETag")});
    EXPECT_EQ(trickled.status, 204) << trickled.body;
    EXPECT_EQ(trickled.header("ETag"), "");
    EXPECT_EQ(client().request("PATCH", session, fragment, {bearer_, type}).status, 204)
        << "widespread clients send no If-Match with their first candidates";
    EXPECT_EQ(
        client().request("PATCH", session, fragment, {bearer_, type, "If-Match: \"old\""}).status,
        412);
    EXPECT_EQ(
        client().request("PATCH", session, fragment, {bearer_, "Content-Type: text/plain"}).status,
        415);
    EXPECT_EQ(client().request("PATCH", session, fragment, {type}).status, 401);
    EXPECT_EQ(client().request("PATCH", path_ + "/unknown", fragment, {bearer_, type}).status, 404);
}

TEST_F(WebRtcTest, StrangersAreToldToBringAToken) {
    const HttpAnswer none =
        client().request("POST", path_, offer, {"Content-Type: application/sdp"});
    EXPECT_EQ(none.status, 401);
    EXPECT_EQ(none.header("WWW-Authenticate"), "Bearer");
    const HttpAnswer wrong = client().request(
        "POST", path_, offer, {"Authorization: Bearer wrong", "Content-Type: application/sdp"});
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.header("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
    EXPECT_EQ(wrong.header("Access-Control-Allow-Origin"), "*") << "so that a page can read it";
    EXPECT_EQ(
        client().request("POST", whep_, offer, {bearer_, "Content-Type: application/sdp"}).status,
        401)
        << "the publish token is none for watching";
}

TEST_F(WebRtcTest, BodiesHaveATypeAndASize) {
    const auto post = [&](std::string_view body, const std::string& type) {
        return client().request("POST", path_, body, {bearer_, "Content-Type: " + type}).status;
    };
    EXPECT_EQ(post(offer, "text/plain"), 415);
    EXPECT_EQ(post(offer, "application/sdp; charset=utf-8"), 201);
    EXPECT_EQ(post("hello", "application/sdp"), 400);
    EXPECT_EQ(post("", "application/sdp"), 400);
    EXPECT_EQ(post(std::string((64u << 10) + 1, 'a'), "application/sdp"), 413);
    EXPECT_EQ(post(std::string(10u << 20, 'a'), "application/sdp"), 413);
}

TEST_F(WebRtcTest, PreflightsNeedNoToken) {
    for (const std::string& path : {path_, whep_, path_ + "/session"}) {
        const HttpAnswer answer = client().request(
            "OPTIONS", path, "",
            {"Origin: https://example.com", "Access-Control-Request-Method: POST"});
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.header("Accept-Post"), "application/sdp");
        EXPECT_NE(answer.header("Access-Control-Allow-Methods").find("PATCH"), std::string::npos);
        EXPECT_NE(answer.header("Access-Control-Allow-Headers").find("Authorization"),
                  std::string::npos);
        EXPECT_EQ(answer.header("Link"), "");
    }
}

TEST_F(WebRtcTest, ReadingAnEndpointSucceedsWithoutContent) {
    for (const char* method : {"GET", "HEAD"}) {
        const HttpAnswer answer = client().request(method, whep_);
        EXPECT_EQ(answer.status, 200) << method;
        EXPECT_EQ(answer.header("Content-Type"), "application/sdp") << method;
        EXPECT_EQ(answer.body, "") << method;
    }
    EXPECT_EQ(client().request("PUT", path_).status, 405);
}

TEST_F(WebRtcTest, ForeignPagesMayPublishWithAToken) {
    EXPECT_EQ(
        client()
            .request("POST", path_, offer,
                     {bearer_, "Content-Type: application/sdp", "Origin: https://studio.example"})
            .status,
        201);
}

TEST_F(WebRtcTest, WhoeverFloodsAClassWithOffersHasToWaitAndNobodyElse) {
    HttpAnswer last;
    for (int i = 0; i < settings_.media_offers_per_minute; ++i) {
        last = publish();
        ASSERT_EQ(last.status, 201) << i;
    }
    const HttpAnswer refused = publish();
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(member(refused.body, "code"), "rate_limited");
    const int wait = std::stoi(std::string(refused.header("Retry-After")));
    EXPECT_GT(wait, 0);
    EXPECT_LE(wait, 60);
    // What is there stays usable, and wrong tokens find out nothing.
    EXPECT_EQ(client().request("DELETE", last.header("Location"), "", {bearer_}).status, 200);
    EXPECT_EQ(client()
                  .request("POST", path_, offer,
                           {"Authorization: Bearer x", "Content-Type: application/sdp"})
                  .status,
              401);
    HttpClient in = instructor();
    const std::string other = create_class(in);
    const std::string token = "Authorization: Bearer " + member(other, "webrtc_token");
    EXPECT_EQ(client()
                  .request("POST", "/whip/" + member(other, "live_input_id"), offer,
                           {token, "Content-Type: application/sdp"})
                  .status,
              201);
}

TEST_F(WebRtcTest, WhoeverGuessesIsSlowedDownAndNobodyElse) {
    HttpAnswer last;
    for (int i = 0; i < 301; ++i) {
        last = client().request("DELETE", "/whip/guess/session", "", {"Authorization: Bearer x"});
    }
    EXPECT_EQ(last.status, 429);
    EXPECT_NE(last.header("Retry-After"), "");
    EXPECT_EQ(publish().status, 201) << "from the same address, with the right token";
}

}  // namespace
}  // namespace lsl::http
