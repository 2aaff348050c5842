#include "server/services/jobs/jobs.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "server/services/classes/workouts.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/jobs/jobs_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using domain::StreamStatus;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;

/// The time of a clock that nobody doubts.
std::unique_ptr<TrustedTime> certain_time(store::Database& database, const Clock& clock) {
    auto time = TrustedTime::open(database, clock, [&clock] { return clock.mono(); }).value();
    time->believe();
    return time;
}

class JobsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    /// A class that is over and has a replay.
    domain::StudioClass ended(const std::string& title, bool kept) {
        const auto salsa = create(30, title);
        EXPECT_TRUE(streams->change(id(salsa), {.keepForCatalog = kept}));
        EXPECT_TRUE(streams->start(id(salsa)));
        EXPECT_TRUE(streams->end(id(salsa)));
        make_replay(salsa.stream.id);
        return row(salsa.stream.id);
    }
    wire::JobReport cleanup() { return jobs().cleanup_recordings().value(); }
    wire::JobReport migrate() { return jobs().migrate_streams_to_workouts().value(); }
    Jobs& jobs() {
        // Made late, because a restart makes new services.
        jobs_.reset();
        time_ = certain_time(*database, clock);
        jobs_ = std::make_unique<Jobs>(*database, clock, *time_, *streams);
        return *jobs_;
    }
    std::vector<domain::Workout> catalog() {
        return Workouts(*database).list({}, "").value().workouts;
    }

  private:
    std::unique_ptr<TrustedTime> time_;
    std::unique_ptr<Jobs> jobs_;
};

TEST_F(JobsTest, OnDaySevenMediaThatIsNotKeptGoes) {
    const auto salsa = ended("Salsa", false);
    clock.advance(days(7) - milliseconds(1));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    clock.advance(milliseconds(1));
    const auto report = cleanup();
    EXPECT_EQ(report.processed, 1);
    EXPECT_EQ(report.succeeded, 1);
    EXPECT_EQ(report.items[0].action, "deleted");
    EXPECT_EQ(report.items[0].title, "Salsa");
    const auto after = row(salsa.stream.id);
    EXPECT_FALSE(after.recording.available);
    EXPECT_EQ(after.recording.video_id, std::nullopt);
    EXPECT_EQ(after.recording.state, RecordingState::Deleted);
    EXPECT_TRUE(media.files.empty());
    EXPECT_EQ(cleanup().processed, 0);
}

TEST_F(JobsTest, OnDaySevenKeptMediaStaysButIsNoReplay) {
    const auto salsa = ended("Salsa", true);
    clock.advance(days(7));
    EXPECT_EQ(cleanup().items.at(0).action, "expired");
    const auto after = row(salsa.stream.id);
    EXPECT_FALSE(after.recording.available);
    EXPECT_EQ(after.recording.video_id, salsa.recording.video_id);
    EXPECT_TRUE(media.files.contains(salsa.recording.file_name()));
    EXPECT_EQ(cleanup().processed, 0);
}

TEST_F(JobsTest, AChangeOfMindDeletesAtTheNextCleanup) {
    const auto salsa = ended("Salsa", true);
    clock.advance(days(8));
    cleanup();
    ASSERT_TRUE(streams->change(id(salsa), {.keepForCatalog = false}));
    EXPECT_EQ(cleanup().items.at(0).action, "deleted");
    EXPECT_EQ(streams->change(id(salsa), {.keepForCatalog = true}).error().code,
              ErrorCode::Conflict);
}

