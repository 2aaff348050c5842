#include <atomic>
#include <fstream>
#include <thread>

#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "server/store/jobs/jobs_store.h"
#include "tests/server/http/server_fixture.h"
#include "tests/server/store/store_rows.h"

namespace lsl::http {
namespace {

using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

constexpr const char* cleanup = "/api/cron/cleanup-recordings";
constexpr const char* migrate = "/api/cron/migrate-streams-to-workouts";

/// The machine's clocks, of which somebody sets the one on the wall.
class TurnedClock final : public Clock {
  public:
    UtcTime utc() const override { return machine_.utc() + std::chrono::hours(ahead_hours); }
    MonoTime mono() const override { return machine_.mono(); }

    std::atomic<int> ahead_hours = 0;

  private:
    SystemClock machine_;
};

class JobsHttpTest : public lsl::testing::ServerTest {
  protected:
    static std::vector<std::string> bearer(std::string_view secret) {
        return {"Authorization: Bearer " + std::string(secret)};
    }
    HttpAnswer run(const char* job, const char* method = "POST") const {
        return client().request(method, job, "", bearer(lsl::testing::cron_secret));
    }
    static std::int64_t number(const std::string& json, const std::string& name) {
        const std::size_t at = json.find("\"" + name + "\":");
        return at == std::string::npos ? -1 : std::atoll(json.c_str() + at + name.size() + 3);
    }
    /// What a report says of its items: succeeded and failed; both together are processed.
    static std::pair<std::int64_t, std::int64_t> sums(const HttpAnswer& report) {
        const std::pair out{number(report.body, "succeeded"), number(report.body, "failed")};
        EXPECT_EQ(number(report.body, "processed"), out.first + out.second) << report.body;
        return out;
    }
    /// Classes that ended long ago, their recordings in real files of the data folder.
    void add_old_classes(std::uint32_t first, std::uint32_t count, bool kept) {
        std::filesystem::create_directories(folder_.path() / "recordings");
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        const auto added = database->write([&](store::Connection& tx) -> Result<void> {
            for (std::uint32_t i = first; i < first + count; ++i) {
                domain::StudioClass row = lsl::testing::a_class(i);
                row.stream.status = domain::StreamStatus::Ended;
                row.recording.state = domain::RecordingState::Available;
                row.recording.available = true;
                row.recording.video_id = VideoId("video-" + std::to_string(i));
                row.recording.expires_at = lsl::testing::at("2026-01-08T00:00:00Z");
                row.stream.migration_scheduled_at = lsl::testing::at("2026-03-01T00:00:00Z");
                row.stream.keep_for_catalog = kept;
                LSL_TRY(store::StreamsStore(tx).insert(row));
                std::ofstream(folder_.path() / "recordings" /
                              ("video-" + std::to_string(i) + ".webm"))
                    << "no video";
            }
            return {};
        });
        ASSERT_TRUE(added) << added.error().detail;
    }
    /// As many replays to end as there are at once are usual for this studio.
    void confirm_many() {
        auto database = store::Database::open(folder_.path() / "leansporty.db").value();
        ASSERT_TRUE(database->write([](store::Connection& tx) -> Result<void> {
            store::JobsStore jobs(tx);
            LSL_TRY(jobs.put_hold({.job = "cleanup-recordings", .reason = "expired"}));
            return jobs.confirm_holds("cleanup-recordings");
        }));
    }
    /// The scheduler's runs at the start are in the history.
    std::string settled_history() const {
        HttpClient in = instructor();
        std::string history;
        for (int i = 0; i < 200; ++i) {
            history = in.get("/api/instructor/jobs").body;
            if (history.find("\"last_run\":null") == std::string::npos &&
                history.find("\"finished_at\":null") == std::string::npos) {
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return history;
    }
};

TEST_F(JobsHttpTest, OnlyTheSecretOpensTheCronEndpoints) {
    settled_history();
    HttpClient in = instructor(), ana = viewer();
    const std::string wrong(lsl::testing::cron_secret.size(), 'x');
    for (const char* job : {cleanup, migrate}) {
        for (const char* method : {"GET", "POST"}) {
            for (HttpClient* browser : {&in, &ana}) {
                EXPECT_EQ(browser->request(method, job).status, 401) << job;
            }
            for (const std::string& header :
                 {"Authorization: Bearer " + wrong, std::string("Authorization: Bearer "),
                  std::string("Authorization: Bearer"),
                  "Authorization: Basic " + std::string(lsl::testing::cron_secret),
                  "Authorization: Bearer " + std::string(lsl::testing::instructor_token),
                  "Cookie: cron=" + std::string(lsl::testing::cron_secret)}) {
                const HttpAnswer answer = client().request(method, job, "", {header});
                EXPECT_EQ(answer.status, 401) << header;
                EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer");
            }
            const HttpAnswer answer = run(job, method);
            EXPECT_EQ(answer.status, 200);
            EXPECT_EQ(answer.body, R"({"failed":0,"items":[],"processed":0,"succeeded":0})");
        }
        EXPECT_EQ(client().request("DELETE", job).status, 405);
    }
    EXPECT_EQ(log().find(lsl::testing::cron_secret), std::string::npos);
}

TEST_F(JobsHttpTest, AnUnsetOrShortSecretOpensNothing) {
    for (const char* secret : {"", "short"}) {
        server_.reset();
        settings_.cron_secret = secret;
        auto started = Server::start(settings_, clock_);
        ASSERT_TRUE(started);
        server_ = std::move(*started);
        EXPECT_EQ(client().request("POST", cleanup, "", bearer(secret)).status, 401);
    }
}

TEST_F(JobsHttpTest, TheReportAddsUpAndTheInstructorReadsWhatFailed) {
    settled_history();
    server_.reset();
    add_old_classes(1, 3, true);
    add_old_classes(4, 2, false);
    std::filesystem::remove(folder_.path() / "recordings/video-2.webm");
    start();
    const HttpAnswer cleaned = run(cleanup, "GET");
    EXPECT_EQ(sums(cleaned), std::pair(std::int64_t{5}, std::int64_t{0}));
    const HttpAnswer moved = run(migrate);
    EXPECT_EQ(moved.status, 200);
    // What is no video cannot be read, nor what is not there.
    EXPECT_EQ(sums(moved), std::pair(std::int64_t{0}, std::int64_t{3}));
    EXPECT_NE(moved.body.find("\"action\":\"failed\""), std::string::npos);

    const std::string history = instructor().get("/api/instructor/jobs").body;
    EXPECT_NE(history.find("The recording can't be read"), std::string::npos) << history;
    EXPECT_NE(history.find("\"title\":\"Class 2\""), std::string::npos);
    EXPECT_EQ(number(history, "recordings_bytes"), 2 * 8) << "two files of eight letters";
    EXPECT_GT(number(history, "free_bytes"), 0);
    EXPECT_EQ(history.find(folder_.path().string()), std::string::npos) << "no paths for people";
    EXPECT_EQ(client().get("/api/instructor/jobs").status, 401);
    EXPECT_EQ(viewer().get("/api/instructor/jobs").status, 403);
}

TEST_F(JobsHttpTest, BothJobsRunByThemselvesAtTheFirstStartAndNotAtTheNext) {
    const auto runs = [](const std::string& history) {
        return history.substr(history.find("\"runs\":"));
    };
    const std::string first = settled_history();
    EXPECT_NE(runs(first).find("\"job\":\"cleanup-recordings\""), std::string::npos) << first;
    EXPECT_NE(runs(first).find("\"job\":\"migrate-streams-to-workouts\""), std::string::npos);
    EXPECT_NE(first.find("T02:00:00.000Z\"},{\"job\""), std::string::npos) << first;
    EXPECT_NE(first.find("T03:00:00.000Z\"}]"), std::string::npos) << first;
    EXPECT_NE(log().find("job=cleanup-recordings processed=0 failed=0"), std::string::npos);
    server_.reset();
    start();
    EXPECT_EQ(runs(settled_history()), runs(first));
}

TEST_F(JobsHttpTest, OneRunAtATimeAndAStopInTheMiddleLeavesTheRest) {
    settled_history();
    server_.reset();
    add_old_classes(1, 400, false);
    confirm_many();
    start();
    HttpAnswer first;
    std::thread caller([&] { first = run(cleanup); });
    HttpClient in = instructor();
    const auto is_running = [&] {
        return in.get("/api/instructor/jobs").body.find("\"finished_at\":null") !=
               std::string::npos;
    };
    while (!is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const HttpAnswer second = run(cleanup);
    EXPECT_EQ(second.status, 409) << second.body.substr(0, 200);
    EXPECT_NE(second.body.find("\"code\":\"job_running\""), std::string::npos);
    EXPECT_EQ(run(migrate).status, 200) << "the other job is free";

    const auto asked = std::chrono::steady_clock::now();
    server_.reset();
    const auto took = std::chrono::steady_clock::now() - asked;
    caller.join();
    EXPECT_LT(took, std::chrono::seconds(5));
    EXPECT_EQ(first.status, 503) << first.body.substr(0, 200);
    const auto left = [&] {
        return std::distance(std::filesystem::directory_iterator(folder_.path() / "recordings"),
                             std::filesystem::directory_iterator());
    };
    EXPECT_GT(left(), 0);
    start();
    EXPECT_NE(settled_history().find("The server was stopped meanwhile."), std::string::npos);
    for (int i = 0; i < 500 && left() > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(left(), 0) << "the next start does the rest by itself";
}

TEST_F(JobsHttpTest, AClockThatJumpsHoldsWhatCannotBeUndone) {
    server_.reset();
    TurnedClock turned;
    ServerOptions options;
    options.password_cost = {1, 8192};
    options.log = [](std::string_view) {};
    server_ = Server::start(settings_, turned, std::move(options)).value();
    settled_history();
    HttpClient in = instructor(), ana = viewer();
    const std::string soon = to_iso8601(turned.utc() + std::chrono::hours(1));
    const std::string id = member(in.post("/api/instructor/streams/create",
                                          "{\"title\":\"Salsa\",\"priceInTokens\":20,"
                                          "\"scheduledStartTime\":\"" +
                                              soon + "\"}")
                                      .body,
                                  "id");
    ASSERT_EQ(ana.post("/api/streams/" + id + "/enroll").status, 201);

    turned.ahead_hours = 3 * 24;
    const HttpAnswer held = run(cleanup);
    EXPECT_EQ(held.status, 200);
    EXPECT_EQ(member(held.body, "reason"), "clock") << held.body;
    EXPECT_NE(client().get("/metrics").body.find("lsl_clock_in_doubt 1\n"), std::string::npos);
    EXPECT_NE(client().get("/metrics").body.find("lsl_clock_ahead_seconds 259200\n"),
              std::string::npos);
    turned.ahead_hours = 40 * 24;
    EXPECT_EQ(member(run(cleanup).body, "reason"), "clock");
    viewer("ben");  // whose signing in forgot everybody's login that seemed to be over
    turned.ahead_hours = 0;
    EXPECT_EQ(member(ana.get("/api/streams/" + id).body, "status"), "scheduled");
    EXPECT_EQ(number(ana.get("/api/wallet").body, "balance"), 80);
    EXPECT_EQ(member(run(cleanup).body, "reason"), "clock") << "not before it was right for long";
    server_.reset();
}

TEST_F(JobsHttpTest, WhatIsUnusualWaitsForStaff) {
    settled_history();
    server_.reset();
    add_old_classes(1, 11, false);
    start();
    settled_history();
    const HttpAnswer held = run(cleanup);
    EXPECT_EQ(sums(held), (std::pair<std::int64_t, std::int64_t>{0, 0}));
    EXPECT_EQ(member(held.body, "reason"), "expired") << held.body;
    EXPECT_NE(client().get("/metrics").body.find("lsl_jobs_held 1\n"), std::string::npos);
    HttpClient in = instructor(), ana = viewer();
    const std::string confirm = "/api/instructor/jobs/cleanup-recordings/confirm";
    EXPECT_EQ(ana.post(confirm).status, 403);
    EXPECT_EQ(in.post("/api/instructor/jobs/other/confirm").status, 404);
    EXPECT_NE(in.get("/api/instructor/jobs").body.find("\"held\":["), std::string::npos);
    const HttpAnswer confirmed = in.post(confirm);
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(confirmed.body.find("\"held\""), std::string::npos) << confirmed.body;
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "recordings"));
}

TEST_F(JobsHttpTest, WithoutRoomTheInstructorHearsItBeforeAndDuringTheClass) {
    server_.reset();
    settings_.recordings_max_bytes = 10;
    std::filesystem::create_directories(folder_.path() / "recordings");
    std::ofstream(folder_.path() / "recordings/old.webm") << "ten letters and more";
    start();
    HttpClient in = instructor();
    const std::string path = "/api/instructor/streams/" + member(create_class(in), "id");
    const auto hears = [&](const char* words) {
        for (int i = 0; i < 400; ++i) {
            const std::string trouble = member(in.get(path).body, "recording_trouble");
            if (trouble.find(words) != std::string::npos) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    };
    EXPECT_TRUE(hears("this class won't be recorded. Make room before it starts."));
    EXPECT_EQ(in.request("POST", path + "/start").status, 200) << "it can be held all the same";
    EXPECT_TRUE(hears("this class is not being recorded."));
    const std::string dashboard = in.get("/api/instructor/jobs").body;
    EXPECT_EQ(number(dashboard, "max_bytes"), 10);
    EXPECT_NE(dashboard.find("\"full\":true"), std::string::npos) << dashboard;
}

}  // namespace
}  // namespace lsl::http
