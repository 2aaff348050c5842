#include <gtest/gtest.h>

#include "server/services/jobs/jobs.h"
#include "server/services/live/media_time.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using domain::StreamStatus;
using domain::WalletReason;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A class of one hour at 30 tokens that ana paid for.
class RefundsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    RefundsTest() : salsa(create(30)) { EXPECT_TRUE(enrollments->enroll(ana, id(salsa), "")); }
    void media_arrived(seconds length) {
        ASSERT_TRUE(database->write([&](store::Connection& tx) {
            return store::ClassCountersStore(tx).add_media(salsa.stream.id, length.count());
        }));
    }
    void teach(seconds with_media) {
        ASSERT_TRUE(streams->start(id(salsa)));
        clock.advance(hours(1));
        media_arrived(with_media);
        ASSERT_TRUE(streams->end(id(salsa)));
    }
    wire::JobReport cleanup() {
        const auto time =
            TrustedTime::open(*database, clock, [this] { return clock.mono(); }).value();
        time->believe();
        return Jobs(*database, clock, *time, *streams).cleanup_recordings().value();
    }
    domain::Enrollment place() {
        return enrollments->find(ana, id(salsa)).value().enrollment.enrollment;
    }

    UserId ana = viewer();
    domain::StudioClass salsa;
};

TEST_F(RefundsTest, AClassThatBroughtNothingIsRefundedByOneStepOfTheStaff) {
    teach(seconds(0));
    ASSERT_EQ(balance(ana), 70);
    const auto answer = streams->refund(id(salsa));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->stream.stream.refunded_at, clock.utc());
    EXPECT_EQ(answer->stream.statistics.revenue, 0);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(ledger(ana)[0].reason, WalletReason::Missed);
    EXPECT_EQ(ledger(ana)[0].stream_id, salsa.stream.id);
    EXPECT_EQ(place().refunded_at, clock.utc());
    EXPECT_TRUE(ledger_adds_up());

    clock.advance(hours(1));
    const auto again = streams->refund(id(salsa));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->stream.stream.refunded_at, answer->stream.stream.refunded_at);
    EXPECT_EQ(balance(ana), 100);
    clock.advance(days(2));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(balance(ana), 100);
}

