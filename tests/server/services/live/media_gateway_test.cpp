#include "server/services/live/media_gateway.h"

#include <gtest/gtest.h>

#include "tests/server/services/local_studio.h"

namespace lsl::services {
namespace {

class MediaGatewayTest : public lsl::testing::LocalStudio {};

TEST_F(MediaGatewayTest, OnlyThePublishTokenPublishes) {
    const auto salsa = create();
    const LiveInputId& input = salsa.ingest.access.live_input_id;
    EXPECT_EQ(gateway->publish(LiveInputId("unknown"), salsa.ingest.access.webrtc_token, "v=0")
                  .error()
                  .code,
              ErrorCode::NotFound);
    for (const std::string& wrong :
         {std::string(), std::string("x"), create().ingest.access.webrtc_token}) {
        EXPECT_EQ(gateway->publish(input, wrong, "v=0").error().code, ErrorCode::Unauthenticated);
    }
    EXPECT_TRUE(gateway->publish(input, salsa.ingest.access.webrtc_token, "v=0"));
}

TEST_F(MediaGatewayTest, ThePublishTokenDiesWithTheClass) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    for (const std::string& token : {salsa.ingest.access.webrtc_token, std::string()}) {
        EXPECT_EQ(gateway->publish(salsa.ingest.access.live_input_id, token, "v=0").error().code,
                  ErrorCode::Unauthenticated);
    }
}

TEST_F(MediaGatewayTest, APublisherWhoArrivesWhileTheClassEndsIsClosed) {
    const auto salsa = started();
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(salsa))); };
    EXPECT_FALSE(gateway->publish(salsa.ingest.access.live_input_id,
                                  salsa.ingest.access.webrtc_token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(MediaGatewayTest, AViewerWhoArrivesWhileTheClassEndsIsClosed) {
    const UserId ana = viewer();
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    const std::string token = token_of(ana, salsa);
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(salsa))); };
    EXPECT_FALSE(gateway->watch(salsa.ingest.playback.playback_id, token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(MediaGatewayTest, SessionsBelongToThoseWhoMadeThem) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(enrollments->enroll(ben, id(salsa), ""));
    const auto watching =
        gateway->watch(salsa.ingest.playback.playback_id, token_of(ana, salsa), "v=0")->session;
    const auto publishing =
        gateway->publish(salsa.ingest.access.live_input_id, salsa.ingest.access.webrtc_token, "v=0")
            ->session;
    for (const std::string& foreign :
         {token_of(ben, salsa), salsa.ingest.access.webrtc_token, std::string()}) {
        EXPECT_EQ(gateway->close_session(watching, foreign).error().code,
                  ErrorCode::Unauthenticated);
        EXPECT_EQ(gateway->patch_session(watching, foreign, "", {}).error().code,
                  ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(gateway->close_session(publishing, token_of(ana, salsa)).error().code,
              ErrorCode::Unauthenticated);
    const std::string token = token_of(ana, salsa);
    EXPECT_TRUE(gateway->patch_session(watching, token, "", {}));
    clock.advance(std::chrono::minutes(11));
    EXPECT_FALSE(gateway->patch_session(watching, token, "", {}));
    EXPECT_TRUE(gateway->close_session(watching, token));
    EXPECT_TRUE(gateway->close_session(publishing, salsa.ingest.access.webrtc_token));
    EXPECT_EQ(gateway->close_session(publishing, salsa.ingest.access.webrtc_token).error().code,
              ErrorCode::NotFound);
}

TEST_F(MediaGatewayTest, AnEncoderTakesOverAndAPublisherThatAsksIsTold) {
    const auto salsa = started();
    const LiveInputId& input = salsa.ingest.access.live_input_id;
    const auto publish = [&](const Takeover& takeover) {
        auto answer = gateway->publish(input, salsa.ingest.access.webrtc_token, "v=0", takeover);
        if (!answer) return answer.error().word;
        report(media::PublisherConnected{input.text, answer->session});
        return answer->session;
    };
    const auto word = [&](const media::SessionName& session) {
        const auto found = gateway->find_publisher(input, session);
        return found ? std::string() : found.error().word;
    };
    const auto asks = [](std::vector<media::SessionName> own) {
        return Takeover{.allowed = false, .own = std::move(own)};
    };
    const std::string first = publish(asks({}));
    EXPECT_EQ(word(first), "");
    EXPECT_EQ(publish(asks({})), "on_air_elsewhere");
    EXPECT_EQ(publish(asks({"unknown"})), "on_air_elsewhere");

    // The same broadcast goes on, also when it was told to only by a session before the last.
    const std::string again = publish(asks({first}));
    const std::string more = publish(asks({first, again}));
    EXPECT_EQ(word(more), "");

    // As the engine closes whom it replaces.
    const std::string encoder = publish({});
    engine.sessions.erase(more);
    EXPECT_EQ(word(encoder), "");
    EXPECT_EQ(word(more), "taken_over");
    EXPECT_EQ(publish(asks({first, again, more})), "on_air_elsewhere");

    // Gone again: the one from before does not come back by itself, a new broadcast may begin.
    engine.sessions.erase(encoder);
    report(media::PublisherGone{input.text, encoder});
    EXPECT_EQ(word(more), "taken_over");
    EXPECT_EQ(word(encoder), "not_found");
    EXPECT_EQ(publish(asks({first, again, more})), "on_air_elsewhere");
    EXPECT_EQ(word(publish(asks({}))), "");

    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(word(more), "not_found") << "nobody takes over a class that has ended";
}

TEST_F(MediaGatewayTest, ACheckHasARoomOfItsOwnForAWhile) {
    const auto salsa = create();
    const auto first = gateway->open_check(salsa.stream.id);
    ASSERT_TRUE(first);
    const LiveInputId room(first->room);
    EXPECT_NE(first->room, salsa.ingest.access.live_input_id.text);
    for (const std::string& wrong : {std::string(), salsa.ingest.access.webrtc_token}) {
        EXPECT_EQ(gateway->publish(room, wrong, "v=0").error().code, ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(gateway->publish(salsa.ingest.access.live_input_id, first->token, "v=0").error().code,
              ErrorCode::Unauthenticated)
        << "its token is not the class's";
    const auto sent = gateway->publish(room, first->token, "v=0");
    ASSERT_TRUE(sent);
    EXPECT_EQ(gateway->close_session(sent->session, salsa.ingest.access.webrtc_token).error().code,
              ErrorCode::Unauthenticated);
    EXPECT_TRUE(gateway->close_session(sent->session, first->token));

    ASSERT_TRUE(gateway->publish(room, first->token, "v=0"));
    clock.advance(CheckInputs::lasts + std::chrono::seconds(1));
    gateway->end_lost_rights();
    EXPECT_TRUE(engine.sessions.empty()) << "who stays too long is sent away";
    EXPECT_EQ(gateway->publish(room, first->token, "v=0").error().code, ErrorCode::NotFound);
}

TEST_F(MediaGatewayTest, ASecondCheckOfAClassEndsTheFirst) {
    const auto salsa = create();
    const auto first = gateway->open_check(salsa.stream.id);
    ASSERT_TRUE(gateway->publish(LiveInputId(first->room), first->token, "v=0"));
    const auto second = gateway->open_check(salsa.stream.id);
    ASSERT_TRUE(second);
    EXPECT_TRUE(engine.sessions.empty());
    EXPECT_EQ(gateway->publish(LiveInputId(first->room), first->token, "v=0").error().code,
              ErrorCode::NotFound);
    EXPECT_TRUE(gateway->publish(LiveInputId(second->room), second->token, "v=0"));
}

TEST_F(MediaGatewayTest, NotMoreThanSoManyCheckAtOnce) {
    for (std::size_t i = 0; i < CheckInputs::most; ++i) {
        ASSERT_TRUE(gateway->open_check(create().stream.id));
    }
    EXPECT_EQ(gateway->open_check(create().stream.id).error().word, "check_busy");
    clock.advance(CheckInputs::lasts + std::chrono::seconds(1));
    gateway->end_lost_rights();
    EXPECT_TRUE(gateway->open_check(create().stream.id));
}

}  // namespace
}  // namespace lsl::services