TEST_F(JobsTest, OneItemThatFailsStopsNoOtherAndIsTriedAgain) {
    const auto stuck = ended("Stuck", false);
    const auto fine = ended("Fine", false);
    media.cannot_remove = stuck.recording.file_name();
    clock.advance(days(7));
    const auto report = cleanup();
    EXPECT_EQ(report.processed, 2);
    EXPECT_EQ(report.succeeded, 1);
    EXPECT_EQ(report.failed, 1);
    // Both are due at the same instant: either may come first.
    const auto& failure = report.items[report.items[0].title == "Stuck" ? 0 : 1];
    EXPECT_EQ(failure.title, "Stuck");
    EXPECT_EQ(failure.action, "failed");
    EXPECT_NE(failure.error, "");
    EXPECT_EQ(failure.error.find("disk"), std::string::npos);  // a detail for the log
    EXPECT_EQ(row(stuck.stream.id).recording.video_id, stuck.recording.video_id);
    EXPECT_EQ(row(fine.stream.id).recording.video_id, std::nullopt);
    media.cannot_remove.clear();
    const auto next = cleanup();
    EXPECT_EQ(next.processed, 1);
    EXPECT_EQ(next.succeeded, 1);
    EXPECT_EQ(row(stuck.stream.id).recording.video_id, std::nullopt);
}

TEST_F(JobsTest, AClassThatNobodyStartedIsCancelledAndRefunded) {
    const UserId ana = viewer();
    const auto missed = create(30, "Missed");
    ASSERT_TRUE(enrollments->enroll(ana, id(missed), ""));
    clock.set(missed.stream.scheduled_start_time + hours(1) + days(1) - milliseconds(1));
    EXPECT_EQ(cleanup().processed, 0);
    clock.advance(milliseconds(1));
    const auto report = cleanup();
    ASSERT_EQ(report.processed, 1);
    EXPECT_EQ(report.items[0].action, "cancelled");
    EXPECT_EQ(row(missed.stream.id).stream.status, StreamStatus::Cancelled);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(ledger(ana)[0].reason, domain::WalletReason::Missed);
    EXPECT_EQ(ledger(ana)[0].stream_id, missed.stream.id);
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(JobsTest, ALiveClassThatBroughtSomethingIsNeverMissed) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return store::ClassCountersStore(tx).add_media(salsa.stream.id, 360);
    }));
    clock.advance(days(30));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(row(salsa.stream.id).stream.status, StreamStatus::Live);
}

TEST_F(JobsTest, AfterTwoMonthsAKeptClassIsAWorkout) {
    clock.set(parse_iso8601("2026-12-31T18:00:00Z").value());
    const auto salsa = ended("Salsa", true);
    clock.set(parse_iso8601("2027-02-28T17:59:59Z").value());
    EXPECT_EQ(migrate().processed, 0);
    clock.advance(std::chrono::seconds(1));
    const auto report = migrate();
    ASSERT_EQ(report.processed, 1);
    EXPECT_EQ(report.items[0].action, "migrated");
    ASSERT_EQ(catalog().size(), 1u);
    const domain::Workout workout = catalog()[0];
    EXPECT_EQ(workout.title, "Salsa");
    EXPECT_EQ(workout.video_id, salsa.recording.video_id);
    EXPECT_EQ(workout.duration_seconds, 3600);
    EXPECT_EQ(workout.stream_id, salsa.stream.id);
    EXPECT_EQ(row(salsa.stream.id).stream.migrated_to_workout_id, workout.id);
    EXPECT_EQ(migrate().processed, 0);
    EXPECT_EQ(catalog().size(), 1u);
    EXPECT_EQ(streams->change(id(salsa), {.keepForCatalog = false}).error().code,
              ErrorCode::Conflict);
    EXPECT_EQ(cleanup().failed, 0);
    EXPECT_TRUE(media.files.contains(workout.video_id.text));
}

TEST_F(JobsTest, TwoMonthsEndWithTheirLastDay) {
    const std::pair<const char*, const char*> months[] = {
        {"2027-12-31T18:00:00Z", "2028-02-29T18:00:00Z"},  // a leap year
        {"2028-12-30T18:00:00Z", "2029-02-28T18:00:00Z"},
        {"2029-07-31T18:00:00Z", "2029-09-30T18:00:00Z"},
        {"2030-06-30T18:00:00Z", "2030-08-30T18:00:00Z"}};
    for (const auto& [end, due] : months) {
        clock.set(parse_iso8601(end).value());
        ended("Salsa", true);
        clock.set(parse_iso8601(due).value() - milliseconds(1));
        EXPECT_EQ(migrate().processed, 0) << end;
        clock.advance(milliseconds(1));
        EXPECT_EQ(migrate().succeeded, 1) << end;
    }
    EXPECT_EQ(catalog().size(), 4u);
}

