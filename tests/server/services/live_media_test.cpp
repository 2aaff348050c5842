#include "server/services/live/live_media.h"

#include <gtest/gtest.h>

#include <deque>

#include "server/services/live/live_media_loop.h"
#include "server/services/live/media_health.h"
#include "server/services/watching/playback.h"
#include "tests/server/services/still_media.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using media::MediaEvent;

using lsl::testing::StillMediaThread;
using lsl::testing::StillRecorder;

class LiveMediaTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    LiveMediaTest() { attach(); }

    /// The studio's services on the real LiveMedia.
    void attach() {
        live = std::make_unique<LiveMedia>(*database, clock, *announcements, inbox, engine,
                                           recorder, LiveMediaOptions{"http://localhost:8080"});
        announcements->use(*live);
        streams = std::make_unique<Streams>(*database, clock, *live, nullptr,
                                            StreamsOptions{"http://localhost:8080"});
        enrollments = std::make_unique<Enrollments>(*database, clock, *live);
        playback = Playback::open(*database, clock, *live).value();
        live->use(*playback);
    }
    domain::StudioClass started() {
        const auto salsa = create();
        EXPECT_TRUE(streams->start(id(salsa)));
        return row(salsa.stream.id);
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
    std::string token_of(UserId user, const domain::StudioClass& salsa) {
        return playback->playback_for(watcher(user), id(salsa)).value().token;
    }

    MediaInbox inbox;
    StillMediaThread engine;
    StillRecorder recorder;
    std::unique_ptr<LiveMedia> live;
};

TEST_F(LiveMediaTest, OnlyThePublishTokenPublishes) {
    const auto salsa = create();
    const LiveInputId& input = salsa.ingest.access.live_input_id;
    EXPECT_EQ(live->whip_publish(LiveInputId("unknown"), salsa.ingest.access.webrtc_token, "v=0")
                  .error()
                  .code,
              ErrorCode::NotFound);
    for (const std::string& wrong :
         {std::string(), std::string("x"), create().ingest.access.webrtc_token}) {
        EXPECT_EQ(live->whip_publish(input, wrong, "v=0").error().code, ErrorCode::Unauthenticated);
    }
    EXPECT_TRUE(live->whip_publish(input, salsa.ingest.access.webrtc_token, "v=0"));
}

TEST_F(LiveMediaTest, ThePublishTokenDiesWithTheClass) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    for (const std::string& token : {salsa.ingest.access.webrtc_token, std::string()}) {
        EXPECT_EQ(live->whip_publish(salsa.ingest.access.live_input_id, token, "v=0").error().code,
                  ErrorCode::Unauthenticated);
    }
}

TEST_F(LiveMediaTest, APublisherWhoArrivesWhileTheClassEndsIsClosed) {
    const auto salsa = started();
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(salsa))); };
    EXPECT_FALSE(live->whip_publish(salsa.ingest.access.live_input_id,
                                    salsa.ingest.access.webrtc_token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(LiveMediaTest, AViewerWhoArrivesWhileTheClassEndsIsClosed) {
    const UserId ana = viewer();
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    const std::string token = token_of(ana, salsa);
    engine.before_answer = [&] { EXPECT_TRUE(streams->end(id(salsa))); };
    EXPECT_FALSE(live->whep_watch(salsa.ingest.playback.playback_id, token, "v=0"));
    EXPECT_TRUE(engine.sessions.empty());
}

TEST_F(LiveMediaTest, SessionsBelongToThoseWhoMadeThem) {
    const UserId ana = viewer("ana");
    const UserId ben = viewer("ben");
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(enrollments->enroll(ben, id(salsa), ""));
    const auto watching =
        live->whep_watch(salsa.ingest.playback.playback_id, token_of(ana, salsa), "v=0")->session;
    const auto publishing = live->whip_publish(salsa.ingest.access.live_input_id,
                                               salsa.ingest.access.webrtc_token, "v=0")
                                ->session;
    for (const std::string& foreign :
         {token_of(ben, salsa), salsa.ingest.access.webrtc_token, std::string()}) {
        EXPECT_EQ(live->close_session(watching, foreign).error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(live->patch_session(watching, foreign, "", {}).error().code,
                  ErrorCode::Unauthenticated);
    }
    EXPECT_EQ(live->close_session(publishing, token_of(ana, salsa)).error().code,
              ErrorCode::Unauthenticated);
    const std::string token = token_of(ana, salsa);
    EXPECT_TRUE(live->patch_session(watching, token, "", {}));
    clock.advance(std::chrono::minutes(11));
    EXPECT_FALSE(live->patch_session(watching, token, "", {}));
    EXPECT_TRUE(live->close_session(watching, token));
    EXPECT_TRUE(live->close_session(publishing, salsa.ingest.access.webrtc_token));
    EXPECT_EQ(live->close_session(publishing, salsa.ingest.access.webrtc_token).error().code,
              ErrorCode::NotFound);
}

TEST_F(LiveMediaTest, AnEncoderTakesOverAndAPublisherThatAsksIsTold) {
    const auto salsa = started();
    const LiveInputId& input = salsa.ingest.access.live_input_id;
    const auto publish = [&](const Takeover& takeover) {
        auto answer = live->whip_publish(input, salsa.ingest.access.webrtc_token, "v=0", takeover);
        if (!answer) return answer.error().word;
        report(media::PublisherConnected{input.text, answer->session});
        return answer->session;
    };
    const auto word = [&](const media::SessionName& session) {
        const auto found = live->find_publisher(input, session);
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

TEST_F(LiveMediaTest, AClassIsRecordedFromItsStartToItsEnd) {
    const auto salsa = started();
    const std::string name = salsa.recording.file_name();
    EXPECT_TRUE(recorder.open.contains(name));
    EXPECT_TRUE(engine.taps[room_of(salsa)]);
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_FALSE(engine.taps[room_of(salsa)]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{name});
    EXPECT_FALSE(row(salsa.stream.id).recording.available);
    finished(name);
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Available);
    EXPECT_EQ(row(salsa.stream.id).recording.file_name(), name);
}

TEST_F(LiveMediaTest, AFailedRecordingLeavesNoReplay) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    report(recorder::RecordingFailed{salsa.recording.file_name(), "nothing came"});
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Failed);
    EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
}

TEST_F(LiveMediaTest, TheInstructorHearsBeforeTheClassThatThereIsNoRoomToRecord) {
    const auto planned = create();
    live->refresh();
    const auto trouble = [&] {
        return live->figures(row(planned.stream.id)).media_health.recording_trouble;
    };
    EXPECT_EQ(trouble(), "");
    const auto instructor = listen(Topic::studio());
    recorder.room.lack = "The disk is nearly full";
    clock.advance(std::chrono::seconds(5));
    live->refresh();
    EXPECT_EQ(trouble(),
              "The disk is nearly full: this class won't be recorded. Make room before it starts.");
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "statistics");
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
    const auto salsa = started();
    const auto instructor = listen(Topic::studio());
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "The disk is full."});
    EXPECT_EQ(
        streams->get_for_instructor(id(salsa))->stream.statistics.media_health.recording_trouble,
        "The disk is full.");
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "statistics");
}

