// What goes wrong around an upload: at the service, on this server's disk, with the file itself.

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "server/cloudflare/http_exchange.h"
#include "server/services/hosted/recording_uploads.h"
#include "server/system_clock.h"
#include "tests/fakes/cloudflare/stand_in.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;

constexpr std::uint64_t two_pieces = 9u << 20;
constexpr std::uint64_t three_pieces = 20u << 20;

/// Finished files of any bytes.
class FilesOnly final : public recorder::Recorder {
  public:
    explicit FilesOnly(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }
    void add(const recorder::RecordingName& name, std::uint64_t bytes) {
        const auto path = folder_ / (name + ".webm");
        std::ofstream(path, std::ios::binary) << std::string(bytes, 'x');
        files[name] = {.name = name, .path = path, .content_type = "video/webm", .bytes = bytes};
    }

    std::shared_ptr<media::MediaTap> begin(const recorder::RecordingName&) override { return {}; }
    void finish(const recorder::RecordingName&) override {}
    std::vector<recorder::RecordingName> unfinished() const override { return {}; }
    Result<recorder::RecordingFile> find(const recorder::RecordingName& name) const override {
        const auto found = files.find(name);
        if (found == files.end()) return not_found("no file");
        return found->second;
    }
    Result<std::vector<std::byte>> picture(const recorder::RecordingName&, int) const override {
        return not_found("no picture");
    }
    Result<void> remove(const recorder::RecordingName& name) override {
        files.erase(name);
        return {};
    }
    recorder::Space space() const override { return {}; }
    recorder::RecorderLoad load() const override { return {}; }

    std::map<recorder::RecordingName, recorder::RecordingFile> files;

  private:
    std::filesystem::path folder_;
};

class RecordingUploadsTroubleTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    RecordingUploadsTroubleTest() {
        fakes::StandInOptions options;
        options.folder = folder.path() / "stand-in";
        std::filesystem::create_directories(options.folder);
        stand_in_ = std::move(fakes::StandIn::start(options, real_clock_).value());
        cloudflare::ApiOptions account;
        account.account_id = options.account_id;
        account.api_token = options.api_token;
        account.api_base = stand_in_->api_base();
        account.wait = [](std::chrono::milliseconds) {};
        calls_ = std::make_unique<cloudflare::ApiCalls>(clock, account);
        api_ = std::make_unique<cloudflare::StreamApi>(*calls_);
        transfers_ = std::make_unique<cloudflare::TusUploads>(*calls_);
        open_uploads();
    }

    /// As after a start; a checkpoint dies where it answers false.
    void open_uploads(RecordingUploads::Checkpoint checkpoint = {}) {
        outcomes_ = std::make_unique<RecordingOutcomes>(*database, clock, changes);
        uploads_ = std::make_unique<RecordingUploads>(*database, clock, *transfers_, *api_,
                                                      recorder_, *outcomes_, std::move(checkpoint));
    }

    /// A class that has ended and waits for its recording.
    StreamId ended_class(std::uint64_t bytes = two_pieces) {
        const auto salsa = create().stream.id;
        EXPECT_TRUE(streams->start(salsa.to_string()));
        EXPECT_TRUE(streams->end(salsa.to_string()));
        recorder_.add(name_of(salsa), bytes);
        EXPECT_TRUE(uploads_->add(salsa, name_of(salsa)));
        return salsa;
    }
    std::string name_of(StreamId salsa) { return row(salsa).recording.file_name(); }
    void steps(int count) {
        for (int i = 0; i < count; ++i) {
            const auto again = uploads_->step();
            clock.advance(std::chrono::milliseconds(1));
            if (again && *again > clock.utc()) clock.advance(*again - clock.utc());
        }
    }
    void control(const std::string& what, const std::string& json) {
        cloudflare::HttpRequest request;
        request.method = "POST";
        request.url = stand_in_->url() + "/__stand_in/" + what;
        request.body = json;
        request.content_type = "application/json";
        const auto answer = cloudflare::exchange(request, {});
        EXPECT_TRUE(answer && answer->is_success()) << what;
    }
    void forbid_in_database(const std::string& when) {
        EXPECT_TRUE(database->write([&](store::Connection& tx) {
            return tx.execute(("CREATE TRIGGER full_disk BEFORE UPDATE ON recording_uploads WHEN " +
                               when + " BEGIN SELECT RAISE(ABORT, 'full'); END")
                                  .c_str());
        }));
    }
    std::vector<cloudflare::Video> videos() { return api_->videos({}).value(); }

    SystemClock real_clock_;
    FilesOnly recorder_{folder.path() / "files"};
    std::unique_ptr<fakes::StandIn> stand_in_;
    std::unique_ptr<cloudflare::ApiCalls> calls_;
    std::unique_ptr<cloudflare::StreamApi> api_;
    std::unique_ptr<cloudflare::TusUploads> transfers_;
    std::unique_ptr<RecordingOutcomes> outcomes_;
    std::unique_ptr<RecordingUploads> uploads_;
};

TEST_F(RecordingUploadsTroubleTest, UploadsThatGetLostAreBegunMoreAndMoreRarely) {
    control("faults", R"({"kind":"status","status":404,"count":1000,"method":"PATCH"})");
    const StreamId salsa = ended_class();
    const UtcTime start = clock.utc();
    steps(40);
    EXPECT_GE(clock.utc() - start, std::chrono::minutes(30));
    EXPECT_LE(videos().size(), 1u) << "what a lost upload leaves is deleted";
    EXPECT_TRUE(recorder_.files.contains(name_of(salsa)));
}

