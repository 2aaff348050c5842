// Layer selection and server-sent events of a WHEP session, over HTTP to the real server.

#include <string>

#include "server/http/api/whep_events.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

// What a browser offers to receive, shortened.
constexpr std::string_view sent_offer =
    "v=0\r\no=- 4611732 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\n"
    "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n";

class WhepExtensions : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        HttpClient in = instructor();
        const std::string id = member(create_class(in), "id");
        ASSERT_EQ(in.post("/api/instructor/streams/" + id + "/start").status, 200);
        stream_ = id;
        const std::string playback = playback_of("ana");
        bearer_ = "Authorization: Bearer " + member(playback, "token");
        answer_ = watch(playback);
        ASSERT_EQ(answer_.status, 201) << answer_.body;
        session_ = answer_.header("Location");
    }
    /// Where a new viewer finds the class, and the token for it.
    std::string playback_of(const std::string& name) {
        HttpClient person = viewer(name);
        EXPECT_EQ(person.post("/api/streams/" + stream_ + "/enroll").status, 201);
        return person.get("/api/streams/" + stream_ + "/playback").body;
    }
    HttpAnswer watch(const std::string& playback) {
        return client().request("POST", member(playback, "url"), sent_offer,
                                {"Authorization: Bearer " + member(playback, "token"),
                                 "Content-Type: application/sdp"});
    }
    HttpAnswer post(const std::string& path, std::string_view json) {
        return client().request("POST", session_ + path, json, {bearer_, json_type});
    }

    static constexpr const char* json_type = "Content-Type: application/json";
    std::string stream_, bearer_, session_;
    HttpAnswer answer_;
};

TEST_F(WhepExtensions, AViewerWhoPostsWithoutEndHasToWaitAndNobodyElse) {
    const std::string bert = playback_of("bert");
    const std::string cleo = playback_of("cleo");
    for (int i = 0; i < settings_.media_offers_per_minute; ++i) {
        ASSERT_EQ(watch(bert).status, 201) << i;
    }
    const HttpAnswer refused = watch(bert);
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.header("Retry-After"), "");
    EXPECT_EQ(watch(cleo).status, 201);
    EXPECT_EQ(post("/layer", "{}").status, 200);
}

TEST_F(WhepExtensions, AreLinkedFromTheAnswer) {
    EXPECT_NE(answer_.head.find("Link: <" + session_ +
                                "/layer>; rel=\"urn:ietf:params:whep:ext:core:layer\"\r\n"),
              std::string::npos)
        << answer_.head;
    EXPECT_NE(answer_.head.find("Link: <" + session_ +
                                "/sse>; "
                                "rel=\"urn:ietf:params:whep:ext:core:server-sent-events\"; "
                                "events=\"active,inactive,layers,viewercount\"\r\n"),
              std::string::npos)
        << answer_.head;
    EXPECT_NE(answer_.header("Access-Control-Expose-Headers").find("Link"), std::string::npos);
}

TEST_F(WhepExtensions, ALayerIsChosenByItsOwnerInJson) {
    EXPECT_EQ(post("/layer", R"({"mediaId":"0","maxHeight":360})").status, 200);
    EXPECT_EQ(post("/layer", "{}").status, 200);
    EXPECT_EQ(post("/layer", R"({"maxHeight":1e300})").status, 422);
    const HttpAnswer unknown = post("/layer", R"({"rid":"h"})");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(member(unknown.body, "code"), "unknown_layer");
    EXPECT_EQ(post("/layer", "{").status, 400);
    EXPECT_EQ(post("/layer", R"({"maxHeight":"much"})").status, 422);
    EXPECT_EQ(client().request("POST", session_ + "/layer", "{}", {bearer_}).status, 415);
    EXPECT_EQ(client().request("POST", session_ + "/layer", "{}", {json_type}).status, 401);
    EXPECT_EQ(client()
                  .request("POST", session_ + "/layer", "{}",
                           {"Authorization: Bearer somebody-else", json_type})
                  .status,
              401);
    EXPECT_EQ(client().request("POST", session_ + "x/layer", "{}", {bearer_, json_type}).status,
              404);
    EXPECT_EQ(client().request("OPTIONS", session_ + "/layer").status, 200);
}

TEST_F(WhepExtensions, EventsAreHeardUntilTheirStreamIsDeleted) {
    const HttpAnswer created = post("/sse", R"(["layers","viewercount"])");
    ASSERT_EQ(created.status, 201) << created.body;
    const std::string stream = created.header("Location");
    EXPECT_EQ(stream.rfind(session_ + "/sse/", 0), 0u) << stream;

    HttpConnection listener(port());
    listener.send("GET " + stream + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const std::string heard = listener.read_until("\"viewercount\":0}\n\n", 5s);
    EXPECT_NE(heard.find("Content-Type: text/event-stream"), std::string::npos) << heard;
    EXPECT_NE(heard.find("event: viewercount\ndata: {\"viewercount\":0}\n\n"), std::string::npos);
    // Nobody is on air, and the draft wants no "inactive" at the beginning.
    EXPECT_EQ(heard.find("active"), std::string::npos) << heard;
    EXPECT_EQ(client().request("DELETE", stream).status, 200);
    EXPECT_TRUE(listener.closes_within(5s));
    EXPECT_EQ(client().get(stream).status, 404);
    EXPECT_EQ(client().request("DELETE", stream).status, 404);
}

TEST_F(WhepExtensions, EventsEndWithTheSession) {
    const std::string stream = post("/sse", "").header("Location");
    HttpConnection listener(port());
    listener.send("GET " + stream + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    listener.read_until("viewercount", 5s);
    ASSERT_EQ(client().request("DELETE", session_, "", {bearer_}).status, 200);
    EXPECT_TRUE(listener.closes_within(5s));
    EXPECT_EQ(client().get(stream).status, 404);
    EXPECT_EQ(post("/sse", "").status, 404);
}

TEST_F(WhepExtensions, StreamsAreForTheOwnerOfTheKindsOfferedAndFew) {
    EXPECT_EQ(post("/sse", R"(["layers","scte35"])").status, 400);
    EXPECT_EQ(post("/sse", R"({"layers":true})").status, 422);
    EXPECT_EQ(post("/sse", R"(["layers")").status, 400);
    EXPECT_EQ(client().request("POST", session_ + "/sse", "[]", {json_type}).status, 401);
    EXPECT_EQ(client().request("POST", session_ + "/sse", "[]", {bearer_}).status, 415);
    for (std::size_t i = 0; i < WhepEventStreams::most_of_a_session; ++i) {
        EXPECT_EQ(post("/sse", R"(["active"])").status, 201);
    }
    const HttpAnswer full = post("/sse", R"(["active"])");
    EXPECT_EQ(full.status, 503);
    EXPECT_FALSE(full.header("Retry-After").empty());
}

}  // namespace
}  // namespace lsl::http
