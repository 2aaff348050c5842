// The client against tests/fakes/cloudflare, which was written from the documentation alone: what
// one of the two misreads shows here.
#include "tests/fakes/cloudflare/stand_in.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/cloudflare/playback_token.h"
#include "server/cloudflare/stream_api.h"
#include "server/cloudflare/tus_upload.h"
#include "server/cloudflare/webhook.h"
#include "server/cloudflare/webrtc_http.h"
#include "server/media/transport/dtls.h"
#include "server/system_clock.h"
#include "tests/media/socket_peer.h"
#include "tests/server/cloudflare/scripted_service.h"
#include "tests/server/moving_clock.h"
#include "tests/server/temporary_folder.h"

namespace lsl::cloudflare {
namespace {

using namespace std::chrono_literals;

class StandInTest : public ::testing::Test {
  protected:
    std::unique_ptr<fakes::StandIn> started() {
        account_.folder = folder_.path();
        auto stand_in = fakes::StandIn::start(account_, clock_);
        EXPECT_TRUE(stand_in) << stand_in.error().detail;
        return std::move(stand_in.value());
    }
    /// The same account at the same address, as after a restart over there.
    void reopen() {
        const std::string url = stand_in_->url();
        account_.port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        stand_in_.reset();
        stand_in_ = started();
    }
    ApiOptions options() {
        ApiOptions options;
        options.account_id = account_.account_id;
        options.api_token = account_.api_token;
        options.api_base = stand_in_->api_base();
        options.wait = [this](std::chrono::milliseconds time) {
            pauses_.push_back(time);
            calls_clock_.advance(time);
        };
        return options;
    }

    HttpAnswer control(const std::string& what, const std::string& json) {
        HttpRequest request{"POST", stand_in_->url() + "/__stand_in/" + what, {}, json};
        request.content_type = "application/json";
        const auto answer = exchange(request, {});
        EXPECT_TRUE(answer && answer->is_success()) << what;
        return answer ? *answer : HttpAnswer{};
    }
    void broadcast(const LiveInput& input, const std::string& step) {
        control("live_inputs/" + input.uid + "/broadcast",
                R"({"viewers":12,"step":")" + step + "\"}");
    }
    static int status_of(const std::string& url) {
        const auto answer = exchange({"GET", url}, {});
        return answer ? answer->status : 0;
    }
    std::string log_text() const {
        std::ifstream file(stand_in_->log_file());
        return {std::istreambuf_iterator<char>(file), {}};
    }

    LiveInput new_input(const RecordingRules& rules = {}) {
        const auto made = api_.create_live_input({"Salsa", "class 7", rules}, "class 7");
        EXPECT_TRUE(made) << made.error().detail;
        return made ? *made : LiveInput{};
    }
    static DeliveryBase delivery_of(const LiveInput& input) {
        return DeliveryBase::of_url(input.whep_url, input.uid).value();
    }
    std::string token_for(const std::string& sub, const NewSigningKey& made) {
        const auto key = SigningKey::parse(made.id, made.pem);
        EXPECT_TRUE(key) << key.error().detail;
        const UtcTime now = std::chrono::floor<std::chrono::seconds>(clock_.utc());
        return key->sign(sub, now, now + 10min).value();
    }
    /// A video that was broadcast by an encoder and asks for signed URLs.
    Video recorded() {
        const LiveInput input = new_input({.automatic = true});
        for (const char* step : {"start", "live", "end"}) broadcast(input, step);
        const auto videos = api_.recordings_of(input.uid);
        EXPECT_TRUE(videos && videos->size() == 1);
        return videos->at(0);
    }

    template <class Done>
    static bool wait_until(Done done) {
        for (int i = 0; i < 500; ++i) {
            if (done()) return true;
            std::this_thread::sleep_for(20ms);
        }
        return false;
    }

