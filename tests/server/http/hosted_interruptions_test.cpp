// What happens to classes at Cloudflare when something is late, breaks off, or is configured
// otherwise: the whole server against the stand-in.

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

class HostedInterruptionsTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        stand_in_options_.folder = folder_.path() / "stand-in";
        std::filesystem::create_directories(stand_in_options_.folder);
        auto started = fakes::StandIn::start(stand_in_options_, clock_);
        ASSERT_TRUE(started) << started.error().detail;
        stand_in_ = std::move(*started);
        control("POST", "settings", R"({"ready_after_ms": 300})");
        account_.account_id = stand_in_options_.account_id;
        account_.api_token = stand_in_options_.api_token;
        account_.api_base = stand_in_->api_base();
        const auto key = api().create_signing_key();
        ASSERT_TRUE(key) << key.error().detail;
        settings_.media_backend = config::MediaBackend::Cloudflare;
        settings_.cloudflare_account_id = account_.account_id;
        settings_.cloudflare_api_token = account_.api_token;
        settings_.cloudflare_signing_key_id = key->id;
        settings_.cloudflare_signing_key_pem = key->pem;
        settings_.cloudflare_api_base = account_.api_base;
        start();
    }
    void TearDown() override { server_.reset(); }

    cloudflare::StreamApi api() {
        calls_.emplace(clock_, account_);
        return cloudflare::StreamApi(*calls_);
    }
    void restart() {
        server_.reset();
        start();
    }
    void control(const std::string& method, const std::string& what, const std::string& json) {
        cloudflare::HttpRequest request;
        request.method = method;
        request.url = stand_in_->url() + "/__stand_in/" + what;
        request.body = json;
        if (!json.empty()) request.content_type = "application/json";
        const auto answer = cloudflare::exchange(request, {});
        ASSERT_TRUE(answer && answer->is_success()) << what << (answer ? answer->body : "");
    }
    struct Camera {
        explicit Camera(const media::DtlsContext& dtls) : peer(dtls, true) {}
        test::SocketPeer peer;
        std::string session;
        int frames = 0;
    };
    bool publish(Camera& camera, const std::string& whip_url) {
        const auto answer = cloudflare::post_offer(whip_url, camera.peer.client.offer(), {});
        if (!answer || !*answer) return false;
        camera.session = (*answer)->session_url;
        return bool(camera.peer.client.accept((*answer)->answer_sdp, clock_.mono()));
    }
    template <class Done>
    bool broadcast_until(Camera* camera, Done done, int seconds = 30) {
        const MonoTime end = clock_.mono() + std::chrono::seconds(seconds);
        MonoTime next_frame = clock_.mono();
        MonoTime next_look = clock_.mono();
        while (clock_.mono() < end) {
            if (camera) {
                camera->peer.work(clock_);
                if (camera->peer.client.connected() && clock_.mono() >= next_frame) {
                    camera->peer.client.send_frame(5'000, camera->frames++ % 50 == 0,
                                                   clock_.mono());
                    next_frame = clock_.mono() + std::chrono::milliseconds(20);
                }
            }
            if (clock_.mono() < next_look) continue;
            if (done()) return true;
            next_look = clock_.mono() + std::chrono::milliseconds(100);
        }
        return false;
    }
    bool pulled(HttpClient& teacher, const std::string& steps) {
        return teacher.get(steps).body.find("\"connected\":true") != std::string::npos;
    }
    bool flows(HttpClient& teacher, const std::string& steps) {
        return teacher.get(steps).body.find("\"video_bitrate_bps\":0") == std::string::npos;
    }
    bool some_seconds(Camera& camera) {
        const int until = camera.frames + 100;
        return broadcast_until(&camera, [&] { return camera.frames >= until; });
    }
    bool replay_there(HttpClient& teacher, const std::string& steps) {
        return broadcast_until(nullptr, [&] {
            return teacher.get(steps).body.find("\"recording_available\":true") !=
                   std::string::npos;
        });
    }
    template <class Change>
    void change_row(const std::string& id, Change change) {
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        const auto done = database->write([&](store::Connection& tx) -> Result<void> {
            store::StreamsStore rows(tx);
            auto row = LSL_TRY(rows.find(*StreamId::parse(id))).value();
            change(row);
            return rows.update(row);
        });
        ASSERT_TRUE(done);
    }
    std::string job(const std::string& name) {
        return client()
            .request("POST", "/api/cron/" + name, "",
                     {"Authorization: Bearer " + std::string(lsl::testing::cron_secret)})
            .body;
    }

    fakes::StandInOptions stand_in_options_;
    std::unique_ptr<fakes::StandIn> stand_in_;
    cloudflare::ApiOptions account_;
    std::optional<cloudflare::ApiCalls> calls_;
    std::unique_ptr<media::DtlsContext> dtls_ = std::move(media::DtlsContext::make().value());
    Camera first_{*dtls_}, second_{*dtls_};
};