TEST_F(LiveMediaTest, ARecordingThatCouldNotBeClosedIsTriedAgain) {
    const auto salsa = started();
    const auto fine = started();
    live->refresh();
    ASSERT_TRUE(streams->end(id(salsa)));
    ASSERT_TRUE(streams->end(id(fine)));
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "There is no room."});
    recorder.finished.clear();
    live->refresh();
    EXPECT_TRUE(recorder.finished.empty());
    clock.advance(std::chrono::minutes(10));
    live->refresh();
    EXPECT_EQ(recorder.finished, std::vector<std::string>{salsa.recording.file_name()});
    finished(salsa.recording.file_name());
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    EXPECT_EQ(live->figures(row(salsa.stream.id)).media_health.recording_trouble, "");
}

TEST_F(LiveMediaTest, AReplayThatIsBeingConvertedTellsHowFarItIs) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    const auto progress = [&] {
        return streams->get_for_instructor(id(salsa))->stream.statistics.replay_progress;
    };
    live->refresh();
    EXPECT_EQ(progress(), std::nullopt);
    const auto instructor = listen(Topic::studio());
    recorder.converting = {{salsa.recording.file_name(), 40}};
    live->refresh();
    EXPECT_EQ(progress(), 0.4);
    live->refresh();
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u) << "told when it changes";
    EXPECT_EQ(events[0].name, "statistics");
    recorder.converting.clear();
    live->refresh();
    EXPECT_EQ(progress(), std::nullopt);
}

TEST_F(LiveMediaTest, WhatAReplayLacksIsTold) {
    const auto salsa = started();
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "No sound comes."});
    ASSERT_TRUE(streams->end(id(salsa)));
    recorder.lack = "The picture stands still for 8 s of the replay.";
    finished(salsa.recording.file_name());
    EXPECT_EQ(live->figures(row(salsa.stream.id)).media_health.recording_trouble, recorder.lack);
    attach();  // as after a restart
    EXPECT_EQ(live->figures(row(salsa.stream.id)).media_health.recording_trouble, recorder.lack);
}

TEST_F(LiveMediaTest, ACancelledClassLeavesNoRecording) {
    const auto salsa = started();
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(recorder.removed, std::vector<std::string>{salsa.recording.file_name()});
    finished(salsa.recording.file_name());
    EXPECT_EQ(recorder.removed.size(), 2u);
}

