#include "tests/server/cloudflare/api_fixture.h"

namespace lsl::cloudflare {
namespace {

using testing::Scripted;

class StreamApiTest : public testing::ApiTest {
  protected:
    testing::SeenRequest last() const { return service_.seen().back(); }
    LiveInput input_with(const std::string& fields) {
        service_.answer(200, enveloped(R"({"uid":"i1")" + fields + "}"));
        auto input = api_.live_input("i1");
        EXPECT_TRUE(input);
        return input ? *input : LiveInput{};
    }
    Video video_with(const std::string& fields) {
        service_.answer(200, enveloped(R"({"uid":"v1")" + fields + "}"));
        auto video = api_.video("v1");
        EXPECT_TRUE(video);
        return video ? *video : Video{};
    }
};

TEST_F(StreamApiTest, CreatesALiveInput) {
    service_.answer(200, enveloped(R"({
        "uid":"i1","created":"2026-11-22T09:00:00.123456789Z","modified":"2026-11-22T09:00:01.123456Z",
        "enabled":true,"meta":{"name":"Salsa"},"status":null,
        "recording":{"mode":"off","requireSignedURLs":true},
        "webRTC":{"url":"https://customer-c.cloudflarestream.com/SECRETi1/webRTC/publish"},
        "webRTCPlayback":{"url":"https://customer-c.cloudflarestream.com/i1/webRTC/play"},
        "rtmps":{"url":"rtmps://live.cloudflare.com:443/live/","streamKey":"k"},
        "playback":{"hls":"h","dash":"d"}})"));
    const auto input = api_.create_live_input({"Salsa", "maria", {}}, "class-1");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->uid, "i1");
    EXPECT_EQ(input->name, "Salsa");
    EXPECT_EQ(to_iso8601(*input->created), "2026-11-22T09:00:00.123Z");
    EXPECT_EQ(to_iso8601(*input->modified), "2026-11-22T09:00:01.123Z");
    EXPECT_EQ(input->connection, Connection::Never);
    EXPECT_TRUE(input->requires_signed_urls);
    EXPECT_FALSE(input->recording_automatic);
    EXPECT_EQ(input->whip_url, "https://customer-c.cloudflarestream.com/SECRETi1/webRTC/publish");
    EXPECT_EQ(input->whep_url, "https://customer-c.cloudflarestream.com/i1/webRTC/play");
    EXPECT_EQ(input->rtmps_stream_key, "k");
    EXPECT_EQ(last().method, "POST");
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/live_inputs");
    EXPECT_EQ(last().header("Idempotency-Key"), "class-1");
    EXPECT_EQ(last().header("Content-Type"), "application/json");
    EXPECT_EQ(last().body,
              R"({"defaultCreator":"maria","enabled":true,"meta":{"name":"Salsa"},)"
              R"("recording":{"allowedOrigins":null,"mode":"off","requireSignedURLs":true,)"
              R"("timeoutSeconds":0}})");
}

TEST_F(StreamApiTest, AnIdempotencyKeyHasOneTo255Bytes) {
    EXPECT_EQ(api_.create_live_input({"x"}, "").error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(api_.create_live_input({"x"}, std::string(256, 'k')).error().code,
              ErrorCode::InvalidInput);
    EXPECT_TRUE(service_.seen().empty());
}

TEST_F(StreamApiTest, ATitleWithBadBytesIsSentWithReplacements) {
    service_.answer(200, enveloped(R"({"uid":"i1"})"));
    EXPECT_TRUE(api_.create_live_input({"a\xff\"b"}, "k"));
    EXPECT_NE(last().body.find("a\xEF\xBF\xBD\\\"b"), std::string::npos) << last().body;
}

TEST_F(StreamApiTest, TheConnectionHasThreeForms) {
    EXPECT_EQ(input_with("").connection, Connection::Never);
    EXPECT_EQ(input_with(R"(,"status":null)").connection, Connection::Never);
    EXPECT_EQ(input_with(R"(,"status":"connected")").connection, Connection::Connected);
    EXPECT_EQ(input_with(R"(,"status":"reconnected")").connection, Connection::Connected);
    EXPECT_EQ(input_with(R"(,"status":"client_disconnect")").connection, Connection::Disconnected);
    EXPECT_EQ(input_with(R"(,"status":"new_configuration_accepted")").connection,
              Connection::Unknown);
    EXPECT_EQ(input_with(R"(,"status":{"current":{"state":"connected"}})").connection,
              Connection::Connected);
    EXPECT_EQ(input_with(R"(,"status":{"current":{"state":"disconnected"}})").connection,
              Connection::Disconnected);
    EXPECT_EQ(input_with(R"(,"status":{"current":null})").connection, Connection::Unknown);
    EXPECT_EQ(input_with(R"(,"status":"brand_new")").connection, Connection::Unknown);
    EXPECT_EQ(input_with(R"(,"status":17)").connection, Connection::Unknown);
}

TEST_F(StreamApiTest, FieldsOfTheWrongTypeCountAsMissing) {
    const LiveInput input = input_with(
        R"(,"enabled":null,"meta":null,"created":5,"webRTC":"x","recording":[],"new":{"a":1})");
    EXPECT_TRUE(input.enabled);
    EXPECT_EQ(input.name, "");
    EXPECT_FALSE(input.created);
    EXPECT_EQ(input.whip_url, "");
    EXPECT_FALSE(input_with(R"(,"enabled":false)").enabled);
}

TEST_F(StreamApiTest, ListsOfLiveInputsHaveTwoForms) {
    service_.answer(200, enveloped(R"({"liveInputs":[{"uid":"a"},{"uid":"b"}],"range":2})"));
    const auto object = api_.live_inputs();
    ASSERT_TRUE(object);
    ASSERT_EQ(object->size(), 2u);
    EXPECT_EQ((*object)[1].uid, "b");
    service_.answer(200, enveloped(R"([{"uid":"a"},null,{"name":"no id"}])"));
    const auto array = api_.live_inputs();
    ASSERT_TRUE(array);
    ASSERT_EQ(array->size(), 1u);
    service_.answer(200, enveloped("{}"));
    EXPECT_FALSE(api_.live_inputs());
}

TEST_F(StreamApiTest, ChangesSendOnlyWhatChanges) {
    service_.answer(200, enveloped(R"({"uid":"i1","enabled":false})"));
    LiveInputChange off;
    off.enabled = false;
    const auto input = api_.change_live_input("i1", off);
    ASSERT_TRUE(input);
    EXPECT_FALSE(input->enabled);
    EXPECT_EQ(last().method, "PUT");
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/live_inputs/i1");
    EXPECT_EQ(last().body, R"({"enabled":false})");

    service_.answer(200, enveloped(R"({"uid":"v1"})"));
    VideoChange change;
    change.require_signed_urls = true;
    change.name = "Salsa";
    EXPECT_TRUE(api_.change_video("v1", change));
    EXPECT_EQ(last().method, "POST");
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/v1");
    EXPECT_EQ(last().body, R"({"meta":{"name":"Salsa"},"requireSignedURLs":true})");
}

TEST_F(StreamApiTest, RotatesKeysWithoutABody) {
    service_.answer(200, enveloped(R"({"uid":"i1","webRTC":{"url":"https://new"}})"));
    const auto input = api_.rotate_keys("i1");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->whip_url, "https://new");
    EXPECT_EQ(last().method, "POST");
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/live_inputs/i1/rotate_keys");
    EXPECT_EQ(last().body, "");
}

TEST_F(StreamApiTest, DeletingSucceedsInEveryFormOfDone) {
    service_.answer(200);
    EXPECT_TRUE(api_.delete_live_input("i1"));
    EXPECT_EQ(last().method, "DELETE");
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/live_inputs/i1");
    service_.answer(204);
    EXPECT_TRUE(api_.delete_video("v1"));
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/v1");
    service_.answer(200, enveloped("\"ok\""));
    EXPECT_TRUE(api_.delete_video("v1"));
    service_.answer(404, failure(10003, "not found"));
    EXPECT_TRUE(api_.delete_video("v1"));
    service_.answer(400, failure(10003, "not found"));
    EXPECT_TRUE(api_.delete_signing_key("k1"));
    service_.answer(403);
    EXPECT_FALSE(api_.delete_video("v1"));
    service_.answer(200, failure(7003, "no route"));
    EXPECT_FALSE(api_.delete_video("v1"));
}

TEST_F(StreamApiTest, IdsArePercentEncodedAndNeverEmpty) {
    service_.answer(200);
    EXPECT_TRUE(api_.delete_video("../live_inputs?x=#ü"));
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/..%2Flive_inputs%3Fx%3D%23%C3%BC");
    EXPECT_EQ(api_.delete_video("").error().code, ErrorCode::NotFound);
    EXPECT_EQ(api_.delete_live_input("..").error().code, ErrorCode::NotFound);
    EXPECT_EQ(api_.video("").error().code, ErrorCode::NotFound);
    EXPECT_EQ(service_.seen().size(), 1u);
}

TEST_F(StreamApiTest, ReadsAVideo) {
    const Video video = video_with(
        R"(,"readyToStream":true,"status":{"state":"ready","pctComplete":"100.000000"},)"
        R"("duration":12.5,"input":{"width":1280,"height":720},"size":4711,"liveInput":"i1",)"
        R"("requireSignedURLs":true,"playback":{"hls":"h","dash":"d"},"thumbnail":"t",)"
        R"("meta":{"name":"n"},"creator":"c")");
    EXPECT_TRUE(video.is_complete());
    EXPECT_EQ(video.percent_complete, 100);
    EXPECT_EQ(video.duration_seconds, 12.5);
    EXPECT_EQ(video.width, 1280);
    EXPECT_EQ(video.height, 720);
    EXPECT_EQ(video.bytes, 4711);
    EXPECT_EQ(video.live_input, "i1");
    EXPECT_TRUE(video.requires_signed_urls);
    EXPECT_EQ(video.hls_url, "h");
}

TEST_F(StreamApiTest, WhatIsNotKnownOfAVideoYetIsNothing) {
    const Video video = video_with(R"(,"duration":-1,"input":{"width":-1,"height":-1},"status":)"
                                   R"({"state":"inprogress","pctComplete":"39.000000"})");
    EXPECT_FALSE(video.duration_seconds);
    EXPECT_FALSE(video.width);
    EXPECT_EQ(video.state, VideoState::InProgress);
    EXPECT_EQ(video.percent_complete, 39);
    EXPECT_FALSE(video.is_complete());
    EXPECT_FALSE(video_with(R"(,"input":{"width":1e18})").width);
    EXPECT_EQ(video_with(R"(,"status":{"pctComplete":"39 %"})").percent_complete, 0);
    EXPECT_EQ(video_with(R"(,"status":{"pctComplete":39})").percent_complete, 39);
}

TEST_F(StreamApiTest, VideoStatesAndErrorsAreReadInBothSpellings) {
    const auto state = [&](const std::string& word) {
        return video_with(R"(,"status":{"state":")" + word + "\"}").state;
    };
    EXPECT_EQ(state("pendingupload"), VideoState::PendingUpload);
    EXPECT_EQ(state("downloading"), VideoState::Downloading);
    EXPECT_EQ(state("queued"), VideoState::Queued);
    EXPECT_EQ(state("live-inprogress"), VideoState::LiveInProgress);
    EXPECT_EQ(state("not-found"), VideoState::Unknown);
    EXPECT_EQ(state("error"), VideoState::Error);
    EXPECT_EQ(video_with(R"(,"status":{"errorReasonCode":"ERR_A"})").error_code, "ERR_A");
    EXPECT_EQ(video_with(R"(,"status":{"errReasonCode":"ERR_B"})").error_code, "ERR_B");
    EXPECT_EQ(video_with(R"(,"status":{"errReasonText":"why"})").error_text, "why");
}

TEST_F(StreamApiTest, ListsVideosWithAFilter) {
    service_.answer(200, enveloped(R"([{"uid":"a"},{"uid":"b"}])"));
    VideoFilter filter;
    filter.search = "a b&c";
    filter.created_before = clock_.utc();
    filter.limit = 10;
    const auto videos = api_.videos(filter);
    ASSERT_TRUE(videos);
    EXPECT_EQ(videos->size(), 2u);
    // httplib writes the query anew, in form encoding, with the same meaning.
    EXPECT_EQ(last().target,
              "/client/v4/accounts/acc/stream?limit=10&search=a+b%26c&"
              "end=2026-11-22T09:00:00.000Z");
    service_.answer(200, enveloped(R"({"videos":[{"uid":"a"}]})"));
    const auto recordings = api_.recordings_of("i1");
    ASSERT_TRUE(recordings);
    EXPECT_EQ(recordings->size(), 1u);
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/live_inputs/i1/videos");
}

TEST_F(StreamApiTest, MakesListsAndDeletesSigningKeys) {
    service_.answer(200, enveloped(R"({"id":"k1","pem":"cGVt","jwk":"x"})"));
    const auto key = api_.create_signing_key();
    ASSERT_TRUE(key);
    EXPECT_EQ(key->id, "k1");
    EXPECT_EQ(key->pem, "cGVt");
    service_.answer(200, enveloped(R"([{"id":"k1"},{"key_id":"k2"}])"));
    const auto keys = api_.signing_keys();
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 2u);
    EXPECT_EQ((*keys)[1].id, "k2");
    service_.answer(200, enveloped("\"deleted\""));
    EXPECT_TRUE(api_.delete_signing_key("k1"));
    EXPECT_EQ(last().target, "/client/v4/accounts/acc/stream/keys/k1");
}

TEST_F(StreamApiTest, SetsAndReadsTheWebhook) {
    const std::string subscription = enveloped(
        R"({"notification_url":"https://a.example/w","secret":"s","modified":"2026-11-22T09:00:00Z"})");
    service_.answer(200, subscription);
    const auto set = api_.set_webhook("https://a.example/w");
    ASSERT_TRUE(set);
    EXPECT_EQ(set->secret, "s");
    EXPECT_EQ(set->notification_url, "https://a.example/w");
    EXPECT_EQ(last().method, "PUT");
    EXPECT_EQ(last().body, R"({"notificationUrl":"https://a.example/w"})");
    service_.answer(404, failure(10003, "none"));
    EXPECT_EQ(api_.webhook().error().code, ErrorCode::NotFound);
    service_.answer(200);
    EXPECT_TRUE(api_.delete_webhook());
}

TEST_F(StreamApiTest, ReadsTheStorageUse) {
    service_.answer(200, enveloped(R"({"totalStorageMinutes":61.5,)"
                                   R"("totalStorageMinutesLimit":1000,"videoCount":3})"));
    const auto use = api_.storage_use();
    ASSERT_TRUE(use);
    EXPECT_EQ(use->stored_minutes, 61.5);
    EXPECT_EQ(use->stored_minutes_limit, 1000);
    EXPECT_EQ(use->videos, 3);
}

TEST_F(StreamApiTest, AsksTheDeliveryDomainWithoutTheToken) {
    const auto delivery = DeliveryBase::of_url(service_.url() + "/i1/webRTC/play", "i1");
    ASSERT_TRUE(delivery);
    service_.answer(200, R"({"isInput":true,"videoUID":null,"live":true})");
    const auto lifecycle = api_.lifecycle(*delivery, "i1");
    ASSERT_TRUE(lifecycle && *lifecycle);
    EXPECT_TRUE((*lifecycle)->live);
    EXPECT_EQ((*lifecycle)->video_uid, "");
    EXPECT_EQ(last().target, "/i1/lifecycle");
    EXPECT_EQ(last().header("Authorization"), "");
    service_.answer(200, R"({"liveViewers":42})");
    const auto viewers = api_.live_viewers(*delivery, "i1");
    ASSERT_TRUE(viewers && *viewers);
    EXPECT_EQ(**viewers, 42);
    EXPECT_EQ(last().header("Authorization"), "");
}

TEST_F(StreamApiTest, WhatTheDeliveryDomainDoesNotTellIsNothing) {
    const auto delivery = DeliveryBase::of_url(service_.url() + "/i1/webRTC/play", "i1");
    ASSERT_TRUE(delivery);
    for (const Scripted& answer :
         {Scripted{204}, Scripted{404, "no"}, Scripted{401}, Scripted{200, "{}"},
          Scripted{200, "<html>"}, Scripted{200, R"({"liveViewers":null,"live":"yes"})"}}) {
        service_.answer(answer);
        service_.answer(answer);
        const auto viewers = api_.live_viewers(*delivery, "i1");
        ASSERT_TRUE(viewers);
        EXPECT_FALSE(*viewers) << answer.body;
        const auto lifecycle = api_.lifecycle(*delivery, "i1");
        ASSERT_TRUE(lifecycle);
        EXPECT_FALSE(*lifecycle) << answer.body;
    }
}

}  // namespace
}  // namespace lsl::cloudflare