TEST_F(HostedInterruptionsTest, AClassThatStartsBeforeItsCameraIsRecordedAndSoAfterADrop) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    const std::string whip_url = member(made, "webrtc_url");
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    EXPECT_FALSE(broadcast_until(
        nullptr, [&] { return pulled(teacher, steps); }, 3));
    EXPECT_EQ(member(teacher.get(steps).body, "recording_trouble"), "") << "nobody is on air";
    ASSERT_TRUE(publish(first_, whip_url));
    EXPECT_TRUE(broadcast_until(&first_, [&] { return pulled(teacher, steps); }));
    EXPECT_TRUE(some_seconds(first_));

    ASSERT_TRUE(cloudflare::delete_session(first_.session, {}));
    EXPECT_TRUE(broadcast_until(nullptr, [&] { return !flows(teacher, steps); }));
    ASSERT_TRUE(publish(second_, whip_url));
    EXPECT_TRUE(broadcast_until(&second_, [&] { return flows(teacher, steps); }))
        << teacher.get(steps).body;
    EXPECT_TRUE(some_seconds(second_));
    ASSERT_EQ(teacher.post(steps + "/end").status, 200);
    EXPECT_TRUE(replay_there(teacher, steps)) << teacher.get(steps).body;
}

TEST_F(HostedInterruptionsTest, AClassGoesOnBeingRecordedAfterARestart) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    ASSERT_TRUE(publish(first_, member(made, "webrtc_url")));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    ASSERT_TRUE(broadcast_until(&first_, [&] { return pulled(teacher, steps); }));
    ASSERT_TRUE(some_seconds(first_));
    restart();
    HttpClient again = instructor();
    EXPECT_TRUE(broadcast_until(&first_, [&] { return pulled(again, steps); }))
        << again.get(steps).body;
    EXPECT_TRUE(some_seconds(first_));
    ASSERT_EQ(again.post(steps + "/end").status, 200);
    EXPECT_TRUE(replay_there(again, steps)) << again.get(steps).body;
}

TEST_F(HostedInterruptionsTest, WithoutItsAccountACleanupDoesNotSayThatAVideoIsDeleted) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string id = member(made, "id");
    const std::string steps = "/api/instructor/streams/" + id;
    ASSERT_TRUE(publish(first_, member(made, "webrtc_url")));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    ASSERT_TRUE(broadcast_until(&first_, [&] { return pulled(teacher, steps); }));
    ASSERT_TRUE(some_seconds(first_));
    ASSERT_EQ(teacher.post(steps + "/end").status, 200);
    ASSERT_TRUE(replay_there(teacher, steps));
    const std::string uid = member(teacher.get(steps).body, "recording_video_id");
    server_.reset();
    change_row(id, [&](domain::StudioClass& row) {
        row.stream.keep_for_catalog = false;
        row.recording.expires_at = clock_.utc() - std::chrono::hours(1);
    });
    settings_.media_backend = config::MediaBackend::Local;
    settings_.cloudflare_api_token.clear();
    start();
    const std::string report = job("cleanup-recordings");
    EXPECT_NE(report.find("\"failed\":1"), std::string::npos) << report;
    EXPECT_TRUE(api().video(uid)) << "it still exists there";

    server_.reset();
    settings_.cloudflare_api_token = account_.api_token;
    start();
    EXPECT_NE(job("cleanup-recordings").find("\"deleted\""), std::string::npos);
    EXPECT_FALSE(api().video(uid));
}