TEST_F(LiveMediaTest, AStartThatIsUndoneLeavesThePublisherAndNothingElse) {
    const auto salsa = create();
    const UserId ana = viewer();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(live->whip_publish(salsa.ingest.access.live_input_id,
                                   salsa.ingest.access.webrtc_token, "v=0"));
    ASSERT_TRUE(streams->start(id(salsa)));
    const std::string video = row(salsa.stream.id).recording.file_name();
    // On her way in: not yet a viewer who watches.
    const auto ticket = playback->playback_for(watcher(ana), id(salsa)).value();
    ASSERT_TRUE(live->whep_watch(salsa.ingest.playback.playback_id, ticket.token, "v=0"));
    ASSERT_TRUE(streams->go_back_to_planned(id(salsa)));
    ASSERT_EQ(engine.sessions.size(), 1u);
    EXPECT_TRUE(engine.sessions.begin()->second.publishes);
    EXPECT_EQ(engine.taps[room_of(salsa)], nullptr);
    EXPECT_EQ(recorder.removed, std::vector<std::string>{video});
    EXPECT_FALSE(live->whep_watch(salsa.ingest.playback.playback_id, ticket.token, "v=0"));
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_NE(row(salsa.stream.id).recording.file_name(), video);
    EXPECT_NE(engine.taps[room_of(salsa)], nullptr);
}

TEST_F(LiveMediaTest, WhatArrivesWhileTheClassIsLiveIsMeasured) {
    const auto salsa = create();
    const auto pass = [&](int times) {
        for (int i = 0; i < times; ++i) {
            live->refresh();
            clock.advance(std::chrono::seconds(1));
        }
    };
    media::RoomStats flowing;
    flowing.publisher_connected = true;
    flowing.video_bitrate_bps = 2'000'000;
    ASSERT_TRUE(live->whip_publish(salsa.ingest.access.live_input_id,
                                   salsa.ingest.access.webrtc_token, "v=0"));
    engine.stats[room_of(salsa)] = flowing;
    inbox.media_listener()(media::PublisherConnected{room_of(salsa)});
    live->drain();
    pass(20);
    EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 0) << "before the class nobody can watch";
    ASSERT_TRUE(streams->start(id(salsa)));
    pass(30);
    engine.stats[room_of(salsa)] = {};
    pass(60);
    engine.stats[room_of(salsa)] = flowing;
    pass(15);
    const auto ended = streams->end(id(salsa));
    ASSERT_TRUE(ended);
    EXPECT_NEAR(static_cast<double>(*ended->stream.stream.media_seconds), 45, 2);
}

TEST_F(LiveMediaTest, TheFirstPictureNotesWhoWatched) {
    const UserId ana = viewer();
    const auto salsa = started();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    report(MediaEvent(media::ViewerReceiving{room_of(salsa), "s", ana.to_string()}));
    const auto place = enrollments->find(ana, id(salsa))->enrollment.enrollment;
    EXPECT_TRUE(place.watched_live);
    EXPECT_EQ(place.last_watched_at, clock.utc());
}

TEST_F(LiveMediaTest, ViewersAreCountedAndTheMostOfThemKept) {
    const auto salsa = started();
    const auto anybody = listen(Topic::everybody());
    engine.stats[room_of(salsa)].viewers = 5;
    live->refresh();
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 5);
    EXPECT_EQ(row(salsa.stream.id).stream.max_viewers, 5);
    engine.stats[room_of(salsa)].viewers = 3;
    live->refresh();
    live->refresh();
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 3);
    EXPECT_EQ(row(salsa.stream.id).stream.max_viewers, 5);
    EXPECT_EQ(heard(*anybody).size(), 2u);  // told of changes, not of each look
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 0);
}

TEST_F(LiveMediaTest, APublisherShowsBeforeTheClassIsLive) {
    const auto salsa = create();
    auto& stats = engine.stats[room_of(salsa)];
    stats.publisher_connected = true;
    stats.video_codec = media::Codec::Vp8;
    stats.video_bitrate_bps = 1'500'000;
    stats.frames_per_second = 30;
    report(MediaEvent(media::PublisherConnected{room_of(salsa), "s"}));
    EXPECT_EQ(live->figures(salsa).media_health.verdict, "good");
    stats = {};
    report(MediaEvent(media::PublisherGone{room_of(salsa), "s"}));
    EXPECT_EQ(live->figures(salsa).media_health.verdict, "offline");
}

TEST_F(LiveMediaTest, AfterARestartRecordingsGoOnOrAreFinished) {
    const auto going_on = started();
    const auto over = started();
    ASSERT_TRUE(streams->end(id(over)));
    recorder.finished.clear();
    engine.taps.clear();
    recorder.open = {going_on.recording.file_name(), "nobodys"};
    attach();
    ASSERT_TRUE(live->reconcile());
    EXPECT_TRUE(engine.taps[room_of(going_on)]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{over.recording.file_name()});
    EXPECT_EQ(recorder.removed, std::vector<std::string>{"nobodys"});
}

TEST_F(LiveMediaTest, TheLoopWorksOffReportsByItself) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    {
        const LiveMediaLoop loop(*live, inbox, clock);
        inbox.recorder_listener()(
            recorder::RecordingFinished{.file = {.name = salsa.recording.file_name()}});
    }
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
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
