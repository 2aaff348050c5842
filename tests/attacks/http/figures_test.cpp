#include "tests/server/http/server_fixture.h"

// Who reads the server's figures, and what a shared computer keeps of a person.

namespace lsl::attacks {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;
using lsl::testing::HttpConnection;

class Figures : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        settings_.metrics_token = "h3Lk9Qw2Zx7Vb5Nm-metrics";
        start();
    }
    int status(const std::string& host, const std::string& headers = {}) const {
        HttpConnection connection(port());
        connection.send("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
        return connection.read_answer().value_or(HttpAnswer{}).status;
    }
};

TEST_F(Figures, AreForThisMachineAndForWhoHasTheToken) {
    EXPECT_EQ(status("localhost:1"), 200);
    EXPECT_EQ(status("127.0.0.1"), 200);
    EXPECT_EQ(status("[::1]:8080"), 200);
    const std::string token = "Authorization: Bearer h3Lk9Qw2Zx7Vb5Nm-metrics\r\n";
    EXPECT_EQ(status("live.example.com", token), 200);
}

TEST_F(Figures, AreNotForTheWorldBehindAProxyOfThisMachine) {
    EXPECT_EQ(status("localhost", "X-Forwarded-For: 203.0.113.9\r\n"), 401);
    EXPECT_EQ(status("localhost", "Forwarded: for=203.0.113.9\r\n"), 401);
    EXPECT_EQ(status("localhost", "X-Real-IP: 203.0.113.9\r\n"), 401);
    EXPECT_EQ(status("live.example.com"), 401) << "as a proxy that adds nothing would ask";
    EXPECT_EQ(status("localhost.example.com"), 401);
    EXPECT_EQ(status("localhost", "Via: 1.1 proxy\r\nAuthorization: Bearer guess\r\n"), 401);
}

TEST_F(Figures, ASharedComputerKeepsNothingOfAPerson) {
    HttpClient ana = viewer("ana");
    for (const char* page : {"/streams", "/account", "/login"}) {
        EXPECT_EQ(ana.get(page).header("Cache-Control"), "no-store") << page;
    }
    for (const char* answer : {"/api/me", "/api/wallet", "/api/enrollments", "/api/streams"}) {
        EXPECT_EQ(ana.get(answer).header("Cache-Control"), "no-store") << answer;
    }
    EXPECT_EQ(instructor().get("/instructor/streams").header("Cache-Control"), "no-store");
    EXPECT_EQ(client().get("/streams").header("Cache-Control"), "private, no-cache");
    EXPECT_EQ(ana.post("/api/auth/logout").header("Clear-Site-Data"), "\"cache\"");
    EXPECT_EQ(instructor().post("/api/instructor/logout").header("Clear-Site-Data"), "\"cache\"");
}

}  // namespace
}  // namespace lsl::attacks