TEST_F(RecordingUploadsTroubleTest, AnUploadThatNobodyWroteDownIsDeleted) {
    const StreamId other = ended_class();
    steps(1);
    ASSERT_EQ(videos().size(), 1u);
    const std::string of_other = videos().front().uid;
    open_uploads([](std::string_view point) { return point != "the upload has begun"; });
    const StreamId salsa = ended_class();
    for (int i = 0; i < 20 && videos().size() < 2; ++i) steps(1);
    ASSERT_EQ(videos().size(), 2u);
    ASSERT_EQ(uploads_->progress(salsa), 0);
    const auto both = videos();
    const std::string forgotten = both[both[0].uid == of_other ? 1 : 0].uid;

    open_uploads();
    for (int i = 0; i < 20 && uploads_->progress(salsa).value() == 0; ++i) steps(1);
    EXPECT_FALSE(api_->video(forgotten));
    EXPECT_TRUE(api_->video(of_other)) << "nobody else's";
    EXPECT_EQ(videos().size(), 2u);
    EXPECT_TRUE(uploads_->progress(other));
}

TEST_F(RecordingUploadsTroubleTest, ALostUploadLeavesNoVideoAlsoWhenTheServerDiesMeanwhile) {
    bool dead = false;
    open_uploads(
        [&](std::string_view point) { return !(dead = dead || point == "before starting anew"); });
    const StreamId salsa = ended_class();
    control("faults", R"({"kind":"status","status":404,"count":1,"method":"PATCH"})");
    steps(3);
    ASSERT_TRUE(dead) << "the point was reached";
    control("faults", R"({"kind":"status","status":404,"count":1,"method":"PATCH"})");
    open_uploads();
    steps(4);
    EXPECT_EQ(videos().size(), 1u);
    EXPECT_GT(uploads_->progress(salsa).value(), 0.1);
}

TEST_F(RecordingUploadsTroubleTest, ALongFileKeepsNoOtherWaiting) {
    const StreamId first = ended_class(three_pieces);
    const StreamId second = ended_class(three_pieces);
    steps(5);
    EXPECT_GT(uploads_->progress(first).value(), 0.1);
    EXPECT_GT(uploads_->progress(second).value(), 0.1);
}

TEST_F(RecordingUploadsTroubleTest, AFileThatIsTooLargeFailsOnceAndStays) {
    const StreamId salsa = ended_class();
    recorder_.files[name_of(salsa)].bytes = 31'000'000'000;
    const auto listener = listen(Topic::everybody());
    EXPECT_EQ(uploads_->step(), std::nullopt) << "nothing is tried again";
    EXPECT_EQ(row(salsa).recording.state, RecordingState::Failed);
    EXPECT_TRUE(recorder_.files.contains(name_of(salsa)));
    EXPECT_EQ(heard(*listener).size(), 1u);
}

TEST_F(RecordingUploadsTroubleTest, AClassWhoseFileIsLostDoesNotWaitForEver) {
    for (const int steps_before : {0, 2}) {
        const StreamId salsa = ended_class();
        steps(steps_before);
        recorder_.files.clear();
        const auto listener = listen(Topic::everybody());
        steps(4);
        EXPECT_EQ(row(salsa).recording.state, RecordingState::Failed) << steps_before;
        EXPECT_EQ(row(salsa).recording.video_id, std::nullopt);
        EXPECT_EQ(heard(*listener).size(), 1u);
        EXPECT_TRUE(videos().empty());
        EXPECT_EQ(uploads_->step(), std::nullopt);
    }
}

TEST_F(RecordingUploadsTroubleTest, TheCopyStaysWhenTheClassCouldNotBeGivenItsVideo) {
    const StreamId salsa = ended_class();
    steps(3);
    ASSERT_EQ(videos().size(), 1u);
    control("videos/" + videos().front().uid, R"({"hold":"ready","state":"ready"})");
    forbid_in_database("NEW.state = 'stored' AND NEW.attempts = 0");
    steps(4);
    EXPECT_EQ(row(salsa).recording.state, RecordingState::Preparing);
    EXPECT_TRUE(recorder_.files.contains(name_of(salsa)));

    ASSERT_TRUE(database->write(
        [](store::Connection& tx) { return tx.execute("DROP TRIGGER full_disk"); }));
    steps(4);
    EXPECT_EQ(row(salsa).recording.state, RecordingState::Available);
    EXPECT_EQ(row(salsa).recording.file_name(), videos().front().uid);
    EXPECT_TRUE(recorder_.files.empty());
}

TEST_F(RecordingUploadsTroubleTest, AVideoThatFailsForADeletedClassIsDeletedToo) {
    const StreamId salsa = ended_class();
    const std::string name = name_of(salsa);
    steps(3);
    ASSERT_EQ(videos().size(), 1u);
    control("videos/" + videos().front().uid,
            R"({"hold":"error","state":"error","error":"ERR_NON_VIDEO"})");
    ASSERT_TRUE(database->write([&](store::Connection& tx) -> Result<void> {
        store::StreamsStore rows(tx);
        auto deleted = LSL_TRY(rows.find(salsa)).value();
        deleted.recording.state = RecordingState::Deleted;
        deleted.recording.video_id.reset();
        return rows.update(deleted);
    }));
    steps(4);
    EXPECT_TRUE(videos().empty());
    EXPECT_FALSE(recorder_.files.contains(name));
}

TEST_F(RecordingUploadsTroubleTest, ADatabaseThatTakesNothingIsNotAskedWithoutPause) {
    ended_class();
    forbid_in_database("1");
    const auto again = uploads_->step();
    ASSERT_TRUE(again);
    EXPECT_GE(*again, clock.utc() + std::chrono::seconds(5));
}

}  // namespace
}  // namespace lsl::services
