// What the daily jobs do not do, because it cannot be undone and looks like a mistake.

#include <gtest/gtest.h>

#include "server/services/jobs/jobs.h"
#include "server/store/classes/enrollments_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::StreamStatus;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class HeldJobsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    HeldJobsTest() { start_jobs(); }
    void start_jobs() {
        jobs.reset();
        time = TrustedTime::open(*database, clock, [this] { return clock.mono(); }).value();
        jobs = std::make_unique<Jobs>(*database, clock, *time, *streams);
        time->look();  // as the server does each second
    }
    void restart() {
        time->look();
        database->flush();
        jobs.reset();
        time.reset();
        reopen();
        start_jobs();
    }
    domain::StudioClass ended(const std::string& title, bool kept) {
        const auto salsa = create(30, title);
        EXPECT_TRUE(streams->change(id(salsa), {.keepForCatalog = kept}));
        EXPECT_TRUE(streams->start(id(salsa)));
        EXPECT_TRUE(streams->end(id(salsa)));
        make_replay(salsa.stream.id);
        return row(salsa.stream.id);
    }
    wire::JobReport cleanup() { return jobs->cleanup_recordings().value(); }
    std::string reason(const wire::JobReport& report) {
        return report.held.empty() ? "" : report.held.front().reason;
    }
    void look_for(milliseconds passing) {
        for (milliseconds done{0}; done < passing; done += seconds(10)) {
            clock.advance(seconds(10));
            time->look();
        }
    }

    std::unique_ptr<TrustedTime> time;
    std::unique_ptr<Jobs> jobs;
};

