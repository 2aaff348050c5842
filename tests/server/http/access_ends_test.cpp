// Who may no longer watch sees no more within two seconds, whatever took the right away. Over HTTP
// to the real server, with its real clock: what is promised is a time.

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "server/store/database.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

// What a browser offers to receive, shortened.
constexpr std::string_view offer =
    "v=0\r\no=- 4611732 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:"
    "FF\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\n"
    "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n";

class AccessEnds : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        in_ = std::make_unique<HttpClient>(instructor());
        class_ = member(create_class(*in_), "id");
        ana_ = std::make_unique<HttpClient>(viewer("ana"));
        ASSERT_EQ(ana_->post("/api/streams/" + class_ + "/enroll").status, 201);
        ASSERT_EQ(in_->post("/api/instructor/streams/" + class_ + "/start").status, 200);
    }
    HttpAnswer playback(HttpClient& person) {
        return person.get("/api/streams/" + class_ + "/playback");
    }
    HttpAnswer watch_with(const HttpAnswer& ticket) {
        return client().request("POST", member(ticket.body, "url"), offer,
                                {"Authorization: Bearer " + member(ticket.body, "token"),
                                 "Content-Type: application/sdp"});
    }
    /// The URL of a WHEP session.
    std::string watch(HttpClient& person) {
        const HttpAnswer answer = watch_with(playback(person));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.header("Location");
    }
    int status(const std::string& session) { return client().get(session).status; }
    bool within_two_seconds(const std::function<bool()>& holds) {
        const MonoTime end = clock_.mono() + 2s;
        while (clock_.mono() < end) {
            if (holds()) return true;
            std::this_thread::sleep_for(20ms);
        }
        return false;
    }
    bool is_gone(const std::string& session) {
        return within_two_seconds([&] { return status(session) == 404; });
    }
    /// As an operator who takes a right away in the database.
    void execute(const char* sql) {
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        ASSERT_TRUE(database->write([&](store::Connection& tx) { return tx.execute(sql); }));
    }

    std::string class_;
    std::unique_ptr<HttpClient> in_, ana_;
};

TEST_F(AccessEnds, WithTheLogin) {
    const HttpAnswer ticket = playback(*ana_);
    const std::string session = watch_with(ticket).header("Location");
    ASSERT_EQ(status(session), 204);
    ASSERT_EQ(ana_->post("/api/auth/logout").status, 200);
    EXPECT_TRUE(is_gone(session)) << "the picture goes on after signing out";
    EXPECT_EQ(watch_with(ticket).status, 401) << "the token opens new sessions after signing out";
}

TEST_F(AccessEnds, OfOneDeviceWithItsLoginAndOfNoOther) {
    HttpClient phone = client();
    ASSERT_EQ(
        phone.post("/api/auth/login", R"({"email":"ana@example.com","password":"a long password"})")
            .status,
        200);
    const std::string at_home = watch(*ana_);
    const std::string on_the_phone = watch(phone);
    ASSERT_EQ(phone.post("/api/auth/logout").status, 200);
    EXPECT_TRUE(is_gone(on_the_phone));
    EXPECT_EQ(status(at_home), 204);
}

TEST_F(AccessEnds, WithALoginThatAnotherReplaces) {
    const std::string session = watch(*ana_);
    const std::vector<std::string> old_cookies = ana_->cookies;
    // In the same browser, so with the old cookie.
    ASSERT_EQ(
        ana_->post("/api/auth/login", R"({"email":"ana@example.com","password":"a long password"})")
            .status,
        200);
    ASSERT_NE(ana_->cookies, old_cookies);
    EXPECT_TRUE(is_gone(session));
    EXPECT_EQ(status(watch(*ana_)), 204);
}

TEST_F(AccessEnds, WhenThePlaceInTheClassIsTakenBack) {
    const std::string session = watch(*ana_);
    execute("DELETE FROM stream_enrollments");
    EXPECT_TRUE(is_gone(session)) << "a refund leaves the picture on";
}

TEST_F(AccessEnds, WhenTheRightIsTakenBack) {
    const std::string session = watch(*ana_);
    execute("UPDATE stream_enrollments SET can_watch_live = 0");
    EXPECT_TRUE(is_gone(session));
}

