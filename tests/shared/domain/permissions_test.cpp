#include "shared/domain/permissions.h"

#include <gtest/gtest.h>

#include "shared/domain/lifecycle.h"
#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

const UtcTime before = at("2026-12-01T12:00:00Z");
const UtcTime during = at("2026-12-01T18:45:00Z");
const UtcTime over = at("2026-12-01T19:30:00Z");

StudioClass live_class() {
    StudioClass row = sample_class();
    EXPECT_TRUE(start(row, VideoId("video"), at("2026-12-01T18:30:00Z")));
    return row;
}

StudioClass ended_class() {
    StudioClass row = live_class();
    EXPECT_TRUE(end(row, over));
    return row;
}

StudioClass replay_class() {
    StudioClass row = ended_class();
    EXPECT_TRUE(row.recording.become_available());
    return row;
}

Watch verdict(const StudioClass& row, const Enrollment* enrollment, UtcTime now,
              std::optional<StaffRole> role = std::nullopt) {
    return watch_verdict(row.stream, row.recording, enrollment, now, role);
}

Result<void> enroll_verdict(const StudioClass& row, UtcTime now) {
    return may_enroll(row.stream, row.recording, now);
}

Enrollment enrolled_until(const StudioClass& row) {
    Enrollment enrollment;
    enrollment.replay_access_expires_at = row.recording.expires_at;
    return enrollment;
}

TEST(WatchTest, StaffMayWatchWhatAnEnrolledViewerMay) {
    const auto staff = [](const StudioClass& row, UtcTime now) {
        return verdict(row, nullptr, now, StaffRole::Guest);
    };
    EXPECT_EQ(staff(sample_class(), during), Watch::NotYet);
    EXPECT_EQ(staff(live_class(), during), Watch::Live);
    EXPECT_EQ(staff(replay_class(), over), Watch::Replay);
    EXPECT_EQ(staff(replay_class(), over + std::chrono::days(7)), Watch::ReplayExpired);
    StudioClass cancelled = sample_class();
    cancelled.stream.status = StreamStatus::Cancelled;
    EXPECT_EQ(staff(cancelled, during), Watch::Cancelled);
    Enrollment revoked;
    revoked.can_watch_live = false;
    EXPECT_EQ(verdict(live_class(), &revoked, during, StaffRole::Guest), Watch::Live);
    EXPECT_EQ(verdict(live_class(), &revoked, during), Watch::Revoked);
}

TEST(Watching, NeedsAnEnrollment) {
    EXPECT_EQ(verdict(live_class(), nullptr, during), Watch::NotEnrolled);
    EXPECT_EQ(verdict(replay_class(), nullptr, over), Watch::NotEnrolled);
    const auto refused = require_watchable(Watch::NotEnrolled);
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(refused.error().word, "not_enrolled");
}

TEST(Watching, BeginsWhenTheClassIsLive) {
    const Enrollment enrollment;
    EXPECT_EQ(verdict(sample_class(), &enrollment, during), Watch::NotYet);
    EXPECT_EQ(verdict(live_class(), &enrollment, during), Watch::Live);
    EXPECT_EQ(require_watchable(Watch::NotYet).error().word, "not_live");
    EXPECT_EQ(require_watchable(Watch::NotYet).error().code, ErrorCode::Conflict);
}

TEST(Watching, StopsWhenPermissionIsTakenBack) {
    Enrollment enrollment;
    enrollment.can_watch_live = false;
    EXPECT_EQ(verdict(live_class(), &enrollment, during), Watch::Revoked);
    EXPECT_EQ(require_watchable(Watch::Revoked).error().code, ErrorCode::Forbidden);
}

TEST(Watching, AReplayLastsSevenDaysToTheMillisecond) {
    const StudioClass row = replay_class();
    const Enrollment enrollment = enrolled_until(row);
    const UtcTime last = over + std::chrono::days(7) - std::chrono::milliseconds(1);
    EXPECT_EQ(verdict(row, &enrollment, last), Watch::Replay);
    EXPECT_EQ(verdict(row, &enrollment, over + std::chrono::days(7)), Watch::ReplayExpired);
    EXPECT_EQ(require_watchable(Watch::ReplayExpired).error().word, "replay_expired");
}

TEST(Watching, WaitsForAReplayThatIsBeingPrepared) {
    const StudioClass row = ended_class();
    const Enrollment enrollment = enrolled_until(row);
    EXPECT_EQ(verdict(row, &enrollment, over), Watch::ReplayPreparing);
    StudioClass failed = row;
    failed.recording.fail();
    EXPECT_EQ(verdict(failed, &enrollment, over), Watch::NoReplay);
}

TEST(Watching, OfARefundedClassSaysThatTheTokensAreBack) {
    StudioClass row = ended_class();
    row.recording.fail();
    row.stream.refunded_at = over;
    const Enrollment enrollment = enrolled_until(row);
    EXPECT_EQ(verdict(row, &enrollment, over), Watch::Refunded);
    EXPECT_EQ(verdict(row, &enrollment, over + std::chrono::days(20)), Watch::Refunded);
    EXPECT_EQ(require_watchable(Watch::Refunded).error().word, "refunded");
    StudioClass with_replay = replay_class();
    with_replay.stream.refunded_at = over;
    EXPECT_EQ(verdict(with_replay, &enrollment, over), Watch::Replay)
        << "what little there is stays theirs";
}

TEST(Enrolling, IsOverOnceEverybodyWasRefunded) {
    StudioClass row = replay_class();
    row.stream.refunded_at = over;
    EXPECT_EQ(enroll_verdict(row, over).error().word, "refunded");
}

TEST(Enrolling, IsPossibleBeforeDuringAndInTheReplayWeek) {
    EXPECT_TRUE(enroll_verdict(sample_class(), before));
    EXPECT_TRUE(enroll_verdict(live_class(), during));
    EXPECT_TRUE(enroll_verdict(ended_class(), over)) << "the replay is being prepared";
    EXPECT_TRUE(enroll_verdict(replay_class(), over + std::chrono::days(6)));
    EXPECT_FALSE(enroll_verdict(replay_class(), over + std::chrono::days(7)));
    StudioClass failed = ended_class();
    failed.recording.fail();
    EXPECT_EQ(enroll_verdict(failed, over).error().code, ErrorCode::Conflict);
    StudioClass cancelled = sample_class();
    ASSERT_TRUE(cancel(cancelled, before));
    EXPECT_EQ(enroll_verdict(cancelled, before).error().code, ErrorCode::Conflict);
}

TEST(Withdrawing, IsPossibleUntilTheClassStarts) {
    EXPECT_TRUE(may_withdraw(sample_class().stream));
    EXPECT_EQ(may_withdraw(live_class().stream).error().code, ErrorCode::Conflict);
    EXPECT_EQ(may_withdraw(ended_class().stream).error().code, ErrorCode::Conflict);
}

TEST(Paying, NeedsThePriceInTheWallet) {
    EXPECT_TRUE(may_pay(50, 50));
    EXPECT_TRUE(may_pay(0, 0));
    EXPECT_EQ(may_pay(49, 50).error().word, "insufficient_tokens");
    EXPECT_EQ(may_pay(1'234, 1'000'000).error().message,
              "This class costs 1,000,000 tokens and you have 1,234.");
    EXPECT_EQ(may_pay(0, 1).error().message, "This class costs 1 token and you have 0.");
}

}  // namespace
}  // namespace lsl::domain
