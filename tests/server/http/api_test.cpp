#include <string>
#include <vector>

#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

class ApiTest : public lsl::testing::ServerTest {};

TEST_F(ApiTest, RegisteringOpensASessionInACookieThatScriptsCannotRead) {
    HttpClient ana = client();
    const HttpAnswer answer =
        ana.post("/api/auth/register",
                 R"({"email":"ana@example.com","password":"a long password","displayName":"Ana"})");
    EXPECT_EQ(answer.status, 201);
    const std::string cookie = answer.header("Set-Cookie");
    EXPECT_EQ(cookie.rfind("lsl_session=", 0), 0u) << cookie;
    for (const char* attribute :
         {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=2592000"}) {
        EXPECT_NE(cookie.find(attribute), std::string::npos) << cookie;
    }
    EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "plain http would lose it";
    // What it is told of the person is what signing in said, their roles, and how much is new.
    std::string told = "{\"roles\":[]," + answer.body.substr(1);
    told.insert(told.find("\"user\""), "\"unread_notices\":0,");
    EXPECT_EQ(ana.get("/api/me").body, told);
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");

    const HttpAnswer out = ana.post("/api/auth/logout");
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.body, "{}");
    EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(ana.get("/api/me").status, 401);
}

TEST_F(ApiTest, EveryFailureIsASentenceACodeAndTheField) {
    HttpClient nobody = client();
    const HttpAnswer answer = nobody.post(
        "/api/auth/register", R"({"email":"x","password":"a long password","displayName":"A"})");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
    EXPECT_NE(answer.body.find("\"code\":\"invalid_email\""), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find("\"field\":\"email\""), std::string::npos) << answer.body;
    EXPECT_NE(nobody.get("/api/nothing").body.find("\"code\":\"not_found\""), std::string::npos);
}

TEST_F(ApiTest, BodiesAreCheckedBeforeTheyAreRead) {
    HttpClient in = instructor();
    const std::string path = "/api/instructor/streams/create";
    EXPECT_EQ(in.post(path, "{\"title\":").status, 400);
    EXPECT_EQ(in.post(path, "[]").status, 400);
    EXPECT_EQ(in.request("POST", path, "{}", {"Content-Type: text/plain"}).status, 415);
    EXPECT_EQ(in.request("POST", path, "{}").status, 415);
    EXPECT_EQ(in.post(path, std::string((1u << 20) + 1, ' ')).status, 413);
    EXPECT_EQ(client().post(path, "{\"title\":").status, 401) << "access comes first";
}

TEST_F(ApiTest, APostWithoutABodyNeedsNoType) {
    HttpClient in = instructor();
    HttpClient ana = viewer();
    const std::string id = member(create_class(in), "id");
    EXPECT_EQ(ana.request("POST", "/api/streams/" + id + "/enroll").status, 201);
    EXPECT_EQ(ana.request("POST", "/api/streams/" + id + "/enroll").status, 200);
    EXPECT_EQ(ana.request("POST", "/api/streams/" + id + "/enroll", "x=1",
                          {"Content-Type: application/x-www-form-urlencoded"})
                  .status,
              415);
}

TEST_F(ApiTest, OtherMethodsAre405WithAllow) {
    HttpClient nobody = client();
    const HttpAnswer answer = nobody.request("PUT", "/api/streams");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_NE(answer.body.find("method_not_allowed"), std::string::npos);
    EXPECT_EQ(nobody.request("OPTIONS", "/api/streams").status, 204);
    EXPECT_EQ(nobody.request("DELETE", "/streams").status, 405);
    EXPECT_EQ(nobody.request("HEAD", "/api/streams").status, 200);
    EXPECT_EQ(nobody.request("TRACE", "/api/streams").status, 405);
}

TEST_F(ApiTest, WhoMayDoWhat) {
    HttpClient nobody = client(), ana = viewer(), in = instructor();
    const std::string id = member(create_class(in), "id");
    EXPECT_EQ(nobody.get("/api/wallet").status, 401);
    EXPECT_EQ(nobody.get("/api/instructor/streams").status, 401);
    EXPECT_EQ(ana.get("/api/instructor/streams").status, 403);
    EXPECT_EQ(ana.request("POST", "/api/instructor/streams/" + id + "/start").status, 403);
    EXPECT_EQ(in.get("/api/instructor/streams").status, 200);
    EXPECT_EQ(in.get("/api/wallet").status, 401);
}