TEST_F(JobsTest, AWorkoutThatFailsStopsNoOther) {
    const auto first = ended("First", true), stuck = ended("Stuck", true),
               last = ended("Last", true);
    media.files.erase(stuck.recording.file_name());
    clock.advance(days(70));
    const auto report = migrate();
    EXPECT_EQ(report.processed, 3);
    EXPECT_EQ(report.succeeded, 2);
    EXPECT_EQ(report.failed, 1);
    EXPECT_TRUE(row(first.stream.id).stream.migrated_to_workout_id);
    EXPECT_TRUE(row(last.stream.id).stream.migrated_to_workout_id);
    EXPECT_FALSE(row(stuck.stream.id).stream.migrated_to_workout_id);
    EXPECT_EQ(migrate().processed, 1) << "only what failed is tried again";
}

TEST_F(JobsTest, AClassThatIsKeptAgainInTimeStays) {
    const auto salsa = ended("Salsa", false);
    clock.advance(days(6));
    ASSERT_TRUE(streams->change(id(salsa), {.keepForCatalog = true}));
    clock.advance(days(70));
    EXPECT_EQ(cleanup().items.at(0).action, "expired");
    EXPECT_EQ(migrate().succeeded, 1);
}

TEST_F(JobsTest, WhatIsNotKeptMakesNoWorkout) {
    ended("Salsa", false);
    clock.advance(days(70));
    cleanup();
    EXPECT_EQ(migrate().processed, 0);
    EXPECT_TRUE(catalog().empty());
}

TEST_F(JobsTest, AKeptClassWithoutMediaIsReportedAndNotKeptAnyLonger) {
    const auto salsa = create();
    ASSERT_TRUE(streams->start(id(salsa)));
    ASSERT_TRUE(streams->end(id(salsa)));
    ASSERT_TRUE(database->write([&](store::Connection& tx) -> Result<void> {
        auto failed = row(salsa.stream.id);
        failed.recording.state = RecordingState::Failed;
        failed.recording.video_id.reset();
        return store::StreamsStore(tx).update(failed);
    }));
    clock.advance(days(70));
    const auto report = migrate();
    EXPECT_EQ(report.failed, 1);
    EXPECT_EQ(report.items.at(0).title, "Salsa");
    EXPECT_TRUE(catalog().empty());
    EXPECT_FALSE(row(salsa.stream.id).stream.keep_for_catalog);
    EXPECT_EQ(migrate().processed, 0);
}

TEST_F(JobsTest, AFileThatIsMissingTodayIsTriedAgain) {
    const auto salsa = ended("Salsa", true);
    media.files.clear();
    clock.advance(days(70));
    EXPECT_EQ(migrate().failed, 1);
    media.files.insert(salsa.recording.file_name());
    EXPECT_EQ(migrate().succeeded, 1);
    EXPECT_EQ(catalog().size(), 1u);
}

TEST_F(JobsTest, TheCatalogCanBeSearched) {
    ended("Salsa Basics", true);
    ended("House", true);
    clock.advance(days(70));
    EXPECT_EQ(migrate().succeeded, 2);
    Workouts workouts(*database);
    EXPECT_EQ(workouts.list({}, "sALSA")->workouts.size(), 1u);
    EXPECT_EQ(workouts.list({}, " salsa ")->workouts.size(), 1u);
    EXPECT_EQ(workouts.list({}, "tango")->workouts.size(), 0u);
    EXPECT_EQ(workouts.list({}, "%")->workouts.size(), 0u);
    const auto first = workouts.list({.limit = 1}, "");
    ASSERT_TRUE(first->next_cursor);
    const auto second = workouts.list({.limit = 1, .cursor = *first->next_cursor}, "");
    EXPECT_NE(second->workouts.at(0).id, first->workouts.at(0).id);
    EXPECT_FALSE(second->next_cursor);
    EXPECT_EQ(workouts.get(catalog()[0].id.to_string())->workout.id, catalog()[0].id);
    EXPECT_EQ(workouts.get("x").error().code, ErrorCode::NotFound);
}

