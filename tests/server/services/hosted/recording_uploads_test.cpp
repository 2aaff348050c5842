#include "server/services/hosted/recording_uploads.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include "server/cloudflare/http_exchange.h"
#include "server/system_clock.h"
#include "tests/fakes/cloudflare/stand_in.h"
#include "tests/media/synthetic_media.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;

constexpr std::size_t recording_bytes = 19u << 20;  // three pieces
constexpr std::size_t frame_bytes = 60'000;

/// A class that has ended, its recording in a real file, the stand-in behind real HTTP, and time
/// that is turned.
class RecordingUploadsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    RecordingUploadsTest() {
        stand_in_options_.folder = folder.path() / "stand-in";
        std::filesystem::create_directories(stand_in_options_.folder);
        stand_in_ = std::move(fakes::StandIn::start(stand_in_options_, real_clock_).value());
        control("settings", R"({"ready_after_ms": 0})");
        std::filesystem::create_directories(recordings());

        stream_ = create(30).stream.id;
        EXPECT_TRUE(streams->start(stream_.to_string()));
        EXPECT_TRUE(streams->end(stream_.to_string()));
        name_ = row(stream_).recording.file_name();
        open_recorder();
        record();
    }

    std::filesystem::path recordings() const { return folder.path() / "recordings"; }
    /// A film of big frames, finished in its file.
    void record() {
        const auto tap = recorder_->begin(name_);
        std::vector<std::byte> frame(frame_bytes);
        const MonoTime start = real_clock_.mono();
        for (std::uint32_t i = 0; i * frame_bytes < recording_bytes; ++i) {
            test::SyntheticPayload{.starts_frame = true, .key_frame = i % 30 == 0, .frame = i}
                .write(frame);
            tap->on_packet({.kind = media::TrackKind::Video,
                            .codec = media::Codec::Vp8,
                            .source = 1,
                            .sequence = i,
                            .timestamp = i * 3000,
                            .clock_rate_hz = 90'000,
                            .marker = true,
                            .payload = frame,
                            .arrival = start + std::chrono::milliseconds(i * 33)});
        }
        recorder_->finish(name_);
        for (int i = 0; i < 500 && !recorder_->find(name_); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
    bool has_local_copy() const {
        return std::filesystem::exists(recordings() / (name_ + ".webm"));
    }
    void open_recorder() {
        recorder_.reset();
        recorder_ =
            std::move(recorder::Recorder::open(
                          {.folder = recordings(), .keep_free_bytes = 0, .clock = &real_clock_},
                          [](const auto&) {})
                          .value());
    }
    cloudflare::ApiOptions account() const {
        cloudflare::ApiOptions options;
        options.account_id = stand_in_options_.account_id;
        options.api_token = stand_in_options_.api_token;
        options.api_base = stand_in_->api_base();
        options.wait = [](std::chrono::milliseconds) {};
        return options;
    }
    /// The server's parts anew, as after a start.
    void open_uploads(RecordingUploads::Checkpoint checkpoint = {}) {
        uploads_.reset();
        calls_ = std::make_unique<cloudflare::ApiCalls>(clock, account());
        api_ = std::make_unique<cloudflare::StreamApi>(*calls_);
        transfers_ = std::make_unique<cloudflare::TusUploads>(*calls_);
        outcomes_ = std::make_unique<RecordingOutcomes>(*database, clock, changes);
        uploads_ = std::make_unique<RecordingUploads>(
            *database, clock, *transfers_, *api_, *recorder_, *outcomes_, std::move(checkpoint));
    }
    /// Until nothing is left or `most` steps were taken; time goes to the next one that is due.
    void work(int most = 200) {
        for (int i = 0; i < most; ++i) {
            const auto again = uploads_->step();
            if (!again) return;
            if (*again > clock.utc()) clock.advance(*again - clock.utc());
        }
    }
    std::string request(const std::string& method, const std::string& what,
                        const std::string& json) {
        cloudflare::HttpRequest request;
        request.method = method;
        request.url = stand_in_->url() + "/__stand_in/" + what;
        request.body = json;
        request.content_type = "application/json";
        const auto answer = cloudflare::exchange(request, {});
        EXPECT_TRUE(answer && answer->is_success()) << what;
        return answer ? answer->body : "";
    }
    void control(const std::string& what, const std::string& json) { request("POST", what, json); }
    std::vector<cloudflare::Video> videos() { return api_->videos({}).value(); }
    void expect_replay_at_cloudflare() {
        const auto after = row(stream_);
        EXPECT_EQ(after.recording.state, RecordingState::Available);
        EXPECT_TRUE(after.recording.available);
        const auto kept = videos();
        ASSERT_EQ(kept.size(), 1u) << "one video, and one alone";
        EXPECT_EQ(kept.front().uid, after.recording.file_name());
        EXPECT_TRUE(kept.front().is_complete());
        EXPECT_FALSE(has_local_copy());
        EXPECT_EQ(uploads_->progress(stream_), std::nullopt);
    }

    SystemClock real_clock_;
    fakes::StandInOptions stand_in_options_;
    std::unique_ptr<fakes::StandIn> stand_in_;
    std::unique_ptr<recorder::Recorder> recorder_;
    std::unique_ptr<cloudflare::ApiCalls> calls_;
    std::unique_ptr<cloudflare::StreamApi> api_;
    std::unique_ptr<cloudflare::TusUploads> transfers_;
    std::unique_ptr<RecordingOutcomes> outcomes_;
    std::unique_ptr<RecordingUploads> uploads_;
    StreamId stream_;
    std::string name_;
};

TEST_F(RecordingUploadsTest, BringARecordingOverInPieces) {
    open_uploads();
    ASSERT_TRUE(uploads_->add(stream_, name_));
    ASSERT_TRUE(uploads_->add(stream_, name_));  // told twice, as after a restart
    uploads_->step();
    uploads_->step();
    const double after_one_piece = uploads_->progress(stream_).value();
    EXPECT_GT(after_one_piece, 0.2);
    EXPECT_LT(after_one_piece, 0.6);
    EXPECT_TRUE(has_local_copy());
    EXPECT_FALSE(row(stream_).recording.available);
    const auto listener = listen(Topic::everybody());
    work();
    expect_replay_at_cloudflare();
    EXPECT_EQ(heard(*listener).size(), 1u) << "that the replay is there";
}

class RecordingUploadsCutTest : public RecordingUploadsTest,
                                public ::testing::WithParamInterface<const char*> {};

TEST_P(RecordingUploadsCutTest, GoOnAfterTheServerDiedThere) {
    // The third time for pieces, so that an upload is cut in its middle too.
    int times = std::string_view(GetParam()).find("piece") != std::string_view::npos ? 2 : 1;
    bool dead = false;
    open_uploads([&](std::string_view point) {
        if (point == GetParam() && --times == 0) dead = true;
        return !dead;
    });
    ASSERT_TRUE(uploads_->add(stream_, name_));
    for (int i = 0; i < 50 && !dead; ++i) {
        const auto again = uploads_->step();
        if (again && *again > clock.utc()) clock.advance(*again - clock.utc());
    }
    ASSERT_TRUE(dead) << "the point was reached";
    EXPECT_TRUE(row(stream_).recording.available || has_local_copy());

    uploads_.reset();
    reopen();
    open_recorder();
    open_uploads();
    if (row(stream_).recording.state == RecordingState::Preparing) {
        EXPECT_TRUE(uploads_->add(stream_, name_));  // RecordingReports says it again at the start
    }
    work();
    expect_replay_at_cloudflare();
}

INSTANTIATE_TEST_SUITE_P(Points, RecordingUploadsCutTest,
                         ::testing::Values("before the upload begins", "the upload has begun",
                                           "before a piece", "a piece has arrived",
                                           "all has arrived", "the video was looked at",
                                           "the class has the video", "before the local copy goes",
                                           "the local copy is gone"));

TEST_F(RecordingUploadsTest, BearWhatGoesWrongOnTheWay) {
    for (const char* fault :
         {R"({"kind":"status","status":500,"count":2,"path":"/stream"})",
          R"({"kind":"status","status":429,"retry_after":3,"count":1,"path":"/stream"})",
          R"({"kind":"cut","count":1,"method":"PATCH"})",
          R"({"kind":"truncated","count":1,"method":"GET","path":"/stream"})"}) {
        control("faults", fault);
    }
    open_uploads();
    ASSERT_TRUE(uploads_->add(stream_, name_));
    work();
    expect_replay_at_cloudflare();
}

TEST_F(RecordingUploadsTest, AVideoThatCannotBeUsedIsSaidAndTheCopyStays) {
    open_uploads();
    ASSERT_TRUE(uploads_->add(stream_, name_));
    while (videos().empty()) uploads_->step();
    const std::string uid = videos().front().uid;
    control("videos/" + uid, R"({"hold":"inprogress"})");
    work(12);
    EXPECT_EQ(row(stream_).recording.state, RecordingState::Preparing);
    control("videos/" + uid, R"({"state":"error","error":"ERR_NON_VIDEO"})");
    uploads_->video_changed(uid);
    uploads_->step();
    EXPECT_EQ(row(stream_).recording.state, RecordingState::Failed);
    EXPECT_TRUE(has_local_copy());
    EXPECT_EQ(uploads_->step(), std::nullopt) << "nothing is tried again";
    EXPECT_NE(uploads_->trouble(stream_).find("ERR_NON_VIDEO"), std::string::npos);

    // Until the class gives its recording up: then nothing stays there either.
    ASSERT_TRUE(uploads_->forget(stream_));
    work();
    EXPECT_TRUE(videos().empty());
    EXPECT_FALSE(has_local_copy());
    EXPECT_EQ(uploads_->trouble(stream_), "");
}

class UnwantedRecordingTest : public RecordingUploadsTest,
                              public ::testing::WithParamInterface<const char*> {};

TEST_P(UnwantedRecordingTest, LeavesNoVideoAlsoWhenTheServerDiesMeanwhile) {
    bool dead = false;
    open_uploads([&](std::string_view point) { return !(dead = dead || point == GetParam()); });
    ASSERT_TRUE(uploads_->add(stream_, name_));
    uploads_->step();
    uploads_->step();
    const auto gone = database->write([&](store::Connection& tx) -> Result<void> {
        store::StreamsStore rows(tx);
        auto salsa = LSL_TRY(rows.find(stream_)).value();
        salsa.recording.state = RecordingState::Deleted;
        salsa.recording.video_id.reset();
        return rows.update(salsa);
    });
    ASSERT_TRUE(gone);
    work(20);
    ASSERT_TRUE(dead) << "the point was reached";
    open_uploads();
    work();
    EXPECT_TRUE(videos().empty());
    EXPECT_FALSE(has_local_copy());
    EXPECT_EQ(row(stream_).recording.video_id, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Points, UnwantedRecordingTest,
                         ::testing::Values("before an unwanted video goes",
                                           "an unwanted video is gone",
                                           "before the local copy goes"));

/// The uploads run in a process of their own, which is killed.
class KilledUploadTest : public RecordingUploadsTest, public ::testing::WithParamInterface<int> {
  protected:
    pid_t start_worker() {
        std::string words[] = {LSL_UPLOAD_WORKER,     folder.path().string(), recordings().string(),
                               stand_in_->api_base(), account().account_id,   account().api_token};
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_t child = 0;
        EXPECT_EQ(::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ),
                  0);
        return child;
    }
    /// Requests that the stand-in has answered.
    std::ptrdiff_t requests() const {
        std::ifstream log(stand_in_->log_file());
        return std::count(std::istreambuf_iterator<char>(log), {}, '\n');
    }
};

TEST_P(KilledUploadTest, GoesOnWhereItWas) {
    open_uploads();
    const std::ptrdiff_t before = requests();
    recorder_.reset();
    close();
    const pid_t killed = start_worker();
    int status = 0;
    bool ended = false;
    while (requests() < before + GetParam() && !ended) {
        ended = ::waitpid(killed, &status, WNOHANG) == killed;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    ASSERT_FALSE(ended) << "it was done, or failed, before it was killed";
    ::kill(killed, SIGKILL);
    ASSERT_EQ(::waitpid(killed, &status, 0), killed);

    open();
    EXPECT_TRUE(row(stream_).recording.available || has_local_copy()) << "nothing is lost";
    close();
    const pid_t second = start_worker();
    ASSERT_EQ(::waitpid(second, &status, 0), second);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    open();
    open_recorder();
    open_uploads();
    expect_replay_at_cloudflare();
}

// Listing what was left, creating, three pieces, looking: each answered when the signal comes, so
// it meets the server before it has written down what it learnt, or just after.
INSTANTIATE_TEST_SUITE_P(AfterSoManyAnswers, KilledUploadTest, ::testing::Range(1, 7));

/// The same at any time, in the middle of a piece too. Times count from the first answer that a
/// worker gets, since how long a process takes to begin says how busy the machine is and no more.
class UploadKilledAnywhereTest : public KilledUploadTest {
  protected:
    /// Waits for the first answer; the status of a worker that ended before it had one.
    std::optional<int> ended_before_request(pid_t worker, std::ptrdiff_t before) const {
        int status = 0;
        while (requests() == before) {
            if (::waitpid(worker, &status, WNOHANG) == worker) return status;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        return std::nullopt;
    }
};

TEST_P(UploadKilledAnywhereTest, GoesOnWhereItWas) {
    open_uploads();
    recorder_.reset();
    close();
    int status = 0;
    bool ended = false;
    for (int kills = 0; kills < 40 && !ended; ++kills) {
        const std::ptrdiff_t before = requests();
        const pid_t worker = start_worker();
        if (const auto early = ended_before_request(worker, before)) {
            status = *early;
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(GetParam() * (kills + 1)));
        ::kill(worker, SIGKILL);
        ASSERT_EQ(::waitpid(worker, &status, 0), worker);
        ended = WIFEXITED(status);
    }
    // On a busy machine none of them came to the end in its time: the last one has all of it.
    if (WIFSIGNALED(status)) {
        const pid_t last = start_worker();
        ASSERT_EQ(::waitpid(last, &status, 0), last);
    }
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    open();
    open_recorder();
    open_uploads();
    expect_replay_at_cloudflare();
}

INSTANTIATE_TEST_SUITE_P(GrowingTimes, UploadKilledAnywhereTest, ::testing::Values(7, 23, 61));

}  // namespace
}  // namespace lsl::services
