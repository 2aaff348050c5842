// A class whose media is at Cloudflare, from its creation to the end of its replay: the whole
// server, the stand-in over real HTTP, a publisher and this server's own viewer over real sockets.

#include <fstream>
#include <sstream>

#include "server/cloudflare/stream_api.h"
#include "server/cloudflare/webrtc_http.h"
#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "tests/fakes/cloudflare/stand_in.h"
#include "tests/media/socket_peer.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpClient;

constexpr const char* webhook_secret = "wh_secret_of_these_tests_0123456789";

class HostedClassTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        stand_in_options_.folder = folder_.path() / "stand-in";
        std::filesystem::create_directories(stand_in_options_.folder);
        auto started = fakes::StandIn::start(stand_in_options_, clock_);
        ASSERT_TRUE(started) << started.error().detail;
        stand_in_ = std::move(*started);
        control("settings", R"({"ready_after_ms": 300})");

        cloudflare::ApiOptions account;
        account.account_id = stand_in_options_.account_id;
        account.api_token = stand_in_options_.api_token;
        account.api_base = stand_in_->api_base();
        cloudflare::ApiCalls calls(clock_, account);
        const auto key = cloudflare::StreamApi(calls).create_signing_key();
        ASSERT_TRUE(key) << key.error().detail;

        settings_.media_backend = config::MediaBackend::Cloudflare;
        settings_.cloudflare_account_id = account.account_id;
        settings_.cloudflare_api_token = account.api_token;
        settings_.cloudflare_signing_key_id = key->id;
        settings_.cloudflare_signing_key_pem = key->pem;
        settings_.cloudflare_api_base = account.api_base;
        settings_.cloudflare_webhook_secret = webhook_secret;
        start();
    }
    void TearDown() override { server_.reset(); }

    void control(const std::string& what, const std::string& json) {
        cloudflare::HttpRequest request;
        request.method = "POST";
        request.url = stand_in_->url() + "/__stand_in/" + what;
        request.body = json;
        request.content_type = "application/json";
        const auto answer = cloudflare::exchange(request, {});
        ASSERT_TRUE(answer && answer->is_success()) << what << (answer ? answer->body : "");
    }
    int status_of(const std::string& url) const {
        cloudflare::HttpRequest request;
        request.url = url;
        const auto answer = cloudflare::exchange(request, {});
        return answer ? answer->status : 0;
    }
    std::string calls() const {
        std::ifstream file(stand_in_->log_file());
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    /// The camera sends 50 frames a second until `done`, or for 30 seconds.
    template <class Done>
    bool broadcast_until(Done done) {
        const MonoTime end = clock_.mono() + std::chrono::seconds(30);
        MonoTime next_frame = clock_.mono();
        MonoTime next_look = clock_.mono();
        while (clock_.mono() < end) {
            camera_.work(clock_);
            if (camera_.client.connected() && clock_.mono() >= next_frame) {
                camera_.client.send_frame(5'000, frames_ % 50 == 0, clock_.mono());
                ++frames_;
                next_frame = clock_.mono() + std::chrono::milliseconds(20);
            }
            if (clock_.mono() < next_look) continue;
            if (done()) return true;
            next_look = clock_.mono() + std::chrono::milliseconds(100);
        }
        return false;
    }
    bool publish(const std::string& whip_url) {
        const auto answer = cloudflare::post_offer(whip_url, camera_.client.offer(), {});
        return answer && *answer && camera_.client.accept((*answer)->answer_sdp, clock_.mono());
    }

    fakes::StandInOptions stand_in_options_;
    std::unique_ptr<fakes::StandIn> stand_in_;
    std::unique_ptr<media::DtlsContext> dtls_ = std::move(media::DtlsContext::make().value());
    test::SocketPeer camera_{*dtls_, true};
    int frames_ = 0;
};

TEST_F(HostedClassTest, IsPublishedWatchedRecordedUploadedAndDeleted) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string id = member(made, "id");
    const std::string whip_url = member(made, "webrtc_url");
    EXPECT_EQ(member(made, "media_backend"), "cloudflare");
    ASSERT_TRUE(whip_url.starts_with(stand_in_->url())) << made;
    HttpClient ana = viewer(), stranger = viewer("ben");
    EXPECT_EQ(ana.post("/api/streams/" + id + "/enroll").status, 201);
    const std::string playback = "/api/streams/" + id + "/playback";
    const std::string steps = "/api/instructor/streams/" + id;

    // Live: this server watches along, and so does who paid.
    ASSERT_TRUE(publish(whip_url));
    ASSERT_TRUE(broadcast_until([&] { return camera_.client.connected(); }));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    EXPECT_TRUE(broadcast_until([&] {
        return teacher.get(steps).body.find("\"connected\":true") != std::string::npos;
    })) << teacher.get(steps).body;
    EXPECT_EQ(stranger.get(playback).status, 403);
    const std::string live = ana.get(playback).body;
    EXPECT_EQ(member(live, "kind"), "whep") << live;
    EXPECT_EQ(member(live, "token"), "");
    EXPECT_TRUE(member(live, "url").ends_with("/webRTC/play"));
    EXPECT_EQ(ana.post("/api/streams/" + id + "/watching").status, 200);
    EXPECT_TRUE(broadcast_until([&] {
        return stranger.get("/api/streams/" + id).body.find("\"viewers\":1") != std::string::npos;
    }));
    // Some seconds of a class.
    const int until = frames_ + 100;
    EXPECT_TRUE(broadcast_until([&] { return frames_ >= until; }));

    // Over: recorded here, uploaded, and only then announced.
    ASSERT_EQ(teacher.post(steps + "/end").status, 200);
    EXPECT_EQ(ana.get(playback).status, 409);
    EXPECT_TRUE(broadcast_until([&] {
        return ana.get("/api/streams/" + id).body.find("\"recording_available\":true") !=
               std::string::npos;
    })) << teacher.get(steps).body;
    const std::string replay = ana.get(playback).body;
    EXPECT_EQ(member(replay, "kind"), "hls") << replay;
    const std::string player = member(replay, "fallback_url");
    EXPECT_EQ(status_of(player), 200);
    const std::string uid = member(ana.get("/api/streams/" + id).body, "recording_video_id");
    EXPECT_EQ(status_of(stand_in_->url() + "/" + uid + "/iframe"), 401);
    EXPECT_TRUE(broadcast_until([&] {
        return !std::filesystem::exists(folder_.path() / "recordings") ||
               std::filesystem::is_empty(folder_.path() / "recordings");
    })) << "the local copy goes";

    // The publish URL is dead, and nothing secret was told to viewers or to the log.
    EXPECT_TRUE(broadcast_until([&] { return !publish(whip_url); }));
    const std::string secret = whip_url.substr(stand_in_->url().size() + 1).substr(0, 20);
    const std::string told =
        live + replay + ana.get("/api/streams/" + id).body + ana.get("/api/streams").body + log();
    EXPECT_EQ(told.find(secret), std::string::npos);
    EXPECT_EQ(told.find(stand_in_options_.api_token), std::string::npos);
    EXPECT_EQ(told.find(settings_.cloudflare_signing_key_pem), std::string::npos);

    // A week later. The row is made older, as time would.
    ASSERT_EQ(teacher
                  .request("PATCH", steps, R"({"keepForCatalog":false})",
                           {"Content-Type: application/json"})
                  .status,
              200);
    {
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        const auto aged = database->write([&](store::Connection& tx) -> Result<void> {
            store::StreamsStore rows(tx);
            auto row = LSL_TRY(rows.find(*StreamId::parse(id))).value();
            row.recording.expires_at = clock_.utc() - std::chrono::hours(1);
            return rows.update(row);
        });
        ASSERT_TRUE(aged);
    }
    const auto report =
        client().request("POST", "/api/cron/cleanup-recordings", "",
                         {"Authorization: Bearer " + std::string(lsl::testing::cron_secret)});
    EXPECT_NE(report.body.find("\"deleted\""), std::string::npos) << report.body;
    EXPECT_EQ(status_of(player), 404);

    // What Cloudflare was asked for, in this order.
    const std::string log = calls();
    std::size_t at = 0;
    for (const std::string& step :
         {std::string("/stream/live_inputs\""), std::string("/webRTC/publish"),
          std::string("/webRTC/play"), std::string("rotate_keys"), std::string("\"PATCH\""),
          std::string("/iframe"), std::string("\"DELETE\"")}) {
        const std::size_t found = log.find(step, at);
        ASSERT_NE(found, std::string::npos) << step << " is not among\n" << log.substr(at);
        at = found;
    }
}