TEST_F(AccessEnds, WhenTheLoginsTimeIsOver) {
    const std::string session = watch(*ana_);
    execute("UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000Z'");
    EXPECT_TRUE(is_gone(session));
}

TEST_F(AccessEnds, WhenTheClassIsCancelled) {
    const HttpAnswer ticket = playback(*ana_);
    const std::string session = watch_with(ticket).header("Location");
    ASSERT_EQ(in_->post("/api/instructor/streams/" + class_ + "/cancel").status, 200);
    EXPECT_TRUE(is_gone(session));
    EXPECT_NE(watch_with(ticket).status, 201);
}

TEST_F(AccessEnds, OfStaffWhoAreRemoved) {
    HttpClient carl = viewer("carl");
    const std::string staff = "/api/instructor/streams/" + class_ + "/staff";
    const HttpAnswer invited = in_->post(staff, R"({"role":"moderator"})");
    const std::string url = member(invited.body, "url");
    ASSERT_EQ(carl.post("/api/invitations/" + url.substr(url.find('#') + 1) + "/accept").status,
              200);
    const HttpAnswer ticket = playback(carl);
    const std::string session = watch_with(ticket).header("Location");
    ASSERT_EQ(status(session), 204);
    ASSERT_EQ(in_->request("DELETE", staff + "/" + member(carl.get("/api/me").body, "id")).status,
              204);
    EXPECT_TRUE(is_gone(session)) << "who was removed from the team goes on watching";
    EXPECT_NE(watch_with(ticket).status, 201);
}

TEST_F(AccessEnds, OfTheOldestWhenOnePersonOpensTooMany) {
    std::vector<std::string> sessions;
    for (int i = 0; i < 59; ++i) sessions.push_back(watch(*ana_));
    int open = 0;
    for (const std::string& session : sessions) open += status(session) == 204;
    EXPECT_EQ(open, 3);
    EXPECT_EQ(status(sessions.back()), 204) << "the newest wins";
    const HttpAnswer told = client().get(sessions.front());
    EXPECT_EQ(told.status, 409);
    EXPECT_EQ(member(told.body, "code"), "playing_elsewhere") << told.body;

    HttpClient bert = viewer("bert");
    ASSERT_EQ(bert.post("/api/streams/" + class_ + "/enroll").status, 201);
    const std::string other = watch(bert);
    EXPECT_EQ(status(other), 204);
    EXPECT_EQ(status(sessions.back()), 204) << "others count for themselves";
}

TEST_F(AccessEnds, OfAnEncoderWhoseTokenIsReplaced) {
    const std::string before = in_->get("/api/instructor/streams/" + class_).body;
    const auto publish = [&](const std::string& row) {
        std::string sends(offer);
        sends.replace(sends.find("recvonly"), 8, "sendonly");
        return client().request("POST", "/whip/" + member(row, "live_input_id"), sends,
                                {"Authorization: Bearer " + member(row, "webrtc_token"),
                                 "Content-Type: application/sdp"});
    };
    const std::string stolen = publish(before).header("Location");
    const std::string viewing = watch(*ana_);
    const std::string path = "/api/instructor/streams/" + class_ + "/inputs/main/rotate-token";
    EXPECT_EQ(ana_->post(path).status, 403);
    EXPECT_EQ(client().post(path).status, 401);
    const HttpAnswer rotated = in_->post(path);
    ASSERT_EQ(rotated.status, 200) << rotated.body;
    EXPECT_NE(member(rotated.body, "webrtc_token"), member(before, "webrtc_token"));
    EXPECT_EQ(status(stolen), 404) << "who publishes with the old token goes on";
    EXPECT_EQ(publish(before).status, 401);
    EXPECT_EQ(publish(rotated.body).status, 201);
    EXPECT_EQ(status(viewing), 204) << "viewers wait for whoever comes";
    ASSERT_EQ(in_->post("/api/instructor/streams/" + class_ + "/end").status, 200);
    EXPECT_EQ(in_->post(path).status, 409);
    EXPECT_EQ(in_->post("/api/instructor/streams/x/inputs/main/rotate-token").status, 404);
}