    lsl::testing::TemporaryFolder folder_;
    SystemClock clock_;                      ///< of the stand-in and the tokens
    lsl::testing::MovingClock calls_clock_;  ///< pauses move it instead of taking time
    std::vector<std::chrono::milliseconds> pauses_;
    fakes::StandInOptions account_;
    std::unique_ptr<fakes::StandIn> stand_in_ = started();
    ApiCalls calls_{calls_clock_, options()};
    StreamApi api_{calls_};
    TusUploads uploads_{calls_};
};

TEST_F(StandInTest, ALiveInputFromCreationToDeletion) {
    const LiveInput input = new_input({.automatic = true});
    EXPECT_EQ(input.name, "Salsa");
    EXPECT_TRUE(input.enabled && input.recording_automatic && input.requires_signed_urls);
    EXPECT_EQ(input.connection, Connection::Never);
    EXPECT_TRUE(input.created && input.modified);
    EXPECT_FALSE(input.rtmps_stream_key.empty());
    EXPECT_EQ(delivery_of(input).text(), stand_in_->url());
    EXPECT_EQ(new_input().uid, input.uid);  // the same key

    LiveInputChange off;
    off.enabled = false;
    const auto disabled = api_.change_live_input(input.uid, off);
    ASSERT_TRUE(disabled);
    EXPECT_FALSE(disabled->enabled);
    EXPECT_EQ(disabled->name, "Salsa");
    const auto rotated = api_.rotate_keys(input.uid);
    ASSERT_TRUE(rotated);
    EXPECT_EQ(rotated->uid, input.uid);
    EXPECT_NE(rotated->whip_url, input.whip_url);

    EXPECT_TRUE(api_.delete_live_input(input.uid));  // an empty body
    EXPECT_TRUE(api_.delete_live_input(input.uid));  // 404
    EXPECT_EQ(api_.live_input(input.uid).error().code, ErrorCode::NotFound);
    EXPECT_EQ(api_.create_live_input({"Salsa"}, "class 7").error().code, ErrorCode::Conflict);
}

TEST_F(StandInTest, ListsAndConnectionsInEveryForm) {
    const LiveInput input = new_input({.automatic = true});
    broadcast(input, "start");
    for (const char* list : {"object", "array"}) {
        for (const char* status : {"null", "string", "object"}) {
            control("settings", R"({"list_form":")" + std::string(list) + R"(","status_form":")" +
                                    status + "\"}");
            const auto inputs = api_.live_inputs();
            ASSERT_TRUE(inputs && inputs->size() == 1) << list << status;
            EXPECT_EQ(inputs->at(0).whip_url, "");
            EXPECT_EQ(inputs->at(0).connection,
                      status == std::string("null") ? Connection::Never : Connection::Connected);
        }
    }
    broadcast(input, "end");
    EXPECT_EQ(api_.live_input(input.uid)->connection, Connection::Disconnected);
}

TEST_F(StandInTest, ABroadcastByAnEncoderBecomesAVideo) {
    const LiveInput input = new_input({.automatic = true});
    const DeliveryBase delivery = delivery_of(input);
    EXPECT_TRUE(api_.recordings_of(input.uid)->empty());
    EXPECT_EQ(api_.live_viewers(delivery, input.uid).value(), 0);
    broadcast(input, "start");
    broadcast(input, "live");
    const auto live = api_.recordings_of(input.uid);
    ASSERT_TRUE(live && live->size() == 1);
    const std::string uid = live->at(0).uid;
    EXPECT_EQ(live->at(0).state, VideoState::LiveInProgress);
    EXPECT_EQ(live->at(0).live_input, input.uid);
    EXPECT_EQ(live->at(0).duration_seconds, std::nullopt);  // -1
    EXPECT_EQ(api_.live_viewers(delivery, input.uid).value(), 12);
    const auto cycle = api_.lifecycle(delivery, input.uid);
    ASSERT_TRUE(cycle && *cycle);
    EXPECT_TRUE((*cycle)->is_input && (*cycle)->live);
    EXPECT_EQ((*cycle)->video_uid, uid);

    control("videos/" + uid, R"({"hold":"inprogress"})");
    broadcast(input, "end");
    EXPECT_TRUE(wait_until([&] { return api_.video(uid)->state == VideoState::InProgress; }));
    EXPECT_DOUBLE_EQ(api_.video(uid)->percent_complete, 39);
    control("videos/" + uid, R"({"hold":""})");
    EXPECT_TRUE(wait_until([&] { return api_.video(uid)->is_complete(); }));

    broadcast(input, "start");
    broadcast(input, "live");
    const auto both = api_.recordings_of(input.uid);
    ASSERT_TRUE(both && both->size() == 2);
    EXPECT_EQ(both->at(1).uid, uid);  // the newer one comes first
    EXPECT_EQ(api_.videos({.live_input = input.uid})->size(), 2u);
    EXPECT_EQ(api_.videos({.status = "ready"})->size(), 1u);
    EXPECT_EQ(api_.storage_use()->videos, 2);
    EXPECT_TRUE(api_.delete_video(uid));
    EXPECT_TRUE(api_.delete_video(uid));
    EXPECT_EQ(api_.video(uid).error().code, ErrorCode::NotFound);
}

