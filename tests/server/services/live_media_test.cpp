#include "server/services/live_media.h"

#include <gtest/gtest.h>

#include <deque>

#include "server/services/live_media_loop.h"
#include "server/services/media_health.h"
#include "server/services/playback.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using media::MediaEvent;

/// The engine's contract with sessions that exist but carry nothing.
class StillMediaThread final : public media::MediaThread {
  public:
    Result<media::SessionAnswer> publish(const media::RoomName& room, std::string_view) override {
        if (before_answer) before_answer();
        return open(room, true, "");
    }
    Result<media::SessionAnswer> watch(const media::RoomName& room, std::string_view,
                                       const std::string& viewer) override {
        if (before_answer) before_answer();
        return open(room, false, viewer);
    }
    Result<media::PullOffer> pull(const media::RoomName& room) override {
        return media::PullOffer{open(room, true, "")->session, "v=0"};
    }
    Result<void> accept_answer(const media::SessionName&, std::string_view) override { return {}; }
    Result<media::PatchAnswer> patch(const media::SessionName&, std::string_view,
                                     std::optional<std::string_view>) override {
        return media::PatchAnswer{};
    }
    Result<void> close_session(const media::SessionName& session) override {
        if (sessions.erase(session) == 0) return not_found("gone");
        return {};
    }
    Result<void> select_layer(const media::SessionName&, media::LayerSelection) override {
        return {};
    }
    Result<media::ViewerLayers> viewer_layers(const media::SessionName&) override {
        return media::ViewerLayers{};
    }
    Result<SessionInfo> session_info(const media::SessionName& session) override {
        const auto found = sessions.find(session);
        if (found == sessions.end()) return not_found("gone");
        return found->second;
    }
    void close_viewer(const media::RoomName& room, const std::string& viewer) override {
        std::erase_if(sessions, [&](const auto& one) {
            return one.second.room == room && one.second.viewer == viewer;
        });
    }
    void close_room(const media::RoomName& room) override {
        std::erase_if(sessions, [&](const auto& one) { return one.second.room == room; });
    }
    void set_tap(const media::RoomName& room, std::shared_ptr<media::MediaTap> tap) override {
        taps[room] = std::move(tap);
    }
    media::RoomStats room_stats(const media::RoomName& room) override { return stats[room]; }
    media::EngineStats engine_stats() override { return {}; }
    std::uint16_t udp_port() const override { return 0; }

    std::map<media::SessionName, SessionInfo> sessions;
    std::map<media::RoomName, std::shared_ptr<media::MediaTap>> taps;
    std::map<media::RoomName, media::RoomStats> stats;
    std::function<void()> before_answer;

  private:
    Result<media::SessionAnswer> open(const media::RoomName& room, bool publishes,
                                      const std::string& viewer) {
        const std::string name = "session" + std::to_string(sessions.size());
        sessions[name] = {room, publishes, viewer};
        return media::SessionAnswer{.session = name, .sdp = "v=0", .etag = "\"e\""};
    }
};

/// The recorder's contract without files.
class StillRecorder final : public recorder::Recorder {
  public:
    class Tap final : public media::MediaTap {
      public:
        void on_packet(const media::TapPacket&) override {}
        void on_sender_report(const media::TapSenderReport&) override {}
        void on_publisher_gone(MonoTime) override {}
    };
    std::shared_ptr<media::MediaTap> begin(const recorder::RecordingName& name) override {
        if (refuses) return nullptr;
        open.insert(name);
        return std::make_shared<Tap>();
    }
    void finish(const recorder::RecordingName& name) override {
        finished.push_back(name);
        open.erase(name);
    }
    std::vector<recorder::RecordingName> unfinished() const override {
        return {open.begin(), open.end()};
    }
    Result<recorder::RecordingFile> find(const recorder::RecordingName& name) const override {
        return recorder::RecordingFile{.name = name, .content_type = "video/webm"};
    }
    Result<void> remove(const recorder::RecordingName& name) override {
        open.erase(name);
        removed.push_back(name);
        return {};
    }

    recorder::Space space() const override { return room; }
    recorder::RecorderLoad load() const override { return {}; }

    recorder::Space room;
    bool refuses = false;
    std::set<recorder::RecordingName> open;
    std::vector<recorder::RecordingName> finished;
    std::vector<recorder::RecordingName> removed;
};

class LiveMediaTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    LiveMediaTest() { attach(); }

    /// The studio's services on the real LiveMedia.
    void attach() {
        live = std::make_unique<LiveMedia>(*database, clock, *announcements, inbox, engine,
                                           recorder, LiveMediaOptions{"http://localhost:8080"});
        announcements->use(*live);
        streams = std::make_unique<Streams>(*database, clock, *announcements, *live, nullptr,
                                            StreamsOptions{"http://localhost:8080"});
        enrollments = std::make_unique<Enrollments>(*database, clock, *announcements, *live);
        playback = Playback::open(*database, clock, *live).value();
        live->use(*playback);
    }
    domain::Stream started() {
        const auto stream = create();
        EXPECT_TRUE(streams->start(id(stream)));
        return row(stream.id);
    }
    void report(const MediaEvent& event) {
        inbox.media_listener()(event);
        live->drain();
    }
    void report(const recorder::RecorderEvent& event) {
        inbox.recorder_listener()(event);
        live->drain();
    }
    void finished(const std::string& name) {
        report(recorder::RecordingFinished{.file = {.name = name}, .other_files = {}});
    }
    std::string token_of(UserId user, const domain::Stream& stream) {
        return playback->playback_for(user, id(stream)).value().token;
    }

    MediaInbox inbox;
    StillMediaThread engine;
    StillRecorder recorder;
    std::unique_ptr<LiveMedia> live;
};

TEST_F(LiveMediaTest, OnlyThePublishTokenPublishes) {
    const auto stream = create();
    const std::string& input = stream.live_input_id;
    EXPECT_EQ(live->whip_publish("unknown", stream.webrtc_token, "v=0").error().code,
              ErrorCode::NotFound);
    for (const std::string& wrong : {std::string(), std::string("x"), create().webrtc_token}) {
        EXPECT_EQ(live->whip_publish(input, wrong, "v=0").error().code, ErrorCode::Unauthenticated);
    }
    EXPECT_TRUE(live->whip_publish(input, stream.webrtc_token, "v=0"));
}

TEST_F(LiveMediaTest, ThePublishTokenDiesWithTheClass) {
    const auto stream = started();
    ASSERT_TRUE(streams->end(id(stream)));
    for (const std::string& token : {stream.webrtc_token, std::string()}) {
        EXPECT_EQ(live->whip_publish(stream.live_input_id, token, "v=0").error().code,
                  ErrorCode::Unauthenticated);
    }
}