class ReplayAccessEnds : public AccessEnds {
  protected:
    void SetUp() override {
        AccessEnds::SetUp();
        ASSERT_EQ(in_->post("/api/instructor/streams/" + class_ + "/end").status, 200);
        // Nothing was sent, so nothing was recorded: what stands here for it comes afterwards.
        ASSERT_TRUE(within_two_seconds([&] {
            return member(in_->get("/api/instructor/streams/" + class_).body, "recording_state") ==
                   "failed";
        }));
        std::filesystem::create_directories(folder_.path() / "recordings");
        std::ofstream(folder_.path() / "recordings/video-1.webm")
            << sound_file_head() << std::string(size, 'v');
        execute(
            "UPDATE recordings SET state = 'available', available = TRUE, video_id = 'video-1'");
    }
    /// A player that has begun and reads as it plays: the rest waits in the server.
    void begin(lsl::testing::HttpConnection& player, const std::string& headers) {
        player.send("GET /recordings/video-1 HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        EXPECT_NE(player.read_until("vvvv", 5s), "");
    }
    /// What a recording is told by is its first bytes: those of plain sound are the shortest.
    static std::string sound_file_head() {
        using namespace std::string_literals;
        return "RIFF\xFF\xFF\xFF\x7FWAVEfmt "s + "\x10\0\0\0\1\0\1\0"s + "\x80\xBB\0\0\0\x77\1\0"s +
               "\2\0\x10\0"s + "data\xDB\xFF\xFF\x7F"s;
    }
    static constexpr std::size_t size = 200u << 20;
};

TEST_F(ReplayAccessEnds, InTheMiddleOfAnAnswer) {
    lsl::testing::HttpConnection player(port());
    begin(player, "Cookie: " + ana_->cookie_header() + "\r\n");
    ASSERT_EQ(ana_->post("/api/auth/logout").status, 200);
    std::this_thread::sleep_for(1200ms);
    EXPECT_TRUE(player.closes_within(2s)) << "200 MB go on after signing out";
}

TEST_F(ReplayAccessEnds, ForTokensToo) {
    const HttpAnswer ticket = playback(*ana_);
    const std::string bearer = "Authorization: Bearer " + member(ticket.body, "token");
    const auto range = [&] {
        return client()
            .request("GET", member(ticket.body, "url"), "", {bearer, "Range: bytes=0-0"})
            .status;
    };
    ASSERT_EQ(range(), 206) << ticket.body;
    ASSERT_EQ(ana_->post("/api/auth/logout").status, 200);
    EXPECT_EQ(range(), 401);
}

TEST_F(ReplayAccessEnds, OfStaffWhoAreRemovedInTheMiddleOfAnAnswer) {
    HttpClient carl = viewer("carl");
    const std::string staff = "/api/instructor/streams/" + class_ + "/staff";
    const HttpAnswer invited = in_->post(staff, R"({"role":"moderator"})");
    const std::string url = member(invited.body, "url");
    ASSERT_EQ(carl.post("/api/invitations/" + url.substr(url.find('#') + 1) + "/accept").status,
              200);
    lsl::testing::HttpConnection player(port());
    begin(player, "Cookie: " + carl.cookie_header() + "\r\n");
    ASSERT_EQ(in_->request("DELETE", staff + "/" + member(carl.get("/api/me").body, "id")).status,
              204);
    std::this_thread::sleep_for(1200ms);
    EXPECT_TRUE(player.closes_within(2s)) << "200 MB go on after the removal";
}

TEST_F(ReplayAccessEnds, WithTheReplayWeek) {
    lsl::testing::HttpConnection player(port());
    begin(player, "Cookie: " + ana_->cookie_header() + "\r\n");
    execute("UPDATE stream_enrollments SET replay_access_expires_at = '2020-01-01T00:00:00.000Z'");
    std::this_thread::sleep_for(1200ms);
    EXPECT_TRUE(player.closes_within(2s));
}

}  // namespace
}  // namespace lsl::http