TEST_F(HostedClassTest, TheInstructorHearsDuringTheClassThatItIsNotRecorded) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    control("faults", R"({"kind":"status","status":401,"count":1000,"path":"/webRTC/play"})");
    ASSERT_TRUE(publish(member(made, "webrtc_url")));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    EXPECT_TRUE(broadcast_until(
        [&] { return member(teacher.get(steps).body, "recording_trouble") != ""; }));

    cloudflare::HttpRequest no_faults;
    no_faults.method = "DELETE";
    no_faults.url = stand_in_->url() + "/__stand_in/faults";
    ASSERT_TRUE(cloudflare::exchange(no_faults, {}));
    EXPECT_TRUE(broadcast_until([&] {
        const std::string now = teacher.get(steps).body;
        return now.find("\"connected\":true") != std::string::npos &&
               member(now, "recording_trouble").empty();
    }));
}

TEST_F(HostedClassTest, AKeptClassBecomesAWorkoutThatPlaysFromThere) {
    HttpClient teacher = instructor(), anybody = viewer("cleo");
    const std::string made = create_class(teacher);
    const std::string id = member(made, "id");
    const std::string steps = "/api/instructor/streams/" + id;
    ASSERT_TRUE(publish(member(made, "webrtc_url")));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    ASSERT_TRUE(broadcast_until(
        [&] { return teacher.get(steps).body.find("\"connected\":true") != std::string::npos; }));
    const int until = frames_ + 100;
    ASSERT_TRUE(broadcast_until([&] { return frames_ >= until; }));
    ASSERT_EQ(teacher.post(steps + "/end").status, 200);
    ASSERT_TRUE(broadcast_until([&] {
        return teacher.get(steps).body.find("\"recording_available\":true") != std::string::npos;
    }));
    const std::string uid = member(teacher.get(steps).body, "recording_video_id");
    {
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        const auto aged = database->write([&](store::Connection& tx) -> Result<void> {
            store::StreamsStore rows(tx);
            auto row = LSL_TRY(rows.find(*StreamId::parse(id))).value();
            row.recording.expires_at = clock_.utc() - std::chrono::days(54);
            row.stream.migration_scheduled_at = clock_.utc() - std::chrono::hours(1);
            return rows.update(row);
        });
        ASSERT_TRUE(aged);
    }
    const auto job = [&](const std::string& name) {
        return client()
            .request("POST", "/api/cron/" + name, "",
                     {"Authorization: Bearer " + std::string(lsl::testing::cron_secret)})
            .body;
    };
    EXPECT_NE(job("cleanup-recordings").find("\"expired\""), std::string::npos);
    EXPECT_NE(job("cleanup-recordings").find("\"processed\":0"), std::string::npos);

    // Cloudflare does not answer: reported, and tried again with the next run.
    control("faults", R"({"kind":"status","status":500,"count":3,"method":"GET","path":"/stream/)" +
                          uid + R"("})");
    EXPECT_NE(job("migrate-streams-to-workouts").find("\"failed\":1"), std::string::npos);
    EXPECT_NE(job("migrate-streams-to-workouts").find("\"migrated\""), std::string::npos);
    EXPECT_NE(job("migrate-streams-to-workouts").find("\"processed\":0"), std::string::npos);
    const std::string workout = member(client().get("/api/workouts").body, "id");
    const std::string playback = anybody.get("/api/workouts/" + workout + "/playback").body;
    EXPECT_EQ(member(playback, "kind"), "hls") << playback;
    EXPECT_EQ(status_of(member(playback, "fallback_url")), 200);
}