TEST_F(RefundsTest, AndByItselfADayAfterItsEnd) {
    teach(seconds(359));
    clock.advance(days(1) - milliseconds(1));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(balance(ana), 70);
    clock.advance(milliseconds(1));
    const auto report = cleanup();
    ASSERT_EQ(report.processed, 1);
    EXPECT_EQ(report.items[0].action, "refunded");
    EXPECT_EQ(report.items[0].title, "Salsa");
    EXPECT_EQ(row(salsa.stream.id).stream.status, StreamStatus::Ended);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(RefundsTest, AClassThatTookPlaceKeepsItsMoney) {
    teach(seconds(360));
    EXPECT_EQ(streams->refund(id(salsa)).error().word, "had_media");
    clock.advance(days(3));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(balance(ana), 70);
}

TEST_F(RefundsTest, ClassesThatNobodyMeasuredAreLeftAlone) {
    teach(seconds(0));
    ASSERT_TRUE(database->write([&](store::Connection& tx) {
        return tx.execute("UPDATE classes SET media_seconds = NULL");
    }));
    clock.advance(days(3));
    EXPECT_EQ(cleanup().processed, 0);
    EXPECT_EQ(streams->refund(id(salsa)).error().word, "had_media");
}

TEST_F(RefundsTest, NobodyEnrollsAfterwardsAndNoRetryChargesAgain) {
    const UserId ben = viewer("ben");
    ASSERT_TRUE(enrollments->enroll(ben, id(salsa), "key"));
    teach(seconds(0));
    ASSERT_TRUE(streams->refund(id(salsa)));
    EXPECT_EQ(balance(ben), 100);
    const UserId eva = viewer("eva");
    EXPECT_EQ(enrollments->enroll(eva, id(salsa), "").error().word, "refunded");
    EXPECT_TRUE(enrollments->enroll(ben, id(salsa), "key"));
    EXPECT_TRUE(enrollments->enroll(ben, id(salsa), "other"));
    EXPECT_EQ(balance(ben), 100);
    EXPECT_EQ(balance(eva), 100);
    EXPECT_EQ(playback->playback_for(watcher(ben), id(salsa)).error().code, ErrorCode::Conflict);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(RefundsTest, OnlyWhatIsOverAndPaidIsRefunded) {
    EXPECT_EQ(streams->refund(id(salsa)).error().word, "wrong_state");
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_EQ(streams->refund(id(salsa)).error().word, "wrong_state");
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(streams->refund(id(salsa)).error().word, "wrong_state");
    EXPECT_NE(place().refunded_at, std::nullopt) << "a cancelled class says it too";

    const auto free = create(0, "Free");
    ASSERT_TRUE(enrollments->enroll(ana, id(free), ""));
    ASSERT_TRUE(streams->start(id(free)));
    ASSERT_TRUE(streams->end(id(free)));
    EXPECT_EQ(streams->refund(id(free)).error().word, "nothing_paid");
    EXPECT_EQ(row(free.stream.id).stream.refunded_at, std::nullopt);
    clock.advance(days(2));
    EXPECT_EQ(cleanup().processed, 0);
}

TEST_F(RefundsTest, AClassThatWasStartedAndForgottenIsCalledOff) {
    ASSERT_TRUE(streams->start(id(salsa)));
    clock.set(salsa.stream.scheduled_start_time + hours(1) + days(1) - milliseconds(1));
    EXPECT_EQ(cleanup().processed, 0);
    clock.advance(milliseconds(1));
    media.connected.insert(salsa.stream.id);
    EXPECT_EQ(cleanup().processed, 0) << "somebody sends";
    media.connected.clear();
    EXPECT_EQ(cleanup().items.at(0).action, "cancelled");
    EXPECT_EQ(row(salsa.stream.id).stream.status, StreamStatus::Cancelled);
    EXPECT_EQ(balance(ana), 100);
    EXPECT_EQ(ledger(ana)[0].reason, WalletReason::Missed);
}

TEST_F(RefundsTest, TheLittleReplayThatThereIsStaysWithThoseWhoHadPaid) {
    teach(seconds(60));
    make_replay(salsa.stream.id);
    ASSERT_TRUE(streams->refund(id(salsa)));
    EXPECT_TRUE(playback->playback_for(watcher(ana), id(salsa)));
}

TEST_F(RefundsTest, MediaIsCountedInTheRowAndOutlivesACrash) {
    ASSERT_TRUE(streams->start(id(salsa)));
    {
        MediaTime time(*database);
        for (int second = 0; second < 25; ++second) {
            time.note(salsa.stream.id, true, clock.mono());
            clock.advance(seconds(1));
        }
        database->flush();
        EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 20) << "what a crash leaves";
        // It stands still, then nobody looks for an hour.
        time.note(salsa.stream.id, false, clock.mono());
        clock.advance(hours(1));
        time.note(salsa.stream.id, true, clock.mono());
        clock.advance(hours(1));
        time.close(salsa.stream.id, clock.mono());
        EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 24 + 5);
        time.close(salsa.stream.id, clock.mono());
    }
    EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 29);
}

TEST_F(RefundsTest, AnythingAtAllIsNotNothing) {
    ASSERT_TRUE(streams->start(id(salsa)));
    MediaTime time(*database);
    time.note(salsa.stream.id, true, clock.mono());
    time.close(salsa.stream.id, clock.mono());
    EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 1);
}

TEST_F(RefundsTest, TheEndOfTheServerSavesWhatWasCounted) {
    ASSERT_TRUE(streams->start(id(salsa)));
    {
        MediaTime time(*database);
        for (int second = 0; second <= 4; ++second) {
            time.note(salsa.stream.id, true, clock.mono());
            clock.advance(seconds(1));
        }
    }
    database->flush();
    EXPECT_EQ(row(salsa.stream.id).stream.media_seconds, 4);
}

}  // namespace
}  // namespace lsl::services
