// The way of a broken promise: what a replay lacks is told to the instructor and counted for the
// operator. The recorder, the services and the words of the metrics are real; the disk is not.

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <variant>

#include "server/http/metrics/media_metrics.h"
#include "server/services/live/local_media.h"
#include "server/services/live/media_inbox.h"
#include "server/system_clock.h"
#include "tests/server/services/studio.h"

namespace lsl::http {
namespace {

using domain::RecordingState;

constexpr std::int64_t packets_a_second = 50;

class ShortReplayTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    ShortReplayTest() {
        recorder::RecorderOptions options;
        options.folder = folder.path() / "recordings";
        options.keep_free_bytes = 1'000'000;
        options.clock = &real_clock_;
        options.free_bytes = [this](const std::filesystem::path&) { return room_.load(); };
        recorder_ =
            std::move(recorder::Recorder::open(options, inbox_.recorder_listener()).value());
        media::MediaOptions media_options;
        media_options.udp_port = 0;
        engine_ = std::move(
            media::MediaThread::start(media_options, real_clock_, inbox_.media_listener()).value());
        using namespace services;
        space_ = std::make_unique<RecordingSpace>(*recorder_, clock);
        rooms_ = std::make_unique<RoomFigures>(*database, clock, *engine_, changes);
        outcomes_ = std::make_unique<RecordingOutcomes>(*database, clock, changes);
        recordings_ = std::make_unique<RecordingReports>(
            *database, clock, *recorder_, *outcomes_, *space_, changes,
            std::string(LocalMedia::backend_name), RecordingReports::TakeElsewhere());
        local_ =
            std::make_unique<LocalMedia>(LocalMedia::Parts{*database, *engine_, *recorder_, *rooms_,
                                                           *outcomes_, *recordings_, *space_},
                                         "http://localhost:8080");
        carry_by(*local_);
    }

    /// Sound as the media thread would hand it on: what the recorder is told of silence goes by the
    /// clock that it really has.
    void send_sound(media::MediaTap& tap, std::int64_t from_s, std::int64_t to_s) {
        const std::byte payload[] = {std::byte{0xf8}, std::byte{0xff}, std::byte{0xfe}};
        for (std::int64_t i = from_s * packets_a_second; i < to_s * packets_a_second; ++i) {
            tap.on_packet({media::TrackKind::Audio, media::Codec::Opus, 1, i,
                           static_cast<std::uint32_t>(i * 960), 48'000, true, payload,
                           began_ + std::chrono::milliseconds(20 * i)});
        }
    }
    template <class Done>
    bool wait_until(Done done) {
        for (int tries = 0; tries < 3'000; ++tries) {
            for (const auto& report : inbox_.take()) {
                const auto* event = std::get_if<recorder::RecorderEvent>(&report);
                if (event != nullptr) recordings_->take(*event);
            }
            if (done()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    std::string trouble(const domain::StudioClass& made) {
        return local_->figures(row(made.stream.id)).media_health.recording_trouble;
    }
    std::string metrics() const {
        std::string text;
        PrometheusText prometheus(text);
        write_recorder_metrics(prometheus, recorder_->load());
        return text;
    }

    SystemClock real_clock_;
    const MonoTime began_ = real_clock_.mono();
    std::atomic<std::uint64_t> room_{1'000'000'000};
    services::MediaInbox inbox_;
    std::unique_ptr<recorder::Recorder> recorder_;
    std::unique_ptr<media::MediaThread> engine_;
    std::unique_ptr<services::RecordingSpace> space_;
    std::unique_ptr<services::RoomFigures> rooms_;
    std::unique_ptr<services::RecordingOutcomes> outcomes_;
    std::unique_ptr<services::RecordingReports> recordings_;
    std::unique_ptr<services::LocalMedia> local_;
};

TEST_F(ShortReplayTest, IsToldAndCounted) {
    const auto salsa = create(30);
    ASSERT_TRUE(streams->start(id(salsa)));
    const auto tap = recorder_->begin(row(salsa.stream.id).recording.file_name());
    ASSERT_NE(tap, nullptr);
    send_sound(*tap, 0, 3);
    ASSERT_TRUE(wait_until([&] { return recorder_->space().recordings_bytes > 0; }));
    EXPECT_EQ(trouble(salsa), "");

    // While the class goes on.
    room_ = 0;
    ASSERT_TRUE(wait_until([&] {
        return trouble(salsa).find("recording stopped") != std::string::npos;
    })) << trouble(salsa);
    send_sound(*tap, 3, 13);
    room_ = 1'000'000'000;

    // And when it is over.
    ASSERT_TRUE(streams->end(id(salsa)));
    ASSERT_TRUE(wait_until(
        [&] { return row(salsa.stream.id).recording.state == RecordingState::Available; }));
    const std::string words = trouble(salsa);
    EXPECT_NE(words.find("s shorter than the class was."), std::string::npos) << words;
    EXPECT_NE(words.find("of 650 packets of sound are missing in the replay."), std::string::npos)
        << words;
    const std::string counted = metrics();
    EXPECT_NE(counted.find("\nlsl_recorder_replays_total 1\n"), std::string::npos) << counted;
    EXPECT_NE(counted.find("\nlsl_recorder_short_replays_total 1\n"), std::string::npos) << counted;
    EXPECT_NE(counted.find("\nlsl_recorder_sound_packets_received_total 650\n"), std::string::npos)
        << counted;
}

TEST_F(ShortReplayTest, AWholeOneIsNeither) {
    const auto salsa = create(30);
    ASSERT_TRUE(streams->start(id(salsa)));
    const auto tap = recorder_->begin(row(salsa.stream.id).recording.file_name());
    ASSERT_NE(tap, nullptr);
    send_sound(*tap, 0, 5);
    ASSERT_TRUE(streams->end(id(salsa)));
    ASSERT_TRUE(wait_until(
        [&] { return row(salsa.stream.id).recording.state == RecordingState::Available; }));
    EXPECT_EQ(trouble(salsa), "");
    EXPECT_NE(metrics().find("\nlsl_recorder_short_replays_total 0\n"), std::string::npos);
    const std::string counted = metrics();
    EXPECT_NE(counted.find("\nlsl_recorder_sound_packets_written_total 250\n"), std::string::npos)
        << counted;
}

}  // namespace
}  // namespace lsl::http