TEST_F(HeldJobsTest, AClockThreeDaysAheadForEightSecondsCancelsNothing) {
    const UserId ana = viewer();
    const auto planned = create(30);
    ASSERT_TRUE(enrollments->enroll(ana, id(planned), ""));
    clock.turn(days(3));
    const auto report = cleanup();
    EXPECT_EQ(reason(report), "clock");
    EXPECT_EQ(report.processed, 0);
    clock.advance(seconds(8));
    EXPECT_EQ(reason(cleanup()), "clock");
    clock.turn(-days(3));
    EXPECT_EQ(row(planned.stream.id).stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(balance(ana), 70);
    EXPECT_TRUE(enrollments->find(ana, id(planned)));

    EXPECT_EQ(reason(cleanup()), "clock");
    EXPECT_EQ(jobs->states()->front().held.at(0).reason, "clock");
    EXPECT_FALSE(jobs->last_finished(cleanup_job).value()) << "what was held is still due";
    look_for(minutes(11));
    EXPECT_EQ(reason(cleanup()), "") << "it goes on by itself";
    EXPECT_TRUE(jobs->states()->front().held.empty());
    EXPECT_TRUE(jobs->last_finished(cleanup_job).value());
}

TEST_F(HeldJobsTest, AClockFortyDaysAheadDeletesNoReplayAndEndsNobodysLogin) {
    const UserId ana = viewer();
    const auto salsa = ended("Salsa", false);
    clock.turn(days(40));
    EXPECT_EQ(reason(cleanup()), "clock");
    viewer("ben");  // his signing in forgot the session_tokens that seemed to be over
    ASSERT_TRUE(accounts->owner_login(lsl::testing::instructor_token, {}));
    clock.turn(-days(40));
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    EXPECT_TRUE(media.files.contains(salsa.recording.file_name()));
    const auto in = accounts->person_of(session_tokens[ana]);
    ASSERT_TRUE(in) << "no balance, since nobody is signed in";
    EXPECT_EQ(in->token_balance, 100);
}

TEST_F(HeldJobsTest, NoWorkoutIsMadeByAWrongClock) {
    const auto salsa = ended("Salsa", true);
    clock.turn(days(70));
    EXPECT_EQ(reason(jobs->migrate_streams_to_workouts().value()), "clock");
    EXPECT_EQ(row(salsa.stream.id).stream.migrated_to_workout_id, std::nullopt);
}

TEST_F(HeldJobsTest, ARestartMakesNoWrongClockRight) {
    const auto planned = create(30);
    clock.turn(days(3));
    restart();
    EXPECT_EQ(reason(cleanup()), "clock");
    EXPECT_EQ(row(planned.stream.id).stream.status, StreamStatus::Scheduled);
    restart();
    EXPECT_EQ(reason(cleanup()), "clock") << "a time that was not believed is not remembered";
    clock.turn(-days(3));
    restart();
    EXPECT_EQ(reason(cleanup()), "");
    EXPECT_EQ(row(planned.stream.id).stream.status, StreamStatus::Scheduled);
}

TEST_F(HeldJobsTest, AServerThatWasOffOverTheDayCatchesUpAtOnce) {
    const auto planned = create(30);
    time->look();
    clock.advance(hours(30));
    restart();
    clock.set(planned.stream.scheduled_start_time + days(2));
    EXPECT_EQ(cleanup().items.at(0).action, "cancelled");
}

TEST_F(HeldJobsTest, StaffMaySayThatTheTimeIsRight) {
    const auto planned = create(30);
    clock.turn(days(3));
    EXPECT_EQ(reason(cleanup()), "clock");
    EXPECT_EQ(jobs->confirm("nothing").error().code, ErrorCode::NotFound);
    ASSERT_TRUE(jobs->confirm(cleanup_job));
    EXPECT_EQ(row(planned.stream.id).stream.status, StreamStatus::Cancelled);
}

TEST_F(HeldJobsTest, UnusuallyManyWaitForTheNextDay) {
    std::vector<domain::StudioClass> planned;
    for (int i = 0; i < 11; ++i) planned.push_back(create(0, "Class " + std::to_string(i)));
    const auto replay = ended("Salsa", false);
    clock.advance(days(8));
    const auto report = cleanup();
    ASSERT_EQ(report.held.size(), 1u);
    EXPECT_EQ(report.held[0].reason, "missed");
    EXPECT_EQ(report.held[0].count, 11);
    EXPECT_EQ(report.held[0].of, 11);
    EXPECT_EQ(report.processed, 1) << "the one replay is nothing unusual";
    EXPECT_EQ(row(replay.stream.id).recording.video_id, std::nullopt);
    EXPECT_EQ(row(planned[0].stream.id).stream.status, StreamStatus::Scheduled);
    EXPECT_EQ(jobs->steps_held(), 1);
    EXPECT_EQ(jobs->states()->front().held.at(0).count, 11);
    EXPECT_TRUE(jobs->last_finished(cleanup_job).value()) << "not every ten minutes";

    clock.advance(hours(19));
    EXPECT_EQ(reason(cleanup()), "missed");
    clock.advance(hours(5));
    EXPECT_EQ(cleanup().succeeded, 11);
    EXPECT_EQ(row(planned[0].stream.id).stream.status, StreamStatus::Cancelled);
    EXPECT_EQ(jobs->steps_held(), 0);
}

TEST_F(HeldJobsTest, UnusuallyManyGoOnWhenStaffConfirmThem) {
    for (int i = 0; i < 11; ++i) ended("Class " + std::to_string(i), false);
    clock.advance(days(7));
    EXPECT_EQ(reason(cleanup()), "expired");
    EXPECT_EQ(media.files.size(), 11u);
    ASSERT_TRUE(jobs->confirm(cleanup_job));
    EXPECT_TRUE(media.files.empty());
    EXPECT_EQ(jobs->steps_held(), 0);
}

TEST_F(HeldJobsTest, AFifthOfManyIsUsual) {
    for (int i = 0; i < 11; ++i) ended("Old " + std::to_string(i), false);
    clock.advance(days(3));
    for (int i = 0; i < 44; ++i) ended("New " + std::to_string(i), false);
    clock.advance(days(4));
    EXPECT_EQ(cleanup().succeeded, 11);
}

TEST_F(HeldJobsTest, AHoldThatIsOverIsForgotten) {
    for (int i = 0; i < 11; ++i) create(0, "Class " + std::to_string(i));
    clock.advance(days(3));
    EXPECT_EQ(reason(cleanup()), "missed");
    // Somebody looked and moved them.
    ASSERT_TRUE(database->write([](store::Connection& tx) {
        return tx.execute("UPDATE classes SET scheduled_start_time = '2027-03-01T10:00:00.000Z'");
    }));
    EXPECT_EQ(reason(cleanup()), "");
    EXPECT_EQ(jobs->steps_held(), 0);
}

}  // namespace
}  // namespace lsl::services
