#include "server/services/live/recording_outcomes.h"

#include <gtest/gtest.h>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;
using Outcome = RecordingOutcomes::Outcome;

class RecordingOutcomesTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    /// A class that is over and waits for its recording.
    domain::StudioClass ended() {
        const auto salsa = create();
        EXPECT_TRUE(streams->start(id(salsa)));
        EXPECT_TRUE(streams->end(id(salsa)));
        changes.take();
        return row(salsa.stream.id);
    }
    RecordingState state(const domain::StudioClass& salsa) {
        return row(salsa.stream.id).recording.state;
    }

    RecordingOutcomes outcomes{*database, clock, changes};
};

TEST_F(RecordingOutcomesTest, APlayableRecordingIsTheClassesReplayAndToldOnce) {
    const auto salsa = ended();
    const std::string name = salsa.recording.file_name();
    const auto anybody = listen(Topic::everybody());
    const auto noted = outcomes.note(name, Outcome::Available);
    ASSERT_TRUE(noted && *noted);
    EXPECT_EQ((*noted)->stream, salsa.stream.id);
    EXPECT_TRUE((*noted)->was_awaited);
    EXPECT_EQ(state(salsa), RecordingState::Available);
    EXPECT_EQ(row(salsa.stream.id).recording.file_name(), name);
    EXPECT_EQ(heard(*anybody).size(), 1u);

    const auto again = outcomes.note(name, Outcome::Lost);
    ASSERT_TRUE(again && *again);
    EXPECT_FALSE((*again)->was_awaited) << "late reports do no harm";
    EXPECT_EQ(state(salsa), RecordingState::Available);
    EXPECT_TRUE(heard(*anybody).empty());
}

TEST_F(RecordingOutcomesTest, AHostedOnePlaysUnderItsOwnId) {
    const auto salsa = ended();
    const auto noted = database->write([&](store::Connection& tx) {
        return outcomes.note(tx, salsa.recording.file_name(), Outcome::Available, VideoId("uid"));
    });
    ASSERT_TRUE(noted && *noted);
    EXPECT_TRUE((*noted)->was_awaited);
    EXPECT_EQ(row(salsa.stream.id).recording.file_name(), "uid");
    EXPECT_EQ(state(salsa), RecordingState::Available);
}

TEST_F(RecordingOutcomesTest, AFailedOneKeepsItsFileAndALostOneHasNone) {
    const auto failed = ended();
    const auto lost = ended();
    const std::string name = failed.recording.file_name();
    ASSERT_TRUE(outcomes.note(name, Outcome::Failed));
    ASSERT_TRUE(outcomes.note(lost.recording.file_name(), Outcome::Lost));
    EXPECT_EQ(state(failed), RecordingState::Failed);
    EXPECT_EQ(row(failed.stream.id).recording.file_name(), name);
    EXPECT_EQ(state(lost), RecordingState::Failed);
    EXPECT_EQ(row(lost.stream.id).recording.video_id, std::nullopt);
}

TEST_F(RecordingOutcomesTest, NobodysRecordingIsNotNoted) {
    const auto noted = outcomes.note("nobodys", Outcome::Available);
    ASSERT_TRUE(noted);
    EXPECT_FALSE(noted->has_value());
}

TEST_F(RecordingOutcomesTest, TroubleIsToldUntilItIsOver) {
    const auto salsa = ended();
    const std::string name = salsa.recording.file_name();
    const Subject statistics{Subject::Kind::Statistics, salsa.stream.id, {}};
    EXPECT_EQ(outcomes.trouble(name), "");
    outcomes.tell_trouble(name, "The disk is full.");
    EXPECT_EQ(outcomes.trouble(name), "The disk is full.");
    EXPECT_EQ(changes.take(), std::set{statistics});
    ASSERT_TRUE(outcomes.note(name, Outcome::Available));
    EXPECT_EQ(outcomes.trouble(name), "");
    EXPECT_EQ(changes.take(), std::set{statistics});
}

}  // namespace
}  // namespace lsl::services