TEST_F(StandInTest, SignedTokensOpenOnlyWhatTheyNameUntilTheirKeyIsDeleted) {
    const Video video = recorded();
    ASSERT_TRUE(video.requires_signed_urls);
    const DeliveryBase delivery = DeliveryBase::of_url(video.hls_url, video.uid).value();
    const auto key = api_.create_signing_key();
    ASSERT_TRUE(key);
    const std::string token = token_for(video.uid, *key);
    EXPECT_EQ(status_of(delivery.iframe(video.uid)), 401);
    EXPECT_EQ(status_of(delivery.iframe(token)), 200);
    EXPECT_EQ(status_of(delivery.iframe(token_for("0123456789abcdef", *key))), 404);
    EXPECT_EQ(status_of(delivery.iframe(token.substr(0, token.size() - 8) + "AAAAAAAA")), 401);
    control("settings", R"({"clock_offset_s":601})");
    EXPECT_EQ(status_of(delivery.iframe(token)), 401);  // expired
    control("settings", R"({"clock_offset_s":0})");
    EXPECT_EQ(api_.signing_keys()->at(0).id, key->id);
    EXPECT_TRUE(api_.delete_signing_key(key->id));
    EXPECT_EQ(status_of(delivery.iframe(token)), 401);

    VideoChange open;
    open.require_signed_urls = false;
    open.name = "Salsa, Teil 2 \u2013 ¡olé!";
    const auto changed = api_.change_video(video.uid, open);
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->name, *open.name);
    EXPECT_EQ(status_of(delivery.iframe(video.uid)), 200);
}

TEST_F(StandInTest, AnUploadGoesOnAfterACutAndARestart) {
    constexpr std::uint64_t piece = smallest_tus_chunk;
    const std::string film(2 * piece + 1, 'x');
    const auto upload =
        uploads_.create({.bytes = film.size(), .name = "Tanz, für alle", .creator = "class 7"});
    ASSERT_TRUE(upload) << upload.error().detail;
    const auto send = [&](std::uint64_t from) {
        const std::string_view all = film;
        return uploads_.send_chunk(
            *upload, from, all.substr(from, tus_chunk_bytes(from, film.size(), piece)), all.size());
    };
    EXPECT_EQ(send(0).value(), piece);
    EXPECT_EQ(send(0).error().code, ErrorCode::Conflict);

    // The piece arrives and its answer does not.
    control("faults", R"({"kind":"status","status":502,"applied":true,"method":"PATCH"})");
    EXPECT_EQ(send(piece).error().code, ErrorCode::Unavailable);
    EXPECT_EQ(uploads_.offset(*upload).value(), 2 * piece);
    reopen();
    EXPECT_EQ(uploads_.offset(*upload).value(), 2 * piece);
    EXPECT_EQ(send(2 * piece).value(), film.size());

    const auto video = api_.video(upload->video_uid);
    ASSERT_TRUE(video);
    EXPECT_EQ(video->name, "Tanz, für alle");
    EXPECT_EQ(video->creator, "class 7");
    EXPECT_TRUE(video->requires_signed_urls);
    EXPECT_TRUE(wait_until(
        [&] { return api_.video(upload->video_uid)->state == VideoState::Error; }));  // no film
    EXPECT_EQ(api_.video(upload->video_uid)->error_code, "ERR_NON_VIDEO");

    EXPECT_TRUE(api_.delete_video(upload->video_uid));
    EXPECT_EQ(uploads_.offset(*upload).error().code, ErrorCode::NotFound);
    EXPECT_EQ(send(0).error().code, ErrorCode::NotFound);
}

