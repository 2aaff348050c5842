#include <gtest/gtest.h>

#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

TEST(Connection, PublisherAndViewerConnectAndMediaFlows) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    ASSERT_NE(publisher, nullptr);
    ASSERT_NE(viewer, nullptr);
    world.film(publisher);
    world.run_for(3s);
    EXPECT_TRUE(publisher->connected());
    EXPECT_TRUE(viewer->connected());
    EXPECT_EQ(viewer->profile(), SrtpProfile::AeadAes128Gcm);
    EXPECT_GT(viewer->video().frames, 80);
    EXPECT_GT(viewer->audio().packets, 130);
    EXPECT_EQ(viewer->video().broken, 0);
    EXPECT_EQ(viewer->video().duplicates, 0);
    EXPECT_EQ(viewer->undecryptable(), 0);
    EXPECT_EQ(world.count<PublisherConnected>(), 1);
    EXPECT_EQ(world.count<MediaFlowing>(), 1);
    EXPECT_EQ(world.count<ViewerReceiving>(), 1);
}

TEST(Connection, ViewerWhoComesBeforeThePublisherIsServedLater) {
    MediaWorld world;
    RtcClient* viewer = world.watch("class");
    world.run_for(5s);
    ASSERT_TRUE(viewer->connected());
    EXPECT_EQ(viewer->video().packets, 0);
    RtcClient* publisher = world.publish("class");
    world.film(publisher);
    EXPECT_TRUE(world.run_until([&] { return viewer->video().frames > 30; }, 3s));
    EXPECT_EQ(viewer->video().last_frame, publisher->frames_sent() - 1);
}

TEST(Connection, ServerIsDtlsClientForAnOfferThatIsPassive) {
    MediaWorld world;
    ClientOptions ffmpeg;
    ffmpeg.setup = "passive";
    ffmpeg.stun_priority = false;
    RtcClient* publisher = world.publish("class", ffmpeg);
    ASSERT_NE(publisher, nullptr);
    EXPECT_EQ(publisher->answer().media.front().setup, SetupRole::Active);
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    EXPECT_TRUE(world.run_until([&] { return viewer->video().frames > 30; }, 4s));
}

TEST(Connection, PeerThatKnowsOnlyCmWithSha1IsServedThatWay) {
    MediaWorld world;
    world.dtls().offer_only(SrtpProfile::Aes128CmSha1_80);
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    ASSERT_TRUE(viewer->connected());
    EXPECT_EQ(viewer->profile(), SrtpProfile::Aes128CmSha1_80);
    EXPECT_GT(viewer->video().frames, 50);
    EXPECT_EQ(viewer->video().broken, 0);
}

TEST(Connection, CertificateOtherThanTheAnnouncedIsRefused) {
    MediaWorld world;
    ClientOptions stranger;
    stranger.fingerprint = "00";
    for (int i = 1; i < 32; ++i) stranger.fingerprint += ":AB";
    RtcClient* publisher = world.publish("class", stranger);
    ASSERT_NE(publisher, nullptr);
    world.film(publisher);
    world.run_for(3s);
    EXPECT_EQ(world.count<PublisherConnected>(), 0);
    EXPECT_EQ(world.engine().find_session(world.session_of(publisher)), nullptr);
}

class HandshakeUnderLoss : public testing::TestWithParam<int> {};

TEST_P(HandshakeUnderLoss, CompletesInBothRoles) {
    for (const char* setup : {"actpass", "passive"}) {
        MediaWorld world(static_cast<std::uint64_t>(GetParam()),
                         {.loss = 0.25, .delay = 30ms, .jitter = 10ms, .duplicates = 0.05});
        ClientOptions options;
        options.setup = setup;
        RtcClient* publisher = world.publish("class", options);
        world.film(publisher);
        const bool connected = world.run_until([&] { return publisher->connected(); }, 10s);
        EXPECT_TRUE(connected) << setup;
        EXPECT_TRUE(world.run_until([&] { return world.count<PublisherConnected>() == 1; }, 10s))
            << setup;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, HandshakeUnderLoss, testing::Range(1, 13));

TEST(Connection, ClientThatClaimsToBeControlledIsToldOfTheConflict) {
    MediaWorld world;
    RtcClient* viewer = world.watch("class");
    std::array<std::byte, 256> buffer;
    BindingRequest request;
    const SdpMedia& media = viewer->answer().media.front();
    const std::string username = media.ice_ufrag + ":clnt";
    request.username = username;
    request.password = media.ice_pwd;
    request.controlling = false;
    request.tie_breaker = 7;
    const std::size_t size = write_binding_request(buffer, request);
    world.inject(world.address_of(viewer), Bytes(buffer).first(size));
    world.run_until([&] { return viewer->last_stun_error() != 0; }, 1s);
    EXPECT_EQ(viewer->last_stun_error(), 487);
}

TEST(Connection, ClientThatNeverNominatesIsServedAllTheSame) {
    MediaWorld world;
    ClientOptions options;
    options.nominates = false;
    RtcClient* viewer = world.watch("class", options);
    EXPECT_TRUE(world.run_until([&] { return viewer->connected(); }, 2s));
}

TEST(Connection, ViewerGoesOnFromAnotherAddress) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    world.move(viewer);
    world.run_for(4s);
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
}

