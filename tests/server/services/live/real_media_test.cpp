// A class with the real engine, the real recorder and real sockets; only camera and screen are
// made up.

#include <gtest/gtest.h>

#include "server/services/live/local_media.h"
#include "server/services/live/media_reports.h"
#include "server/system_clock.h"
#include "tests/media/socket_peer.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;

class RealMediaTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    RealMediaTest() {
        auto opened = recorder::Recorder::open(
            {.folder = folder.path() / "recordings", .keep_free_bytes = 0, .clock = &real_clock},
            inbox.recorder_listener());
        recorder = std::move(opened.value());
        media::MediaOptions options;
        options.udp_port = 0;
        auto started = media::MediaThread::start(options, real_clock, inbox.media_listener());
        engine = std::move(started.value());
        space = std::make_unique<RecordingSpace>(*recorder, clock);
        rooms = std::make_unique<RoomFigures>(*database, clock, *engine, changes);
        outcomes = std::make_unique<RecordingOutcomes>(*database, clock, changes);
        recordings = std::make_unique<RecordingReports>(
            *database, clock, *recorder, *outcomes, *space, changes,
            std::string(LocalMedia::backend_name), RecordingReports::TakeElsewhere());
        local =
            std::make_unique<LocalMedia>(LocalMedia::Parts{*database, *engine, *recorder, *rooms,
                                                           *outcomes, *recordings, *space},
                                         "http://localhost:8080");
        carry_by(*local);
        gateway = std::make_unique<MediaGateway>(
            MediaGateway::Parts{*database, clock, *engine, *rights, *rooms});
        layers = std::make_unique<LayerWatch>(*engine);
        spans = std::make_unique<LiveSpans>(*database, clock);
        reports = std::make_unique<MediaReports>(MediaReports::Parts{
            *database, inbox, *gateway, *rooms, *attendance, *spans, *recordings, *layers});
    }

    /// Until `done`, at most 20 seconds, everybody works; a frame leaves every 20 ms.
    template <class Done>
    bool work_until(Done done) {
        const MonoTime end = real_clock.mono() + std::chrono::seconds(20);
        MonoTime next_frame = real_clock.mono();
        while (real_clock.mono() < end) {
            publisher.work(real_clock);
            viewer_peer.work(real_clock);
            if (publisher.client.connected() && real_clock.mono() >= next_frame) {
                publisher.client.send_frame(5'000, frames_ % 50 == 0, real_clock.mono());
                ++frames_;
                next_frame = real_clock.mono() + std::chrono::milliseconds(20);
            }
            reports->drain();
            if (done()) return true;
        }
        return false;
    }

    SystemClock real_clock;
    MediaInbox inbox;
    std::unique_ptr<recorder::Recorder> recorder;
    std::unique_ptr<media::MediaThread> engine;
    std::unique_ptr<RecordingSpace> space;
    std::unique_ptr<RoomFigures> rooms;
    std::unique_ptr<RecordingOutcomes> outcomes;
    std::unique_ptr<RecordingReports> recordings;
    std::unique_ptr<LocalMedia> local;
    std::unique_ptr<MediaGateway> gateway;
    std::unique_ptr<LayerWatch> layers;
    std::unique_ptr<LiveSpans> spans;
    std::unique_ptr<MediaReports> reports;
    std::unique_ptr<media::DtlsContext> dtls = std::move(media::DtlsContext::make().value());
    test::SocketPeer publisher{*dtls, true};
    test::SocketPeer viewer_peer{*dtls, false};

  private:
    int frames_ = 0;
};

TEST_F(RealMediaTest, AClassIsPublishedWatchedCountedRecordedAndEnded) {
    const UserId ana = viewer("ana");
    const auto salsa = create(30);
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));

    // The instructor's picture arrives before the class is live.
    const auto published =
        gateway->publish(salsa.ingest.access.live_input_id, salsa.ingest.access.webrtc_token,
                         publisher.client.offer());
    ASSERT_TRUE(published) << published.error().detail;
    ASSERT_TRUE(publisher.client.accept(published->sdp, real_clock.mono()));
    EXPECT_TRUE(work_until([&] { return local->figures(salsa).media_health.connected; }));

    ASSERT_TRUE(streams->start(id(salsa)));
    const std::string token = playback->playback_for(watcher(ana), id(salsa))->token;
    const auto watched =
        gateway->watch(salsa.ingest.playback.playback_id, token, viewer_peer.client.offer());
    ASSERT_TRUE(watched) << watched.error().detail;
    ASSERT_TRUE(viewer_peer.client.accept(watched->sdp, real_clock.mono()));
    EXPECT_TRUE(work_until([&] { return viewer_peer.client.video().frames >= 60; }));
    EXPECT_TRUE(work_until(
        [&] { return enrollments->find(ana, id(salsa))->enrollment.enrollment.watched_live; }));
    reports->refresh();
    EXPECT_EQ(streams->get(id(salsa))->stream.viewers, 1);
    EXPECT_EQ(row(salsa.stream.id).stream.max_viewers, 1);
    EXPECT_EQ(local->figures(row(salsa.stream.id)).media_health.video_codec, "VP8");

    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(gateway->close_session(watched->session, token).error().code, ErrorCode::NotFound);
    EXPECT_TRUE(work_until(
        [&] { return row(salsa.stream.id).recording.state != RecordingState::Preparing; }));
    const auto after = row(salsa.stream.id);
    ASSERT_EQ(after.recording.state, RecordingState::Available);
    const auto file = playback->may_read_recording(*after.recording.video_id, {.people = {ana}});
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_GT(std::filesystem::file_size(file->path), 10'000u);
}

TEST_F(RealMediaTest, AClassWithoutAPublisherEndsWithoutAReplay) {
    const auto salsa = create(30);
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_TRUE(
        work_until([&] { return row(salsa.stream.id).recording.state == RecordingState::Failed; }));
    EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
}

TEST_F(RealMediaTest, AnOfferThatIsNoneIsRefused) {
    const auto salsa = create(30);
    const auto refused = gateway->publish(salsa.ingest.access.live_input_id,
                                          salsa.ingest.access.webrtc_token, "hello");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().code, ErrorCode::Internal);
}

}  // namespace
}  // namespace lsl::services