TEST_F(HostedClassTest, ABrowserMayReachWhereTheMediaComesFrom) {
    HttpClient teacher = instructor();
    // A page opened before the first class may stay open until it is live.
    for (const char* when : {"before the address is known", "after"}) {
        const std::string policy = teacher.get("/streams").header("Content-Security-Policy");
        EXPECT_NE(policy.find("connect-src 'self' " + stand_in_->url()), std::string::npos)
            << when << ": " << policy;
        EXPECT_NE(policy.find("frame-src " + stand_in_->url()), std::string::npos)
            << when << ": " << policy;
        create_class(teacher);
    }
}

TEST_F(HostedClassTest, TheWebhookOfAVideoBringsTheReplayBeforeTheNextLook) {
    // The account's webhook leads here, and its secret is known here.
    cloudflare::ApiOptions account;
    account.account_id = stand_in_options_.account_id;
    account.api_token = stand_in_options_.api_token;
    account.api_base = stand_in_->api_base();
    cloudflare::ApiCalls api_calls(clock_, account);
    cloudflare::StreamApi api(api_calls);
    const auto hook = [&] {
        return api.set_webhook("http://127.0.0.1:" + std::to_string(port()) +
                               "/api/webhooks/cloudflare/video");
    };
    const auto first = hook();
    ASSERT_TRUE(first);
    settings_.cloudflare_webhook_secret = first->secret;
    server_.reset();
    start();
    const auto again = hook();
    ASSERT_TRUE(again);
    ASSERT_EQ(again->secret, first->secret) << "an account has one";
    control("settings", R"({"ready_after_ms": 600000})");

    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    ASSERT_TRUE(publish(member(made, "webrtc_url")));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    ASSERT_TRUE(broadcast_until(
        [&] { return teacher.get(steps).body.find("\"connected\":true") != std::string::npos; }));
    const int until = frames_ + 100;
    ASSERT_TRUE(broadcast_until([&] { return frames_ >= until; }));
    ASSERT_EQ(teacher.post(steps + "/end").status, 200);
    const auto uid = [&]() -> std::string {
        const auto videos = api.videos({});
        return videos && !videos->empty() ? videos->front().uid : "";
    };
    ASSERT_TRUE(broadcast_until([&] { return !uid().empty(); }));
    const auto looks = [&] {
        const std::string log = calls();
        const std::string look = "/stream/" + uid() + "\"";
        int count = 0;
        for (std::size_t at = log.find(look); at != std::string::npos; at = log.find(look, at + 1))
            ++count;
        return count;
    };
    ASSERT_TRUE(broadcast_until([&] { return looks() >= 1; })) << calls();
    // The next look is ten seconds away or more.
    control("videos/" + uid(), R"({"state":"ready"})");
    const MonoTime told = clock_.mono();
    control("webhooks/video", R"({"uid":")" + uid() + R"(","kind":"good"})");
    EXPECT_TRUE(broadcast_until([&] {
        return teacher.get(steps).body.find("\"recording_available\":true") != std::string::npos;
    }));
    EXPECT_LT(clock_.mono() - told, std::chrono::seconds(5));
}