TEST_F(JobsTest, TheHistoryTellsWhatRan) {
    ended("Salsa", false);
    clock.advance(days(7));
    cleanup();
    clock.advance(hours(1));
    migrate();
    const auto runs = jobs().runs(10).value();
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs[0].job, "migrate-streams-to-workouts");
    EXPECT_EQ(runs[1].job, "cleanup-recordings");
    EXPECT_EQ(runs[1].succeeded, 1);
    EXPECT_TRUE(runs[1].finished_at);
    EXPECT_EQ(jobs().last_finished(catalog_job).value(), clock.utc());
    EXPECT_EQ(jobs().last_finished("unknown").value(), std::nullopt);
}

TEST_F(JobsTest, TheInstructorSeesTheLastRunAndTheNext) {
    clock.set(parse_iso8601("2026-11-22T02:30:00Z").value());
    EXPECT_FALSE(jobs().states().value().at(0).last_run);
    const auto stuck = ended("Stuck", false);
    media.cannot_remove = stuck.recording.file_name();
    clock.advance(days(7));
    cleanup();
    const auto states = jobs().states().value();
    ASSERT_EQ(states.size(), 2u);
    EXPECT_EQ(states[0].job, cleanup_job);
    EXPECT_EQ(states[0].next_run_at, parse_iso8601("2026-11-30T02:00:00Z").value());
    EXPECT_EQ(states[1].next_run_at, parse_iso8601("2026-11-29T03:00:00Z").value());
    EXPECT_FALSE(states[1].last_run);
    const wire::JobRun& run = states[0].last_run.value();
    EXPECT_EQ(run.failed, 1);
    ASSERT_EQ(run.failures.size(), 1u);
    EXPECT_EQ(run.failures[0].title, "Stuck");
    EXPECT_EQ(run.failures[0].error,
              "The recording couldn't be deleted. The next run tries again.");
    const auto items = database->read(
        [&](store::Connection& reader) { return store::JobsStore(reader).items(1); });
    EXPECT_NE(items->at(0).detail.find("the disk refuses"), std::string::npos) << "for the log";
}

TEST_F(JobsTest, AServerThatStopsLeavesTheRestForItsNextStart) {
    ended("Salsa", false);
    clock.advance(days(7));
    const auto time = certain_time(*database, clock);
    Jobs stopped(*database, clock, *time, *streams);
    stopped.stop();
    EXPECT_EQ(stopped.cleanup_recordings().error().word, "stopping");
    EXPECT_EQ(stopped.last_finished(cleanup_job).value(), std::nullopt) << "so it is still due";
    EXPECT_NE(jobs().runs(1).value().at(0).error, "");
    EXPECT_EQ(cleanup().succeeded, 1);
}

TEST_F(JobsTest, OneRunAtATime) {
    for (int i = 0; i < 10; ++i) ended("Class " + std::to_string(i), false);
    clock.advance(days(7));
    const auto time = certain_time(*database, clock);
    Jobs shared(*database, clock, *time, *streams);
    std::atomic<int> ran{0};
    std::atomic<int> refused{0};
    std::atomic<std::int64_t> succeeded{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            const auto report = shared.cleanup_recordings();
            if (report) {
                ++ran;
                succeeded += report->succeeded;
            } else if (report.error().word == "job_running") {
                ++refused;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(ran + refused, 6);
    EXPECT_GE(ran, 1);
    EXPECT_EQ(succeeded, 10);
}

TEST_F(JobsTest, OldIdempotencyKeysAreForgotten) {
    const UserId ana = viewer();
    const auto salsa = create(30);
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), "key"));
    clock.advance(hours(20));
    cleanup();
    const auto kept = enrollments->enroll(ana, id(salsa), "key");
    ASSERT_TRUE(kept) << kept.error().message << kept.error().detail;
    EXPECT_TRUE(kept->created);
    clock.advance(days(8));
    cleanup();
    // Nobody held the class, so it was cancelled; the kept answer no longer hides that.
    const auto forgotten = enrollments->enroll(ana, id(salsa), "key");
    ASSERT_FALSE(forgotten);
    EXPECT_EQ(forgotten.error().code, ErrorCode::Conflict);
}