TEST_F(StandInTest, TroubleIsWaitedOutAndTold) {
    const LiveInput input = new_input();
    control("faults", R"({"kind":"status","status":429,"retry_after":3})");
    EXPECT_TRUE(api_.live_input(input.uid));
    ASSERT_EQ(pauses_.size(), 1u);
    EXPECT_EQ(pauses_[0], 3s);
    control("faults", R"({"kind":"status","status":500})");
    control("faults", R"({"kind":"truncated"})");
    EXPECT_TRUE(api_.live_input(input.uid));  // at the third try
    control("faults", R"({"kind":"cut","count":3})");
    EXPECT_EQ(api_.live_input(input.uid).error().word, "hosted_media_unreachable");
    control("faults", R"({"kind":"status","status":429,"retry_after":200})");
    EXPECT_EQ(api_.live_input(input.uid).error().retry_after_seconds, 200);
    const auto asked = log_text().size();
    EXPECT_EQ(api_.live_input(input.uid).error().word, "hosted_media_busy");
    EXPECT_EQ(log_text().size(), asked);  // not even sent
    calls_clock_.advance(200s);
    EXPECT_TRUE(api_.live_input(input.uid));

    EXPECT_EQ(api_.live_input("no/such?id").error().code, ErrorCode::NotFound);  // 7003
    ApiOptions stranger = options();
    stranger.api_token = "not-the-token";
    ApiCalls calls(calls_clock_, stranger);
    const auto refused = StreamApi(calls).live_inputs();
    EXPECT_EQ(refused.error().word, "hosted_media_misconfigured");
    EXPECT_EQ(refused.error().detail.find(stranger.api_token), std::string::npos);
}

TEST_F(StandInTest, AnAnswerThatIsLostMakesNoSecondLiveInput) {
    control("faults", R"({"kind":"status","status":503,"applied":true,"method":"POST"})");
    const LiveInput input = new_input();
    EXPECT_EQ(pauses_.size(), 1u);
    const auto inputs = api_.live_inputs();
    ASSERT_TRUE(inputs && inputs->size() == 1);
    EXPECT_EQ(inputs->at(0).uid, input.uid);
}

TEST_F(StandInTest, WebhooksAreTakenWhenTheyAreSignedAndFresh) {
    lsl::testing::ScriptedService receiver;
    const auto webhook = api_.set_webhook(receiver.url() + "/video");
    ASSERT_TRUE(webhook);
    EXPECT_EQ(api_.webhook()->secret, webhook->secret);
    const Video video = recorded();
    receiver.answer(200);
    ASSERT_TRUE(wait_until([&] {  // the one that comes by itself
        return api_.video(video.uid)->is_complete() && !receiver.seen().empty();
    }));
    const auto verified = [&](const std::string& kind) {
        receiver.answer(200);
        control("webhooks/video", R"({"uid":")" + video.uid + R"(","kind":")" + kind + "\"}");
        const auto request = receiver.seen().back();
        return verify_video_webhook(request.header("Webhook-Signature"), request.body,
                                    webhook->secret, clock_.utc())
            .has_value();
    };
    EXPECT_TRUE(verified("good"));
    const auto told = parse_video_webhook(receiver.seen().back().body);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->uid, video.uid);
    EXPECT_EQ(told->state, VideoState::Ready);
    EXPECT_FALSE(verified("unsigned"));
    EXPECT_FALSE(verified("stale"));
    EXPECT_FALSE(verified("wrong"));
    EXPECT_TRUE(api_.delete_webhook());
    EXPECT_TRUE(api_.delete_webhook());

    const auto notified = [&](const std::string& auth) {
        receiver.answer(200);
        control("webhooks/live_input", R"({"input_id":"abc","event_type":"live_input.errored",)"
                                       R"("secret":"s3","url":")" +
                                           receiver.url() + R"(","auth":")" + auth + "\"}");
        const auto request = receiver.seen().back();
        const LiveInputNotification event = parse_notification(request.body).value();
        EXPECT_EQ(event.event, LiveInputNotification::Event::Errored);
        EXPECT_EQ(event.live_input, "abc");
        EXPECT_EQ(event.error_code, "ERR_GOP_OUT_OF_RANGE");
        EXPECT_TRUE(event.updated_at);
        return verify_notification(request.header("cf-webhook-auth"), "s3").has_value();
    };
    EXPECT_TRUE(notified("right"));
    EXPECT_FALSE(notified("wrong"));
    EXPECT_FALSE(notified("missing"));
}