TEST_F(HostedClassTest, OnlyCloudflareIsHeardAtTheWebhooks) {
    const std::string body = R"({"name":"x","data":{"input_id":"0123456789abcdef0123456789abcdef",)"
                             R"("event_type":"live_input.connected",)"
                             R"("updated_at":"2026-11-25T20:00:00Z"}})";
    const std::string inputs = "/api/webhooks/cloudflare/live-input";
    const std::string videos = "/api/webhooks/cloudflare/video";
    const std::string right = "cf-webhook-auth: " + std::string(webhook_secret);
    EXPECT_EQ(client().request("POST", inputs, body, {right}).status, 200);
    EXPECT_EQ(client().request("POST", inputs, body, {right}).status, 200) << "again";
    EXPECT_EQ(client().request("POST", inputs, body, {"cf-webhook-auth: wrong"}).status, 401);
    EXPECT_EQ(client().request("POST", inputs, body).status, 401);
    EXPECT_EQ(client().request("POST", inputs, "{", {right}).status, 400);
    EXPECT_EQ(client().request("POST", videos, "{}", {"Webhook-Signature: time=1,sig1=00"}).status,
              401);
    EXPECT_EQ(client().request("POST", videos, "{}").status, 401);
    EXPECT_EQ(client().request("GET", videos).status, 405);
}

}  // namespace
}  // namespace lsl::http