TEST_F(ApiTest, ForeignPagesAreRefused) {
    HttpClient in = instructor(), ana = viewer();
    const std::string path = "/api/streams/" + member(create_class(in), "id") + "/enroll";
    EXPECT_EQ(ana.request("POST", path, "", {"Origin: https://evil.example"}).status, 403);
    EXPECT_EQ(ana.request("POST", path, "", {"Sec-Fetch-Site: cross-site"}).status, 403);
    EXPECT_EQ(ana.request("POST", path, "", {"Origin: " + server_->public_url()}).status, 201);
}

TEST_F(ApiTest, HostRulesEndTheConnection) {
    for (const std::string_view request :
         {"GET /api/streams HTTP/1.1\r\n\r\n",
          "GET /api/streams HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET /api/streams HTTP/1.1\r\nHost: a b\r\n\r\n"}) {
        lsl::testing::HttpConnection connection(port());
        connection.send(request);
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer) << request;
        EXPECT_EQ(answer->status, 400) << request;
        EXPECT_TRUE(connection.closes_within(std::chrono::seconds(2))) << request;
    }
}

TEST_F(ApiTest, EveryAnswerCarriesTheSecurityHeaders) {
    HttpClient nobody = client();
    for (const char* path : {"/streams", "/api/streams", "/api/nothing", "/healthz", "/nothing"}) {
        const HttpAnswer answer = nobody.get(path);
        const std::string policy = answer.header("Content-Security-Policy");
        EXPECT_NE(policy.find("script-src 'self' 'wasm-unsafe-eval';"), std::string::npos) << path;
        EXPECT_EQ(policy.find("'unsafe-"), std::string::npos) << path;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(answer.header("Cross-Origin-Opener-Policy"), "same-origin") << path;
        EXPECT_NE(answer.header("Permissions-Policy").find("camera=(self)"), std::string::npos);
        EXPECT_EQ(answer.header("Strict-Transport-Security"), "") << "not on plain http";
        EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << path;
    }
}

TEST_F(ApiTest, TheCalendarFileIsNotSentTwice) {
    HttpClient in = instructor(), nobody = client();
    const std::string path = "/api/streams/" + member(create_class(in), "id") + "/calendar.ics";
    const HttpAnswer file = nobody.get(path);
    EXPECT_EQ(file.header("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_NE(file.header("Content-Disposition").find("filename=\"Salsa.ics\""), std::string::npos);
    EXPECT_EQ(nobody.request("GET", path, "", {"If-None-Match: " + file.header("ETag")}).status,
              304);
}

TEST_F(ApiTest, UnknownIdsAre404) {
    HttpClient in = instructor(), ana = viewer();
    for (const std::string id : {"x", "%00", "%2e%2e", "01934f5e-7c1a-7b3c-8d2e-0123456789ab"}) {
        EXPECT_EQ(ana.get("/api/streams/" + id).status, 404) << id;
        EXPECT_EQ(ana.get("/api/streams/" + id + "/calendar.ics").status, 404) << id;
        EXPECT_EQ(ana.request("POST", "/api/streams/" + id + "/enroll").status, 404) << id;
        EXPECT_EQ(in.request("POST", "/api/instructor/streams/" + id + "/end").status, 404) << id;
        EXPECT_EQ(ana.get("/recordings/" + id).status, 404) << id;
        EXPECT_EQ(ana.get("/thumbnails/" + id).status, 404) << id;
        EXPECT_EQ(ana.get("/streams/" + id + "/watch").status, 404) << id;
    }
    EXPECT_EQ(client().get("/recordings/x").status, 401);
}

TEST_F(ApiTest, APictureHasToBeOne) {
    HttpClient in = instructor();
    const std::string path =
        "/api/instructor/streams/" + member(create_class(in), "id") + "/thumbnail";
    EXPECT_EQ(in.request("POST", path, "GIF", {"Content-Type: text/plain"}).status, 415);
    EXPECT_EQ(in.request("POST", path, "no picture", {"Content-Type: image/jpeg"}).status, 422);
    EXPECT_EQ(viewer().request("POST", path, "x", {"Content-Type: image/jpeg"}).status, 403);
}

