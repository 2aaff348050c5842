#include "server/services/watching/practice.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class PracticeTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    PracticeTest() : ana(viewer("ana")), ben(viewer("ben")), salsa(create(30)) {
        EXPECT_TRUE(enrollments->enroll(ana, id(salsa), ""));
    }
    void hold_class() {
        ASSERT_TRUE(streams->start(id(salsa)));
        ASSERT_TRUE(streams->end(id(salsa)));
        make_replay(salsa.stream.id);
    }
    std::string keep(UserId user, std::int64_t position_ms) {
        const auto kept = practice.keep_progress(user, id(salsa), position_ms);
        return kept ? "ok" : kept.error().word;
    }
    std::string note(UserId user, const wire::PracticeNotes& notes) {
        const auto kept = practice.keep_notes(user, id(salsa), notes);
        return kept ? "ok" : kept.error().word;
    }
    std::optional<std::int64_t> left_at() {
        return enrollments->find(ana, id(salsa)).value().enrollment.enrollment.replay_position_ms;
    }

    const UserId ana, ben;
    const domain::StudioClass salsa;
    Practice practice{*database, clock, *rights};
};

TEST_F(PracticeTest, KeepsWhereAReplayWasLeft) {
    EXPECT_EQ(keep(ana, 5000), "not_live");
    ASSERT_TRUE(streams->start(id(salsa)));
    EXPECT_EQ(keep(ana, 5000), "not_a_replay");
    ASSERT_TRUE(streams->end(id(salsa)));
    EXPECT_EQ(keep(ana, 5000), "replay_preparing");
    make_replay(salsa.stream.id);
    EXPECT_EQ(left_at(), std::nullopt);
    EXPECT_EQ(keep(ana, 760'000), "ok");
    EXPECT_EQ(left_at(), 760'000);
    EXPECT_EQ(keep(ana, 0), "ok");
    EXPECT_EQ(left_at(), 0) << "seen to its end";
    EXPECT_EQ(keep(ana, -1), "invalid_position");
    EXPECT_EQ(keep(ana, 86'400'001), "invalid_position");
    EXPECT_EQ(keep(ben, 1000), "not_enrolled");
    clock.advance(std::chrono::days(7));
    EXPECT_EQ(keep(ana, 1000), "replay_expired");
}

TEST_F(PracticeTest, KeepsLoopsAndBeatsForEachPersonAlone) {
    hold_class();
    ASSERT_TRUE(enrollments->enroll(ben, id(salsa), ""));
    EXPECT_EQ(practice.notes(ana, id(salsa)).value(), wire::PracticeNotes{});
    wire::PracticeNotes notes;
    notes.loops.push_back({"Turn \"slow\"", 1'390'200, 1'397'900, 75});
    notes.beats.push_back({1'390'200, 480'000, 8});
    notes.mirrored = true;
    EXPECT_EQ(note(ana, notes), "ok");
    EXPECT_EQ(practice.notes(ana, id(salsa)).value(), notes);
    EXPECT_EQ(practice.notes(ben, id(salsa)).value(), wire::PracticeNotes{});
    EXPECT_EQ(note(ana, {}), "ok");
    EXPECT_EQ(practice.notes(ana, id(salsa)).value(), wire::PracticeNotes{});
}

TEST_F(PracticeTest, RefusesWhatMakesNoSenseAndWhatHasNoEnd) {
    hold_class();
    wire::PracticeNotes notes;
    notes.loops.assign(51, {"", 0, 1000, 100});
    EXPECT_EQ(note(ana, notes), "too_many_loops");
    for (const wire::PracticeLoop& loop :
         {wire::PracticeLoop{"", 1000, 1000, 100}, wire::PracticeLoop{"", -1, 1000, 100},
          wire::PracticeLoop{"", 0, 86'400'001, 100}, wire::PracticeLoop{"", 0, 1000, 10},
          wire::PracticeLoop{std::string(61, 'x'), 0, 1000, 100}}) {
        notes.loops = {loop};
        EXPECT_EQ(note(ana, notes), "invalid_loop");
    }
    notes.loops.clear();
    notes.beats.assign(21, {});
    EXPECT_EQ(note(ana, notes), "too_many_beats");
    for (const wire::PracticeBeats& beats :
         {wire::PracticeBeats{0, 0, 8}, wire::PracticeBeats{0, 3'000'000, 8},
          wire::PracticeBeats{0, 500'000, 0}, wire::PracticeBeats{-1, 500'000, 8}}) {
        notes.beats = {beats};
        EXPECT_EQ(note(ana, notes), "invalid_beats");
    }
    EXPECT_EQ(practice.notes(ana, id(salsa)).value(), wire::PracticeNotes{}) << "nothing was kept";
}

TEST_F(PracticeTest, IsForWhoHasAPlace) {
    hold_class();
    EXPECT_EQ(note(ben, {}), "not_enrolled");
    EXPECT_EQ(practice.notes(ben, id(salsa)).error().word, "not_enrolled");
    EXPECT_EQ(practice.keep_progress(ana, "nonsense", 0).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace lsl::services
