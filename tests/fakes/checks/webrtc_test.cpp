// Point 7 of section 13, and the first half of point 6, with media over real sockets.
#include "server/media/transport/dtls.h"
#include "tests/fakes/checks/customer.h"
#include "tests/fakes/cloudflare/signing.h"
#include "tests/media/socket_peer.h"

namespace lsl::fakes {
namespace {

const Headers sdp{{"Content-Type", "application/sdp"}};

class WebRtc : public Customer {
  protected:
    WebRtc() {
        input = new_input();
        uid = input["uid"];
        publish_url = input["webRTC"]["url"];
        play_url = input["webRTCPlayback"]["url"];
    }

    /// Until `done`, at most 20 seconds, both peers work and the camera gives 50 frames a second.
    template <class Done>
    bool work_until(Done done) {
        const MonoTime end = clock.mono() + std::chrono::seconds(20);
        MonoTime next_frame = clock.mono();
        while (clock.mono() < end) {
            publisher.work(clock);
            watcher.work(clock);
            if (publisher.client.connected() && clock.mono() >= next_frame) {
                publisher.client.send_frame(5'000, frames_ % 50 == 0, clock.mono());
                ++frames_;
                next_frame = clock.mono() + std::chrono::milliseconds(20);
            }
            if (done()) return true;
        }
        return false;
    }
    bool on_air() const {
        return call("GET", url("/__stand_in/state")).json()["live_inputs"][0]["on_air"];
    }
    /// The session's URL.
    std::string go_on_air() {
        const Answer answer = call("POST", publish_url, sdp, publisher.client.offer());
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(answer.headers.at("Content-Type"), "application/sdp");
        const std::string location = answer.headers.at("Location");
        EXPECT_TRUE(location.starts_with("/"));  // relative
        EXPECT_TRUE(publisher.client.accept(answer.body, clock.mono()));
        EXPECT_TRUE(work_until([&] { return publisher.client.connected(); }));
        EXPECT_TRUE(work_until([&] { return on_air(); }));
        return url(location);
    }

    std::unique_ptr<media::DtlsContext> dtls = std::move(media::DtlsContext::make().value());
    test::SocketPeer publisher{*dtls, true};
    test::SocketPeer watcher{*dtls, false};
    Json input;
    std::string uid, publish_url, play_url;

  private:
    int frames_ = 0;
};

TEST_F(WebRtc, CarriesAPictureFromWhipToWhep) {
    const std::string session = go_on_air();
    const Answer answer = call("POST", play_url, sdp, watcher.client.offer());
    ASSERT_EQ(answer.status, 201);
    const std::string watched = url(answer.headers.at("Location"));
    ASSERT_TRUE(watcher.client.accept(answer.body, clock.mono()));
    EXPECT_TRUE(work_until([&] { return watcher.client.video().frames >= 60; }));
    EXPECT_EQ(watcher.client.video().broken, 0);
    EXPECT_EQ(api("GET", "/live_inputs/" + uid).json()["result"]["status"]["current"]["state"],
              "connected");
    EXPECT_EQ(call("DELETE", watched).status, 200);
    EXPECT_EQ(call("DELETE", watched).status, 404);
    EXPECT_EQ(call("DELETE", session).status, 200);
    EXPECT_FALSE(on_air());
    EXPECT_EQ(call("POST", play_url, sdp, watcher.client.offer()).status, 204);
}

TEST_F(WebRtc, IsNotPackagedRecordedOrCounted) {
    const std::string session = go_on_air();
    EXPECT_EQ(api("GET", "/live_inputs/" + uid + "/videos").json()["result"], Json::array());
    EXPECT_EQ(call("GET", url("/" + uid + "/manifest/video.m3u8")).status, 204);
    EXPECT_EQ(call("GET", url("/" + uid + "/views")).status, 404);
    const Json cycle = call("GET", url("/" + uid + "/lifecycle")).json();
    EXPECT_EQ(cycle["videoUID"], nullptr);
    call("DELETE", session);
    EXPECT_EQ(api("GET", "").json()["result"], Json::array());
}

TEST_F(WebRtc, RefusesWhatIsNoOffer) {
    EXPECT_EQ(
        call("POST", publish_url, {{"Content-Type", "application/json"}}, publisher.client.offer())
            .status,
        415);
    EXPECT_EQ(call("POST", publish_url, sdp, "hello").status, 400);
    EXPECT_EQ(call("GET", publish_url).status, 405);
    EXPECT_EQ(call("POST", url("/nobody/webRTC/publish"), sdp, publisher.client.offer()).status,
              404);
    // The id is no secret and publishes nothing.
    EXPECT_EQ(
        call("POST", url("/" + uid + "/webRTC/publish"), sdp, publisher.client.offer()).status,
        404);
}

TEST_F(WebRtc, RefusesADisabledInput) {
    api("PUT", "/live_inputs/" + uid, {{"enabled", false}});
    EXPECT_EQ(call("POST", publish_url, sdp, publisher.client.offer()).status, 403);
}

TEST_F(WebRtc, DisablingAloneDoesNotEndABroadcast) {
    go_on_air();
    api("PUT", "/live_inputs/" + uid, {{"enabled", false}});
    EXPECT_TRUE(on_air());
    control("settings", {{"disable_ends_webrtc", true}});
    api("PUT", "/live_inputs/" + uid, {{"enabled", false}});
    EXPECT_FALSE(on_air());
}

TEST_F(WebRtc, RotatedKeysEndTheBroadcastAndTheOldUrl) {
    go_on_air();
    const Json rotated = api("POST", "/live_inputs/" + uid + "/rotate_keys").json()["result"];
    EXPECT_EQ(rotated["uid"], uid);
    EXPECT_NE(rotated["webRTC"]["url"], publish_url);
    EXPECT_TRUE(rotated["keysRotatedAt"].is_string());
    EXPECT_FALSE(on_air());
    EXPECT_EQ(call("POST", publish_url, sdp, publisher.client.offer()).status, 404);
}

TEST_F(WebRtc, APublisherMayBeKilled) {
    go_on_air();
    control("live_inputs/" + uid + "/kill_publisher", Json::object());
    EXPECT_FALSE(on_air());
}

TEST_F(WebRtc, ASignedInputIsWatchedByTokenAlone) {
    api("PUT", "/live_inputs/" + uid, {{"recording", {{"requireSignedURLs", true}}}});
    go_on_air();
    EXPECT_EQ(call("POST", play_url, sdp, watcher.client.offer()).status, 401);
    const Json key = api("POST", "/keys").json()["result"];
    const auto now =
        std::chrono::floor<std::chrono::seconds>(clock.utc()).time_since_epoch().count();
    const std::string token =
        sign_token(key["id"], decode_base64(key["pem"]),
                   {{"sub", uid}, {"kid", key["id"]}, {"exp", now + 60}, {"nbf", now}});
    const Answer answer =
        call("POST", url("/" + token + "/webRTC/play"), sdp, watcher.client.offer());
    ASSERT_EQ(answer.status, 201);
    ASSERT_TRUE(watcher.client.accept(answer.body, clock.mono()));
    EXPECT_TRUE(work_until([&] { return watcher.client.video().frames >= 10; }));
}

}  // namespace
}  // namespace lsl::fakes