TEST_F(ApiTest, TheLogNamesRoutesAndNoSecrets) {
    HttpClient in = instructor(), ana = viewer();
    const std::string created = create_class(in);
    const std::string token = member(created, "webrtc_token");
    ana.get("/api/streams?limit=5&secret=query");
    client().request("POST", "/whip/" + member(created, "live_input_id"), "hello",
                     {"Authorization: Bearer " + token, "Content-Type: application/sdp"});
    const std::string text = log();
    EXPECT_NE(text.find("route=\"/api/streams\" status=200"), std::string::npos) << text;
    EXPECT_NE(text.find("route=\"/whip/{live_input}\" status=400"), std::string::npos) << text;
    for (const std::string& secret : {token, member(created, "live_input_id"), std::string("query"),
                                      std::string("a long password"), ana.cookies.front(),
                                      std::string(lsl::testing::instructor_token)}) {
        ASSERT_FALSE(secret.empty());
        EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
}

TEST_F(ApiTest, HealthAndMetricsAnswer) {
    HttpClient nobody = client();
    EXPECT_NE(nobody.get("/healthz").body.find("\"version\":\""), std::string::npos);
    nobody.get("/api/streams");
    const std::string text = nobody.get("/metrics").body;
    for (const char* line :
         {"# TYPE lsl_http_requests_total counter\n",
          "lsl_http_requests_total{method=\"GET\",route=\"/api/streams\",status=\"200\"} 1\n",
          "lsl_http_request_duration_seconds_count{route=\"/api/streams\"} 1\n",
          "lsl_event_connections 0\n", "lsl_media_sessions 0\n",
          "# TYPE lsl_media_gso_datagrams histogram\n",
          "lsl_media_gso_datagrams_bucket{le=\"+Inf\"} 0\n",
          "lsl_media_drops_total{reason=\"stun_not_authentic\"} 0\n",
          "lsl_recorder_queue_bytes 0\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
}

TEST_F(ApiTest, ADataFolderBelongsToOneServer) {
    const auto second = Server::start(settings_, clock_);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("in use by another server"), std::string::npos);
}

TEST_F(ApiTest, SessionsSurviveARestart) {
    HttpClient ana = viewer();
    const auto cookies = ana.cookies;
    server_.reset();
    start();
    HttpClient later = client();
    later.cookies = cookies;
    EXPECT_EQ(later.get("/api/me").status, 200);
}

TEST_F(ApiTest, APlayerThatReportsTooOftenIsSlowedDown) {
    HttpClient ana = viewer();
    HttpClient teacher = instructor();
    const std::string path = "/api/streams/" + member(create_class(teacher), "id") + "/watching";
    for (int i = 0; i < 60; ++i) EXPECT_EQ(ana.post(path).status, 403) << "not enrolled";
    const auto refused = ana.post(path);
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.header("Retry-After"), "");
}

TEST_F(ApiTest, ProgressAndPracticeAreForThePlaceAndNotTooOften) {
    const auto put = [](HttpClient& who, const std::string& where, std::string_view body) {
        return who.request("PUT", where, body, {"Content-Type: application/json"}).status;
    };
    HttpClient ana = viewer();
    HttpClient teacher = instructor();
    const std::string path = "/api/streams/" + member(create_class(teacher), "id");
    EXPECT_EQ(ana.get(path + "/practice").status, 403) << "not enrolled";
    ASSERT_EQ(ana.post(path + "/enroll").status, 201);
    const std::string notes =
        R"({"notes":{"beats":[],"loops":[{"from_ms":1000,"name":"Turn","speed_percent":75,)"
        R"("to_ms":3000}],"mirrored":true}})";
    EXPECT_EQ(put(ana, path + "/practice", notes), 204);
    EXPECT_EQ(ana.get(path + "/practice").body, notes);
    EXPECT_EQ(put(ana, path + "/practice", R"({"notes":{"loops":3}})"), 422);
    EXPECT_EQ(put(ana, path + "/progress", R"({"positionMs":-1})"), 422);
    int status = 409;
    for (int i = 0; i < 60 && status == 409; ++i) {
        status = put(ana, path + "/progress", R"({"positionMs":1000})");
    }
    EXPECT_EQ(status, 429);
    EXPECT_EQ(ana.get(path + "/practice").body, notes) << "reading goes on";
}

}  // namespace
}  // namespace lsl::http
