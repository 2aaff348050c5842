#include "server/services/live/local_media.h"

#include <gtest/gtest.h>

#include "tests/server/services/local_studio.h"

namespace lsl::services {
namespace {

using domain::RecordingState;

class LocalMediaTest : public lsl::testing::LocalStudio {};

TEST_F(LocalMediaTest, AClassIsRecordedFromItsStartToItsEnd) {
    const auto salsa = started();
    const std::string name = salsa.recording.file_name();
    EXPECT_TRUE(recorder.open.contains(name));
    EXPECT_TRUE(engine.taps[room_of(salsa)]);
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_FALSE(engine.taps[room_of(salsa)]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{name});
    EXPECT_FALSE(row(salsa.stream.id).recording.available);
    finished(name);
    EXPECT_TRUE(row(salsa.stream.id).recording.available);
    EXPECT_EQ(row(salsa.stream.id).recording.state, RecordingState::Available);
    EXPECT_EQ(row(salsa.stream.id).recording.file_name(), name);
}

TEST_F(LocalMediaTest, TheInstructorHearsWhileTheClassIsOnThatItIsNotRecorded) {
    recorder.refuses = true;
    const auto unrecorded = started();
    EXPECT_NE(local->figures(unrecorded).media_health.recording_trouble, "");
    recorder.refuses = false;
    const auto salsa = started();
    const auto instructor = listen(Topic::studio());
    report(recorder::RecordingTrouble{salsa.recording.file_name(), "The disk is full."});
    EXPECT_EQ(
        streams->get_for_instructor(id(salsa))->stream.statistics.media_health.recording_trouble,
        "The disk is full.");
    const auto events = heard(*instructor);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "statistics");
}

TEST_F(LocalMediaTest, ACancelledClassLeavesNoRecording) {
    const auto salsa = started();
    ASSERT_TRUE(streams->cancel(id(salsa)));
    EXPECT_EQ(recorder.removed, std::vector<std::string>{salsa.recording.file_name()});
    finished(salsa.recording.file_name());
    EXPECT_EQ(recorder.removed.size(), 2u);
}

TEST_F(LocalMediaTest, AStartThatIsUndoneLeavesThePublisherAndNothingElse) {
    const auto salsa = create();
    const UserId ana = viewer();
    ASSERT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    ASSERT_TRUE(gateway->publish(salsa.ingest.access.live_input_id,
                                 salsa.ingest.access.webrtc_token, "v=0"));
    ASSERT_TRUE(streams->start(id(salsa)));
    const std::string video = row(salsa.stream.id).recording.file_name();
    // On her way in: not yet a viewer who watches.
    const auto ticket = playback->playback_for(watcher(ana), id(salsa)).value();
    ASSERT_TRUE(gateway->watch(salsa.ingest.playback.playback_id, ticket.token, "v=0"));
    ASSERT_TRUE(streams->go_back_to_planned(id(salsa)));
    ASSERT_EQ(engine.sessions.size(), 1u);
    EXPECT_TRUE(engine.sessions.begin()->second.publishes);
    EXPECT_EQ(engine.taps[room_of(salsa)], nullptr);
    EXPECT_EQ(recorder.removed, std::vector<std::string>{video});
    EXPECT_FALSE(gateway->watch(salsa.ingest.playback.playback_id, ticket.token, "v=0"));
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_NE(row(salsa.stream.id).recording.file_name(), video);
    EXPECT_NE(engine.taps[room_of(salsa)], nullptr);
}

TEST_F(LocalMediaTest, AfterARestartRecordingsGoOnOrAreFinished) {
    const auto going_on = started();
    const auto over = started();
    ASSERT_TRUE(streams->end(id(over)));
    recorder.finished.clear();
    engine.taps.clear();
    recorder.open = {going_on.recording.file_name(), "nobodys"};
    attach();
    ASSERT_TRUE(local->reconcile());
    ASSERT_TRUE(recordings->reconcile());
    EXPECT_TRUE(engine.taps[room_of(going_on)]);
    EXPECT_EQ(recorder.finished, std::vector<std::string>{over.recording.file_name()});
    EXPECT_EQ(recorder.removed, std::vector<std::string>{"nobodys"});
}

}  // namespace
}  // namespace lsl::services
