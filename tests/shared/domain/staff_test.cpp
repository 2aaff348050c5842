#include "shared/domain/staff.h"

#include <array>

#include <gtest/gtest.h>

#include "shared/domain/lifecycle.h"
#include "shared/domain/permissions.h"
#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

constexpr std::array roles = {StaffRole::Guest, StaffRole::Moderator, StaffRole::CoInstructor,
                              StaffRole::Owner};

struct Rights {
    StaffAction action;
    const char* of_each;  ///< guest, moderator, co-instructor, owner
};
constexpr Rights table[] = {
    {StaffAction::Watch, "++++"},       {StaffAction::ReadClass, "-+++"},
    {StaffAction::Moderate, "-+++"},    {StaffAction::ReadStaff, "--++"},
    {StaffAction::ChangeClass, "--++"}, {StaffAction::RunClass, "--++"},
    {StaffAction::Publish, "--++"},     {StaffAction::ChangeTerms, "---+"},
    {StaffAction::GiveBack, "---+"},    {StaffAction::ReadMoney, "---+"},
    {StaffAction::ManageStaff, "---+"}, {StaffAction::ReadRecording, "---+"},
    {StaffAction::CreateClass, "---+"}, {StaffAction::GrantTokens, "---+"},
    {StaffAction::RunStudio, "---+"},   {StaffAction::ReadFigures, "--++"},
};

TEST(StaffRights, AreWhatTheTableSays) {
    for (const Rights& rights : table) {
        for (std::size_t i = 0; i < roles.size(); ++i) {
            EXPECT_EQ(may(roles[i], rights.action), rights.of_each[i] == '+')
                << staff_role_name(roles[i]) << " and action " << static_cast<int>(rights.action);
        }
        const auto nobody = require_role(std::nullopt, rights.action);
        ASSERT_FALSE(nobody);
        EXPECT_EQ(nobody.error().word, "not_staff");
        EXPECT_TRUE(require_role(StaffRole::Owner, rights.action));
    }
    EXPECT_EQ(require_role(StaffRole::Guest, StaffAction::ReadClass).error().word, "forbidden");
    EXPECT_EQ(require_role(StaffRole::Guest, StaffAction::ReadClass).error().code,
              ErrorCode::Forbidden);
}

/// Every role sees of a class, in each of its states, what an enrolled viewer sees.
TEST(StaffRights, ToWatchFollowTheStateOfTheClass) {
    const UtcTime begins = at("2026-12-01T18:30:00Z"), ends = at("2026-12-01T19:30:00Z");
    StudioClass planned = sample_class(), live = planned, cancelled = planned;
    ASSERT_TRUE(start(live, VideoId("video"), begins));
    ASSERT_TRUE(cancel(cancelled, begins));
    StudioClass preparing = live;
    ASSERT_TRUE(end(preparing, ends));
    StudioClass replay = preparing, failed = preparing;
    ASSERT_TRUE(replay.recording.become_available());
    ASSERT_TRUE(failed.recording.fail());
    for (const StudioClass& row : {planned, live, cancelled, preparing, replay, failed}) {
        const Enrollment place{};
        for (const UtcTime now : {begins, ends, ends + std::chrono::days(8)}) {
            for (const StaffRole role : roles) {
                EXPECT_EQ(watch_verdict(row.stream, row.recording, nullptr, now, role),
                          watch_verdict(row.stream, row.recording, &place, now));
            }
            EXPECT_EQ(watch_verdict(row.stream, row.recording, nullptr, now), Watch::NotEnrolled);
        }
    }
}

TEST(StaffRoles, HoldForTheirClassOrForAll) {
    const StreamId here{*Uuid::parse("01890a5d-ac96-774b-bcce-b302099a8057")};
    const StreamId there{*Uuid::parse("01890a5d-ac96-774b-bcce-b302099a8058")};
    const HeldRole moderates[] = {{StaffRole::Moderator, here}, {StaffRole::Guest, there}};
    EXPECT_EQ(role_on(moderates, here), StaffRole::Moderator);
    EXPECT_EQ(role_on(moderates, there), StaffRole::Guest);
    EXPECT_EQ(role_on(moderates, StreamId{}), std::nullopt);
    EXPECT_EQ(studio_role(moderates), std::nullopt);
    const HeldRole owns[] = {{StaffRole::Guest, here}, {StaffRole::Owner, std::nullopt}};
    EXPECT_EQ(role_on(owns, here), StaffRole::Owner) << "the highest of several";
    EXPECT_EQ(role_on(owns, there), StaffRole::Owner);
    EXPECT_EQ(studio_role(owns), StaffRole::Owner);
}

TEST(StaffRoles, HaveNames) {
    for (const StaffRole role : roles) {
        EXPECT_EQ(parse_staff_role(staff_role_name(role)), role);
    }
    EXPECT_EQ(parse_staff_role("admin"), std::nullopt);
    EXPECT_EQ(parse_staff_role(""), std::nullopt);
}

}  // namespace
}  // namespace lsl::domain