TEST_F(LiveMediaTest, APublisherWhoArrivesWhileTheClassEndsIsClosed) {
    const auto stream = started();
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(stream))); };
    EXPECT_FALSE(live->whip_publish(stream.live_input_id, stream.webrtc_token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(LiveMediaTest, AViewerWhoArrivesWhileTheClassEndsIsClosed) {
    const UserId ana = viewer();
    const auto stream = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(stream), ""));
    const std::string token = token_of(ana, stream);
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(stream))); };
    EXPECT_FALSE(live->whep_watch(stream.playback_id, token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(LiveMediaTest, SessionsBelongToThoseWhoMadeThem) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    const auto stream = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(stream), ""));
    ASSERT_TRUE(enrollments->enroll(ben, id(stream), ""));
    const auto watching =
        live->whep_watch(stream.playback_id, token_of(ana, stream), "v=0")->session;
    const auto publishing =
        live->whip_publish(stream.live_input_id, stream.webrtc_token, "v=0")->session;
    for (const std::string& foreign : {token_of(ben, stream), stream.webrtc_token, std::string()}) {
        EXPECT_EQ(live->close_session(watching, foreign).error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(live->patch_session(watching, foreign, "", {}).error().code,
                  ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(live->close_session(publishing, token_of(ana, stream)).error().code,
              ErrorCode::Unauthenticated);
    const std::string token = token_of(ana, stream);
    EXPECT_TRUE(live->patch_session(watching, token, "", {}));
    clock.advance(std::chrono::minutes(11));
    EXPECT_FALSE(live->patch_session(watching, token, "", {}));
    EXPECT_TRUE(live->close_session(watching, token));
    EXPECT_TRUE(live->close_session(publishing, stream.webrtc_token));
    EXPECT_EQ(live->close_session(publishing, stream.webrtc_token).error().code,
              ErrorCode::NotFound);
}

TEST_F(LiveMediaTest, AClassIsRecordedFromItsStartToItsEnd) {
    const auto stream = started();
    const std::string name = stream.recording_video_id.value();
    EXPECT_TRUE(recorder.open.contains(name));
    EXPECT_TRUE(engine.taps[stream.live_input_id]);
    ASSERT_TRUE(streams->end(id(stream)));
    EXPECT_FALSE(engine.taps[stream.live_input_id]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{name});
    EXPECT_FALSE(row(stream.id).recording_available);
    finished(name);
    EXPECT_TRUE(row(stream.id).recording_available);
    EXPECT_EQ(row(stream.id).recording_state, RecordingState::Available);
    EXPECT_EQ(row(stream.id).recording_video_id, name);
}

TEST_F(LiveMediaTest, AFailedRecordingLeavesNoReplay) {
    const auto stream = started();
    ASSERT_TRUE(streams->end(id(stream)));
    report(recorder::RecordingFailed{stream.recording_video_id.value(), "nothing came"});
    EXPECT_EQ(row(stream.id).recording_state, RecordingState::Failed);
    EXPECT_EQ(row(stream.id).recording_video_id, std::nullopt);
}

TEST_F(LiveMediaTest, TheInstructorHearsBeforeTheClassThatThereIsNoRoomToRecord) {
    const auto planned = create();
    live->refresh();
    const auto trouble = [&] {
        return live->figures(row(planned.id)).media_health.recording_trouble;
    };
    EXPECT_EQ(trouble(), "");
    const auto instructor = hub.subscribe({.instructor = true});
    recorder.room.lack = "The disk is nearly full";
    clock.advance(std::chrono::seconds(5));
    live->refresh();
    EXPECT_EQ(trouble(),
              "The disk is nearly full: this class won't be recorded. Make room before it starts.");
    std::vector<SharedEvent> events;
    instructor->take(events);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0]->name, "statistics");
    recorder.room.lack.clear();
    clock.advance(std::chrono::seconds(5));
    live->refresh();
    EXPECT_EQ(trouble(), "");
}

TEST_F(LiveMediaTest, TheInstructorHearsWhileTheClassIsOnThatItIsNotRecorded) {
    recorder.refuses = true;
    const auto unrecorded = started();
    EXPECT_NE(live->figures(unrecorded).media_health.recording_trouble, "");
    recorder.refuses = false;
    const auto stream = started();
    const auto instructor = hub.subscribe({.instructor = true});
    report(recorder::RecordingTrouble{stream.recording_video_id.value(), "The disk is full."});
    EXPECT_EQ(
        streams->get_for_instructor(id(stream))->stream.statistics.media_health.recording_trouble,
        "The disk is full.");
    std::vector<SharedEvent> events;
    instructor->take(events);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0]->name, "statistics");
}

TEST_F(LiveMediaTest, ARecordingThatCouldNotBeClosedIsTriedAgain) {
    const auto stream = started();
    const auto fine = started();
    live->refresh();
    ASSERT_TRUE(streams->end(id(stream)));
    ASSERT_TRUE(streams->end(id(fine)));
    report(recorder::RecordingTrouble{*stream.recording_video_id, "There is no room."});
    recorder.finished.clear();
    live->refresh();
    EXPECT_TRUE(recorder.finished.empty());
    clock.advance(std::chrono::minutes(10));
    live->refresh();
    EXPECT_EQ(recorder.finished, std::vector<std::string>{*stream.recording_video_id});
    finished(*stream.recording_video_id);
    EXPECT_TRUE(row(stream.id).recording_available);
    EXPECT_EQ(live->figures(row(stream.id)).media_health.recording_trouble, "");
}

TEST_F(LiveMediaTest, ACancelledClassLeavesNoRecording) {
    const auto stream = started();
    ASSERT_TRUE(streams->cancel(id(stream)));
    EXPECT_EQ(recorder.removed, std::vector<std::string>{*stream.recording_video_id});
    finished(*stream.recording_video_id);
    EXPECT_EQ(recorder.removed.size(), 2u);
}