/// Media in real files, so that what a killed process did stays done. Kills the process at a point
/// of the deletions: each has one before and one after.
class DyingMedia final : public MediaBackend {
  public:
    DyingMedia(std::filesystem::path folder, int dies_at)
        : folder_(std::move(folder)), dies_at_(dies_at) {}

    Result<void> remove_recording(const domain::StudioClass& salsa) override {
        reach_point();
        std::error_code problem;
        std::filesystem::remove(folder_ / salsa.recording.file_name(), problem);
        reach_point();
        return {};
    }
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override {
        if (!std::filesystem::exists(folder_ / video.text)) return not_found("no file");
        return recorder::RecordingFile{.name = video.text, .content_type = "video/webm"};
    }
    std::string_view name() const override { return "local"; }
    Result<domain::Ingest> create_ingest(std::string_view) override { return domain::Ingest{}; }
    std::string webrtc_url(const domain::StudioClass&) const override { return {}; }
    VideoId new_video_id() const override { return {}; }
    void class_started(const domain::StudioClass&) override {}
    void class_ended(const domain::StudioClass&) override {}
    void class_cancelled(const domain::StudioClass&, const VideoId&) override {}
    void class_back_to_planned(const domain::StudioClass&, const VideoId&) override {}
    LiveFigures figures(const domain::StudioClass&) const override { return {}; }

  private:
    void reach_point() {
        if (points_++ == dies_at_) ::kill(::getpid(), SIGKILL);
    }
    const std::filesystem::path folder_;
    const int dies_at_;
    int points_ = 0;
};

class JobsKillTest : public JobsTest, public ::testing::WithParamInterface<int> {};

TEST_P(JobsKillTest, AKilledCleanupIsBroughtToItsEndByTheNext) {
    std::vector<domain::StudioClass> classes;
    for (int i = 0; i < 5; ++i) classes.push_back(ended("Class " + std::to_string(i), false));
    const auto file_of = [&](const domain::StudioClass& salsa) {
        return folder.path() / salsa.recording.file_name();
    };
    for (const auto& salsa : classes) std::ofstream(file_of(salsa)) << "video";
    clock.advance(days(7));
    const auto database_file = database->file();
    close();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = store::Database::open(database_file).value();
        DyingMedia dying(folder.path(), GetParam());
        Streams steps(*own, clock, dying, nullptr, {});
        const auto time = certain_time(*own, clock);
        static_cast<void>(Jobs(*own, clock, *time, steps).cleanup_recordings());
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));

    open();
    EXPECT_FALSE(jobs().runs(1).value().at(0).finished_at);
    DyingMedia living(folder.path(), -1);
    Streams steps(*database, clock, living, nullptr, {});
    const auto time = certain_time(*database, clock);
    const auto report = Jobs(*database, clock, *time, steps).cleanup_recordings();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->failed, 0);
    for (const auto& salsa : classes) {
        EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
        EXPECT_FALSE(std::filesystem::exists(file_of(salsa)));
    }
    EXPECT_EQ(Jobs(*database, clock, *time, steps).cleanup_recordings()->processed, 0);
}

INSTANTIATE_TEST_SUITE_P(AtEachPoint, JobsKillTest, ::testing::Range(0, 10));

