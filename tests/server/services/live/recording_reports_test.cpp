#include "server/services/live/recording_reports.h"

#include <gtest/gtest.h>

#include "tests/server/services/local_studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;

class RecordingReportsTest : public lsl::testing::LocalStudio {
  protected:
    /// As on a disk that is full: rows are read, and no change of one can be committed.
    void refuse_news(bool refused) {
        const char* const statement = refused ? "ALTER TABLE outbox RENAME TO outbox_away"
                                              : "ALTER TABLE outbox_away RENAME TO outbox";
        ASSERT_TRUE(
            database->write([&](store::Connection& tx) { return tx.prepare(statement).run(); }));
    }
};

TEST_F(RecordingReportsTest, AFailedRecordingLeavesNoReplay) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    report(recorder::RecordingFailed{salsa.recording.file_name(), "nothing came"});
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Failed);
    EXPECT_EQ(row(salsa.stream.id).recording.video_id, std::nullopt);
}

TEST_F(RecordingReportsTest, TheInstructorHearsBeforeTheClassThatThereIsNoRoomToRecord) {
    const auto planned = create();
    reports->refresh();
    const auto trouble = [&] {
        return local->figures(row(planned.stream.id)).media_health.recording_trouble;
    };
    EXPECT_EQ(trouble(), "");
    const auto instructor = listen(Topic::studio());
    recorder.room.lack = "The disk is nearly full";
    clock.advance(std::chrono::seconds(5));
    reports->refresh();
    EXPECT_EQ(trouble(),
              "The disk is nearly full: this class won't be recorded. Make room before it starts.");
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "statistics");
    recorder.room.lack.clear();
    clock.advance(std::chrono::seconds(5));
    reports->refresh();
    EXPECT_EQ(trouble(), "");
}

TEST_F(RecordingReportsTest, ARecordingThatCouldNotBeClosedIsTriedAgain) {
    const auto salsa = started();
    const auto fine = started();
    reports->refresh();
    ASSERT_TRUE(streams->end(id(salsa)));
    ASSERT_TRUE(streams->end(id(fine)));
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "There is no room."});
    recorder.finished.clear();
    reports->refresh();
    EXPECT_TRUE(recorder.finished.empty());
    clock.advance(std::chrono::minutes(10));
    reports->refresh();
    EXPECT_EQ(recorder.finished, std::vector<std::string>{salsa.recording.file_name()});
    finished(salsa.recording.file_name());
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    EXPECT_EQ(local->figures(row(salsa.stream.id)).media_health.recording_trouble, "");
}

TEST_F(RecordingReportsTest, AReplayThatIsBeingConvertedTellsHowFarItIs) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    const auto progress = [&] {
        return streams->get_for_instructor(id(salsa))->stream.statistics.replay_progress;
    };
    reports->refresh();
    EXPECT_EQ(progress(), std::nullopt);
    const auto instructor = listen(Topic::studio());
    recorder.converting = {{salsa.recording.file_name(), 40}};
    reports->refresh();
    EXPECT_EQ(progress(), 0.4);
    reports->refresh();
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u) << "told when it changes";
    EXPECT_EQ(events[0].name, "statistics");
    recorder.converting.clear();
    reports->refresh();
    EXPECT_EQ(progress(), std::nullopt);
}

TEST_F(RecordingReportsTest, AFileTellsWhenItsTimeBegins) {
    const auto salsa = started();
    ASSERT_TRUE(streams->end(id(salsa)));
    recorder::RecordingFinished done;
    done.file.name = salsa.recording.file_name();
    done.file.started_at = clock.utc() + std::chrono::seconds(3);
    report(done);
    const auto recording = row(salsa.stream.id).recording;
    EXPECT_TRUE(recording.available);
    EXPECT_EQ(recording.media_started_at, done.file.started_at);
    done.file.started_at += std::chrono::hours(1);
    report(done);
    EXPECT_EQ(row(salsa.stream.id).recording.media_started_at, recording.media_started_at)
        << "of a file that is there nothing changes any more";
}

TEST_F(RecordingReportsTest, WhatAReplayLacksIsTold) {
    const auto salsa = started();
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "No sound comes."});
    ASSERT_TRUE(streams->end(id(salsa)));
    recorder.lack = "The picture stands still for 8 s of the replay.";
    finished(salsa.recording.file_name());
    EXPECT_EQ(local->figures(row(salsa.stream.id)).media_health.recording_trouble, recorder.lack);
    attach();  // as after a restart
    EXPECT_EQ(local->figures(row(salsa.stream.id)).media_health.recording_trouble, recorder.lack);
}

TEST_F(RecordingReportsTest, ARecordingOfAnotherBackendsClassIsHandedOverWhileItIsAwaited) {
    std::vector<std::string> taken;
    take_elsewhere = [&](const domain::StudioClass&, const recorder::RecordingFile& file) {
        taken.push_back(file.name);
    };
    const auto salsa = started();
    own_backend = "another";
    attach();
    const std::string name = salsa.recording.file_name();
    finished(name);
    EXPECT_TRUE(taken.empty()) << "the class is not over";
    ASSERT_TRUE(streams->end(id(salsa)));
    finished(name);
    finished(name);
    EXPECT_EQ(taken, (std::vector<std::string>{name, name})) << "whoever takes it bears that";
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Preparing);
    EXPECT_TRUE(recorder.removed.empty());
}

TEST_F(RecordingReportsTest, AReplayThatCannotBeNotedIsKeptAndTriedAgain) {
    const auto salsa = started();
    reports->refresh();
    ASSERT_TRUE(streams->end(id(salsa)));
    const std::string name = salsa.recording.file_name();
    refuse_news(true);
    finished(name);
    EXPECT_TRUE(recorder.removed.empty()) << "the only copy";
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Preparing);
    EXPECT_NE(trouble_of(salsa), "");
    refuse_news(false);
    recorder.finished.clear();
    clock.advance(std::chrono::minutes(10));
    reports->refresh();
    ASSERT_EQ(recorder.finished, std::vector<std::string>{name});
    finished(name);
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Available);
    EXPECT_EQ(trouble_of(salsa), "");
}

}  // namespace
}  // namespace lsl::services