TEST_F(HostedInterruptionsTest, ARefusedVideoOfAKeptClassDoesNotFailTheMigrationForEver) {
    HttpClient teacher = instructor();
    const std::string id = member(create_class(teacher), "id");
    server_.reset();
    // As RecordingUploads::give_up leaves it.
    change_row(id, [&](domain::StudioClass& row) {
        row.stream.status = domain::StreamStatus::Ended;
        row.stream.actual_start_time = clock_.utc() - std::chrono::days(61);
        row.stream.actual_end_time = clock_.utc() - std::chrono::days(61);
        row.recording.state = domain::RecordingState::Failed;
        row.recording.video_id = VideoId("fDp1Rn8Yx2Qk5Wb7");
        row.recording.expires_at = clock_.utc() - std::chrono::days(54);
        row.stream.migration_scheduled_at = clock_.utc() - std::chrono::hours(1);
    });
    start();
    job("cleanup-recordings");
    const std::string once = job("migrate-streams-to-workouts");
    const std::string again = job("migrate-streams-to-workouts");
    EXPECT_NE(again.find("\"processed\":0"), std::string::npos) << once << "\n" << again;
}

TEST_F(HostedInterruptionsTest, AnInputThatCouldNotBeClosedIsClosedAfterARestart) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string uid = member(made, "live_input_id");
    const std::string whip_url = member(made, "webrtc_url");
    control("POST", "faults",
            R"({"kind":"status","status":500,"count":1000,"path":"/live_inputs/"})");
    ASSERT_EQ(teacher.post("/api/instructor/streams/" + member(made, "id") + "/cancel").status,
              200);
    server_.reset();
    control("DELETE", "faults", "");
    ASSERT_TRUE(api().live_input(uid)) << "it was out of reach";

    start();
    EXPECT_TRUE(broadcast_until(nullptr, [&] { return !api().live_input(uid); }));
    EXPECT_FALSE(publish(first_, whip_url)) << "the address is dead";
}

TEST_F(HostedInterruptionsTest, ABroadcastThatNobodyCanSeeIsSaid) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string uid = member(made, "live_input_id");
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    control("POST", "live_inputs/" + uid + "/broadcast", R"({"step":"start"})");
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    EXPECT_TRUE(broadcast_until(nullptr, [&] {
        return member(teacher.get(steps).body, "recording_trouble").find("RTMPS") !=
               std::string::npos;
    })) << teacher.get(steps).body;
}

TEST_F(HostedInterruptionsTest, AnInputThatSomebodySwitchedOffIsSaid) {
    HttpClient teacher = instructor();
    const std::string made = create_class(teacher);
    const std::string steps = "/api/instructor/streams/" + member(made, "id");
    ASSERT_TRUE(api().change_live_input(member(made, "live_input_id"), {.enabled = false}));
    ASSERT_EQ(teacher.post(steps + "/start").status, 200);
    EXPECT_TRUE(broadcast_until(nullptr, [&] {
        return member(teacher.get(steps).body, "recording_trouble").find("switched off") !=
               std::string::npos;
    })) << teacher.get(steps).body;
}

TEST_F(HostedInterruptionsTest, ASigningKeyThatIsNoneIsAWrongSetting) {
    server_.reset();
    settings_.cloudflare_signing_key_pem = "bm90IGEga2V5";
    const auto server = Server::start(settings_, clock_);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, ErrorCode::InvalidInput);
    EXPECT_TRUE(server.error().detail.starts_with("CLOUDFLARE_SIGNING_KEY_PEM"));
}

}  // namespace
}  // namespace lsl::http