/// Kills the process at one of its looks at the clock: between any two of a job's writes is one.
class DeadlyClock final : public Clock {
  public:
    DeadlyClock(UtcTime now, int dies_at) : now_(now), dies_at_(dies_at) {}
    UtcTime utc() const override {
        if (looks_++ == dies_at_) ::kill(::getpid(), SIGKILL);
        return now_;
    }
    MonoTime mono() const override { return {}; }

  private:
    const UtcTime now_;
    const int dies_at_;
    mutable std::atomic<int> looks_{0};
};

/// Two of each kind of class that a job has to do with.
class BothJobsKillTest : public JobsTest, public ::testing::WithParamInterface<int> {
  protected:
    void SetUp() override {
        for (const char* name : {"a", "b"}) {
            workouts.push_back(ended(name, true));
            deleted.push_back(ended(name, false));
            lost.push_back(ended(name, true));
            forget_media(lost.back().stream.id);
            missed.push_back(create(30, name));
        }
        ana = viewer();
        for (const auto& salsa : missed) EXPECT_TRUE(enrollments->enroll(ana, id(salsa), ""));
        clock.advance(days(70));
        for (const auto* list : {&workouts, &deleted}) {
            for (const auto& salsa : *list) {
                std::ofstream(folder.path() / salsa.recording.file_name()) << "video";
            }
        }
    }
    void forget_media(StreamId stream) {
        EXPECT_TRUE(database->write([&](store::Connection& tx) -> Result<void> {
            auto without = row(stream);
            without.recording.state = RecordingState::Failed;
            without.recording.available = false;
            without.recording.video_id.reset();
            return store::StreamsStore(tx).update(without);
        }));
    }
    static void run_both(Jobs& jobs) {
        static_cast<void>(jobs.cleanup_recordings());
        static_cast<void>(jobs.migrate_streams_to_workouts());
    }

    UserId ana;
    std::vector<domain::StudioClass> workouts, deleted, lost, missed;
};

TEST_P(BothJobsKillTest, TheNextRunsBringEverythingToItsRightEnd) {
    const auto database_file = database->file();
    close();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = store::Database::open(database_file).value();
        const DeadlyClock deadly(clock.utc(), GetParam());
        DyingMedia media_files(folder.path(), -1);
        Streams steps(*own, deadly, media_files, nullptr, {});
        const auto time = certain_time(*own, deadly);
        Jobs dying(*own, deadly, *time, steps);
        run_both(dying);
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the point is behind the end of the jobs";

    open();
    DyingMedia media_files(folder.path(), -1);
    Streams steps(*database, clock, media_files, nullptr, {});
    const auto time = certain_time(*database, clock);
    Jobs living(*database, clock, *time, steps);
    run_both(living);
    EXPECT_EQ(catalog().size(), workouts.size());
    for (const auto& salsa : workouts) {
        EXPECT_TRUE(row(salsa.stream.id).stream.migrated_to_workout_id);
        EXPECT_FALSE(row(salsa.stream.id).recording.available);
        EXPECT_TRUE(std::filesystem::exists(folder.path() / salsa.recording.file_name()));
    }
    for (const auto& salsa : deleted) {
        EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
        EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Deleted);
        EXPECT_FALSE(std::filesystem::exists(folder.path() / salsa.recording.file_name()));
    }
    for (const auto& salsa : lost) EXPECT_FALSE(row(salsa.stream.id).stream.keep_for_catalog);
    for (const auto& salsa : missed) {
        EXPECT_EQ(row(salsa.stream.id).stream.status, StreamStatus::Cancelled);
    }
    EXPECT_EQ(balance(ana), 100);
    EXPECT_TRUE(ledger_adds_up());
    EXPECT_EQ(living.cleanup_recordings()->processed, 0);
    EXPECT_EQ(living.migrate_streams_to_workouts()->processed, 0);
}

INSTANTIATE_TEST_SUITE_P(AtEachLookAtTheClock, BothJobsKillTest, ::testing::Range(0, 30));

}  // namespace
}  // namespace lsl::services
