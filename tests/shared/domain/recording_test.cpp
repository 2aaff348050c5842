#include "shared/domain/media/recording.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <set>
#include <utility>

namespace lsl::domain {
namespace {

const UtcTime went_live = parse_iso8601("2026-12-01T18:30:00Z").value();
const UtcTime week_over = parse_iso8601("2026-12-08T19:30:00Z").value();

constexpr std::array all_states = {RecordingState::None,      RecordingState::Recording,
                                   RecordingState::Preparing, RecordingState::Available,
                                   RecordingState::Failed,    RecordingState::Deleted};

Recording begun() {
    Recording recording;
    EXPECT_TRUE(recording.begin(VideoId("video"), went_live));
    return recording;
}

Recording closed() {
    Recording recording = begun();
    EXPECT_TRUE(recording.close(week_over));
    return recording;
}

/// A recording as it comes into each of the states.
Recording in(RecordingState state) {
    Recording recording;
    switch (state) {
        case RecordingState::None: return recording;
        case RecordingState::Recording: return begun();
        default: break;
    }
    recording = closed();
    if (state == RecordingState::Failed) recording.fail();
    if (state == RecordingState::Available || state == RecordingState::Deleted) {
        recording.become_available();
    }
    if (state == RecordingState::Deleted) recording.remove();
    EXPECT_EQ(recording.state, state);
    return recording;
}

struct Step {
    const char* name;
    std::function<bool(Recording&)> take;
    std::set<RecordingState> follows;  ///< the states from which it may be taken
};

const std::array<Step, 8>& steps() {
    using S = RecordingState;
    static const std::array<Step, 8> all = {{
        {"begin", [](Recording& r) { return r.begin(VideoId("another"), went_live); }, {S::None}},
        {"close", [](Recording& r) { return r.close(week_over); }, {S::Recording}},
        {"discard", [](Recording& r) { return r.discard(); }, {S::Recording}},
        {"become_available", [](Recording& r) { return r.become_available(); }, {S::Preparing}},
        {"become_available elsewhere",
         [](Recording& r) { return r.become_available(VideoId("hosted")); },
         {S::Preparing}},
        {"fail", [](Recording& r) { return r.fail(); }, {S::Preparing}},
        {"lose", [](Recording& r) { return r.lose(); }, {S::Preparing}},
        {"remove",
         [](Recording& r) { return r.remove(); },
         {S::Preparing, S::Available, S::Failed}},
    }};
    return all;
}

TEST(RecordingSteps, AreTakenWhereTheyFollowAndChangeNothingElsewhere) {
    for (const Step& step : steps()) {
        for (const RecordingState state : all_states) {
            const Recording untouched = in(state);
            Recording recording = untouched;
            const bool taken = step.take(recording);
            EXPECT_EQ(taken, step.follows.contains(state))
                << step.name << " from " << recording_state_name(state);
            if (taken) {
                EXPECT_TRUE(may_follow(untouched.state, recording.state)) << step.name;
            } else {
                EXPECT_EQ(recording, untouched) << step.name << " was refused";
            }
        }
    }
}

TEST(RecordingSteps, OfAClassThatGoesWell) {
    Recording recording = begun();
    EXPECT_EQ(recording.file_name(), "video");
    EXPECT_EQ(recording.started_at, went_live);
    EXPECT_FALSE(recording.available) << "only what plays is announced";
    ASSERT_TRUE(recording.close(week_over));
    EXPECT_EQ(recording.expires_at, week_over);
    EXPECT_FALSE(recording.available);
    ASSERT_TRUE(recording.become_available());
    EXPECT_TRUE(recording.available);
    EXPECT_EQ(recording.file_name(), "video");
    EXPECT_TRUE(recording.stop_announcing());
    EXPECT_FALSE(recording.stop_announcing()) << "again changes nothing";
    EXPECT_EQ(recording.state, RecordingState::Available) << "a kept class keeps its media";
    ASSERT_TRUE(recording.remove());
    EXPECT_EQ(recording.video_id, std::nullopt);
    EXPECT_EQ(recording.expires_at, week_over) << "it says until when there was one";
    EXPECT_EQ(recording.started_at, went_live) << "and since when";
}

TEST(RecordingSteps, GiveAHostedRecordingTheNameItHasThere) {
    Recording recording = closed();
    EXPECT_FALSE(recording.become_available(VideoId()));
    EXPECT_EQ(recording.state, RecordingState::Preparing);
    ASSERT_TRUE(recording.become_available(VideoId("hosted")));
    EXPECT_EQ(recording.video_id, VideoId("hosted"));
}

TEST(RecordingSteps, KeepTheFileOfAFailureUnlessItIsLost) {
    Recording failed = closed();
    ASSERT_TRUE(failed.fail());
    EXPECT_EQ(failed.file_name(), "video");
    Recording lost = closed();
    ASSERT_TRUE(lost.lose());
    EXPECT_EQ(lost.state, RecordingState::Failed);
    EXPECT_EQ(lost.file_name(), "");
    EXPECT_FALSE(lost.remove()) << "there is nothing to delete";
}

TEST(RecordingSteps, LeaveNothingOfAStartThatWasUndone) {
    Recording recording = begun();
    ASSERT_TRUE(recording.discard());
    EXPECT_EQ(recording, Recording());
}

TEST(RecordingSteps, NeedANameForTheFile) {
    Recording recording;
    EXPECT_FALSE(recording.begin(VideoId(), went_live));
    EXPECT_EQ(recording.state, RecordingState::None);
}

TEST(RecordingStates, HaveAWordEach) {
    std::set<std::string_view> words;
    for (const RecordingState state : all_states) {
        words.insert(recording_state_name(state));
        EXPECT_EQ(parse_recording_state(recording_state_name(state)), state);
        EXPECT_FALSE(may_follow(state, state)) << "a step leads somewhere";
        EXPECT_FALSE(may_follow(RecordingState::Deleted, state)) << "that is the end";
    }
    EXPECT_EQ(words.size(), all_states.size());
    EXPECT_EQ(parse_recording_state("gone"), std::nullopt);
}

}  // namespace
}  // namespace lsl::domain