TEST(Connection, IceRestartKeepsMediaFlowingAndRetiresTheOldCredentials) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    const auto name = world.session_of(viewer);
    const std::string fragment =
        "a=ice-ufrag:newufrag\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\nm=audio 9 RTP/AVP 0\r\n"
        "a=mid:0\r\n";
    EXPECT_EQ(world.engine().patch(name, fragment, "\"other\"").error().word, "etag_mismatch");
    const auto answer = world.engine().patch(name, fragment, "\"*\"");
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->restarted);
    EXPECT_NE(answer->fragment.find("a=candidate:"), std::string::npos);
    viewer->restart_ice("newufrag", "newnewnewnewnewnewnewnew", answer->fragment);
    world.move(viewer);
    world.run_for(1s);
    const auto frames = viewer->video().frames;
    world.run_for(1s);
    EXPECT_GT(viewer->video().frames, frames + 25);
    // The same credentials once more are no restart.
    EXPECT_FALSE(world.engine().patch(name, fragment, answer->etag)->restarted);
}

TEST(Connection, TrickledCandidatesAreTakenWithoutComment) {
    MediaWorld world;
    RtcClient* viewer = world.watch("class");
    const auto answer = world.engine().patch(
        world.session_of(viewer),
        "a=ice-ufrag:clnt\na=ice-pwd:clientclientclientclient\nm=audio 9 RTP/AVP 0\na=mid:0\n"
        "a=candidate:1 1 udp 1 abcdef.local 5000 typ host\na=end-of-candidates\n",
        std::nullopt);
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->restarted);
    EXPECT_EQ(world.engine().patch("nobody", "a=x", std::nullopt).error().code,
              ErrorCode::NotFound);
}

TEST(Connection, ConsentEndsAfterTenSecondsForPublishersAndThirtyForViewers) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.film(publisher);
    world.run_for(2s);
    const auto publisher_session = world.session_of(publisher);
    const auto viewer_session = world.session_of(viewer);
    world.vanish(publisher);
    world.vanish(viewer);
    world.run_for(9s);
    EXPECT_NE(world.engine().find_session(publisher_session), nullptr);
    world.run_for(2s);
    EXPECT_EQ(world.engine().find_session(publisher_session), nullptr);
    EXPECT_EQ(world.count<PublisherGone>(), 1);
    // Thirty seconds after the last answer to a check of ours; those leave every five.
    world.run_for(12s);
    EXPECT_NE(world.engine().find_session(viewer_session), nullptr);
    world.run_for(8s);
    EXPECT_EQ(world.engine().find_session(viewer_session), nullptr);
    EXPECT_EQ(world.count<ViewerGone>(), 1);
    EXPECT_EQ(world.engine().engine_stats().rooms, 0);
}

TEST(Connection, CloseNotifyEndsASessionAtOnceFromEitherSide) {
    MediaWorld world;
    RtcClient* publisher = world.publish("class");
    RtcClient* viewer = world.watch("class");
    world.run_for(1s);
    publisher->close();
    world.run_for(100ms);
    EXPECT_EQ(world.count<PublisherGone>(), 1);
    ASSERT_TRUE(world.engine().close_session(world.session_of(viewer), world.now()));
    EXPECT_TRUE(world.run_until([&] { return viewer->dtls_state() == DtlsState::Closed; }, 1s));
    EXPECT_EQ(world.engine().close_session(world.session_of(viewer), world.now()).error().code,
              ErrorCode::NotFound);
}

TEST(Connection, ViewersStayWhenWhoeverPublishesIsEnded) {
    MediaWorld world;
    RtcClient* on_air = world.publish("class");
    RtcClient* viewer = world.watch("class", {}, "alice");
    world.run_for(1s);
    world.publish("class");  // about to take over
    world.engine().close_publisher("class", world.now());
    world.run_for(1s);
    EXPECT_EQ(on_air->dtls_state(), DtlsState::Closed);
    EXPECT_FALSE(world.engine().room_stats("class", world.now()).publisher_connected);
    EXPECT_EQ(world.engine().engine_stats().sessions, 1) << "nobody is left who waits for the air";
    EXPECT_EQ(viewer->dtls_state(), DtlsState::Connected);
    world.engine().close_publisher("class", world.now());
    world.engine().close_publisher("unknown", world.now());
    world.engine().close_room("class", world.now());
    world.run_for(100ms);
    EXPECT_EQ(viewer->dtls_state(), DtlsState::Closed);
    EXPECT_EQ(world.engine().engine_stats().rooms, 0);
}

TEST(Connection, WhoWatchesForNobodyIsNotCounted) {
    MediaWorld world;
    world.publish("class");
    world.watch("class", {}, "alice");
    RtcClient* staff = world.watch("class", {}, "");
    world.run_for(1s);
    EXPECT_EQ(world.engine().room_stats("class", world.now()).viewers, 1);
    EXPECT_EQ(world.engine().viewer_layers(world.session_of(staff), world.now())->viewers, 1);
}

TEST(Connection, FullServerSaysWhenToComeBack) {
    MediaWorld world;
    for (int i = 0; i < 400; ++i) {
        ASSERT_NE(world.watch("class", {}, "viewer" + std::to_string(i)), nullptr);
    }
    RtcClient late(world.dtls(), {});
    const auto refused = world.engine().watch("class", late.offer(), "late", world.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Unavailable);
    EXPECT_GT(refused.error().retry_after_seconds, 0);
}

}  // namespace
}  // namespace lsl::test