TEST_F(StandInTest, AWebRtcBroadcastIsWatchedWithATokenAndNotCounted) {
    const auto dtls = std::move(media::DtlsContext::make().value());
    test::SocketPeer publisher(*dtls, true);
    test::SocketPeer watcher(*dtls, false);
    const LiveInput input = new_input();
    const DeliveryBase delivery = delivery_of(input);
    const std::string token = token_for(input.uid, api_.create_signing_key().value());
    const auto watch = [&](const std::string& id) {
        return post_offer(delivery.whep(id), watcher.client.offer(), {});
    };
    EXPECT_EQ(watch(input.uid).error().word, "hosted_media_misconfigured");
    for (const int idle : {204, 404, 409}) {
        control("settings", R"({"idle_whep_status":)" + std::to_string(idle) + "}");
        const auto nothing = watch(token);
        ASSERT_TRUE(nothing) << nothing.error().detail;
        EXPECT_FALSE(*nothing);
    }

    const auto published = post_offer(input.whip_url, publisher.client.offer(), {});
    ASSERT_TRUE(published && *published);
    ASSERT_TRUE(publisher.client.accept((*published)->answer_sdp, clock_.mono()));
    int frames = 0;
    MonoTime next_frame = clock_.mono();
    const auto work_until = [&](auto done) {
        const MonoTime end = clock_.mono() + 20s;
        while (clock_.mono() < end && !done()) {
            publisher.work(clock_);
            watcher.work(clock_);
            if (!publisher.client.connected() || clock_.mono() < next_frame) continue;
            publisher.client.send_frame(5'000, frames++ % 50 == 0, clock_.mono());
            next_frame = clock_.mono() + 20ms;
        }
        return done();
    };
    ASSERT_TRUE(work_until([&] { return frames > 0; }));
    EXPECT_EQ(api_.live_viewers(delivery, input.uid).value(), std::nullopt);
    EXPECT_TRUE(api_.recordings_of(input.uid)->empty());

    Result<std::optional<WebRtcSession>> watched = watch(token);
    ASSERT_TRUE(watched) << watched.error().detail;
    ASSERT_TRUE(*watched);
    ASSERT_TRUE(watcher.client.accept((*watched)->answer_sdp, clock_.mono()));
    EXPECT_TRUE(work_until([&] { return watcher.client.video().frames >= 10; }));
    EXPECT_TRUE(delete_session((*watched)->session_url, {}));
    EXPECT_TRUE(delete_session((*watched)->session_url, {}));  // 404
    EXPECT_TRUE(delete_session((*published)->session_url, {}));
    EXPECT_FALSE(*watch(token));
}

TEST_F(StandInTest, NothingSecretIsInAUrlThatWeAskFor) {
    const LiveInput input = new_input();
    EXPECT_TRUE(api_.live_input(input.uid));
    const auto key = api_.create_signing_key();
    EXPECT_TRUE(api_.delete_signing_key(key->id));
    const std::string log = log_text();
    EXPECT_NE(log.find(input.uid), std::string::npos);
    for (const std::string& secret : {account_.api_token, input.rtmps_stream_key, key->pem}) {
        EXPECT_EQ(log.find(secret), std::string::npos);
    }
}

}  // namespace
}  // namespace lsl::cloudflare