TEST_F(LiveMediaTest, TheFirstPictureNotesWhoWatched) {
    const UserId ana = viewer();
    const auto stream = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(stream), ""));
    report(MediaEvent(media::ViewerReceiving{stream.live_input_id, "s", ana.to_string()}));
    const auto place = enrollments->find(ana, id(stream))->enrollment.enrollment;
    EXPECT_TRUE(place.watched_live);
    EXPECT_EQ(place.last_watched_at, clock.utc());
}

TEST_F(LiveMediaTest, ViewersAreCountedAndTheMostOfThemKept) {
    const auto stream = started();
    const auto anybody = hub.subscribe({});
    engine.stats[stream.live_input_id].viewers = 5;
    live->refresh();
    EXPECT_EQ(streams->get(id(stream))->stream.viewers, 5);
    EXPECT_EQ(row(stream.id).max_viewers, 5);
    engine.stats[stream.live_input_id].viewers = 3;
    live->refresh();
    live->refresh();
    EXPECT_EQ(streams->get(id(stream))->stream.viewers, 3);
    EXPECT_EQ(row(stream.id).max_viewers, 5);
    std::vector<SharedEvent> events;
    anybody->take(events);
    EXPECT_EQ(events.size(), 2u);  // told of changes, not of each look
    ASSERT_TRUE(streams->end(id(stream)));
    EXPECT_EQ(streams->get(id(stream))->stream.viewers, 0);
}

TEST_F(LiveMediaTest, APublisherShowsBeforeTheClassIsLive) {
    const auto stream = create();
    auto& stats = engine.stats[stream.live_input_id];
    stats.publisher_connected = true;
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 1'500'000;
    stats.frames_per_second = 30;
    report(MediaEvent(media::PublisherConnected{stream.live_input_id, "s"}));
    EXPECT_EQ(live->figures(stream).media_health.verdict, "good");
    stats = {};
    report(MediaEvent(media::PublisherGone{stream.live_input_id, "s"}));
    EXPECT_EQ(live->figures(stream).media_health.verdict, "offline");
}

TEST_F(LiveMediaTest, AfterARestartRecordingsGoOnOrAreFinished) {
    const auto going_on = started();
    const auto over = started();
    ASSERT_TRUE(streams->end(id(over)));
    recorder.finished.clear();
    engine.taps.clear();
    recorder.open = {*going_on.recording_video_id, "nobodys"};
    attach();
    ASSERT_TRUE(live->reconcile());
    EXPECT_TRUE(engine.taps[going_on.live_input_id]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{*over.recording_video_id});
    EXPECT_EQ(recorder.removed, std::vector<std::string>{"nobodys"});
}

TEST_F(LiveMediaTest, TheLoopWorksOffReportsByItself) {
    const auto stream = started();
    ASSERT_TRUE(streams->end(id(stream)));
    {
        const LiveMediaLoop loop(*live, inbox, clock);
        inbox.recorder_listener()(
            recorder::RecordingFinished{.file = {.name = *stream.recording_video_id}});
    }
    EXPECT_TRUE(row(stream.id).recording_available);
}

TEST(MediaHealthTest, SaysInOneWordHowThePictureArrives) {
    media::RoomStats stats;
    EXPECT_EQ(media_health(stats).verdict, "offline");
    stats.publisher_connected = true;
    EXPECT_EQ(media_health(stats).verdict, "good");  // sound alone
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 2'000'000;
    stats.frames_per_second = 30;
    EXPECT_EQ(media_health(stats).verdict, "good");
    stats.loss_percent = 2;
    EXPECT_EQ(media_health(stats).verdict, "fair");
    stats.loss_percent = 9;
    EXPECT_EQ(media_health(stats).verdict, "poor");
    EXPECT_EQ(media_health(stats).video_codec, "VP8");
}

TEST(MediaHealthTest, TellsTheSizeOfTheBestPictureThatFlows) {
    media::RoomStats stats;
    stats.publisher_connected = true;
    EXPECT_EQ(media_health(stats).video_height, 0);
    stats.layers = {{.rid = "q", .width = 320, .height = 180, .flows = true},
                    {.rid = "h", .width = 640, .height = 360, .flows = true},
                    {.rid = "f", .width = 1280, .height = 720, .flows = false}};
    EXPECT_EQ(media_health(stats).video_width, 640);
    EXPECT_EQ(media_health(stats).video_height, 360);
}

}  // namespace
}  // namespace lsl::services
