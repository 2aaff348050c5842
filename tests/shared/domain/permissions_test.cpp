#include "shared/domain/permissions.h"

#include <gtest/gtest.h>

#include "shared/domain/lifecycle.h"
#include "tests/shared/domain/sample_stream.h"

namespace lsl::domain {
namespace {

const UtcTime before = at("2026-12-01T12:00:00Z");
const UtcTime during = at("2026-12-01T18:45:00Z");
const UtcTime over = at("2026-12-01T19:30:00Z");

Stream live_stream() {
    Stream stream = sample_stream();
    EXPECT_TRUE(start(stream, at("2026-12-01T18:30:00Z")));
    return stream;
}

Stream ended_stream() {
    Stream stream = live_stream();
    EXPECT_TRUE(end(stream, over));
    return stream;
}

Stream replay_stream() {
    Stream stream = ended_stream();
    stream.recording_available = true;
    stream.recording_state = RecordingState::Available;
    return stream;
}

Enrollment enrolled_until(const Stream& stream) {
    Enrollment enrollment;
    enrollment.replay_access_expires_at = stream.recording_expires_at;
    return enrollment;
}

TEST(Watching, NeedsAnEnrollment) {
    EXPECT_EQ(watch_verdict(live_stream(), nullptr, during), Watch::NotEnrolled);
    EXPECT_EQ(watch_verdict(replay_stream(), nullptr, over), Watch::NotEnrolled);
    const auto refused = require_watchable(Watch::NotEnrolled);
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(refused.error().word, "not_enrolled");
}

TEST(Watching, BeginsWhenTheClassIsLive) {
    const Enrollment enrollment;
    EXPECT_EQ(watch_verdict(sample_stream(), &enrollment, during), Watch::NotYet);
    EXPECT_EQ(watch_verdict(live_stream(), &enrollment, during), Watch::Live);
    EXPECT_EQ(require_watchable(Watch::NotYet).error().word, "not_live");
    EXPECT_EQ(require_watchable(Watch::NotYet).error().code, ErrorCode::Conflict);
}

TEST(Watching, StopsWhenPermissionIsTakenBack) {
    Enrollment enrollment;
    enrollment.can_watch_live = false;
    EXPECT_EQ(watch_verdict(live_stream(), &enrollment, during), Watch::Revoked);
    EXPECT_EQ(require_watchable(Watch::Revoked).error().code, ErrorCode::Forbidden);
}

TEST(Watching, AReplayLastsSevenDaysToTheMillisecond) {
    const Stream stream = replay_stream();
    const Enrollment enrollment = enrolled_until(stream);
    const UtcTime last = over + std::chrono::days(7) - std::chrono::milliseconds(1);
    EXPECT_EQ(watch_verdict(stream, &enrollment, last), Watch::Replay);
    EXPECT_EQ(watch_verdict(stream, &enrollment, over + std::chrono::days(7)),
              Watch::ReplayExpired);
    EXPECT_EQ(require_watchable(Watch::ReplayExpired).error().word, "replay_expired");
}

TEST(Watching, WaitsForAReplayThatIsBeingPrepared) {
    const Stream stream = ended_stream();
    const Enrollment enrollment = enrolled_until(stream);
    EXPECT_EQ(watch_verdict(stream, &enrollment, over), Watch::ReplayPreparing);
    Stream failed = stream;
    failed.recording_state = RecordingState::Failed;
    EXPECT_EQ(watch_verdict(failed, &enrollment, over), Watch::NoReplay);
}

TEST(Enrolling, IsPossibleBeforeDuringAndInTheReplayWeek) {
    EXPECT_TRUE(may_enroll(sample_stream(), before));
    EXPECT_TRUE(may_enroll(live_stream(), during));
    EXPECT_TRUE(may_enroll(ended_stream(), over)) << "the replay is being prepared";
    EXPECT_TRUE(may_enroll(replay_stream(), over + std::chrono::days(6)));
    EXPECT_FALSE(may_enroll(replay_stream(), over + std::chrono::days(7)));
    Stream failed = ended_stream();
    failed.recording_state = RecordingState::Failed;
    EXPECT_EQ(may_enroll(failed, over).error().code, ErrorCode::Conflict);
    Stream cancelled = sample_stream();
    ASSERT_TRUE(cancel(cancelled, before));
    EXPECT_EQ(may_enroll(cancelled, before).error().code, ErrorCode::Conflict);
}

TEST(Withdrawing, IsPossibleUntilTheClassStarts) {
    EXPECT_TRUE(may_withdraw(sample_stream()));
    EXPECT_EQ(may_withdraw(live_stream()).error().code, ErrorCode::Conflict);
    EXPECT_EQ(may_withdraw(ended_stream()).error().code, ErrorCode::Conflict);
}

TEST(Paying, NeedsThePriceInTheWallet) {
    EXPECT_TRUE(may_pay(50, 50));
    EXPECT_TRUE(may_pay(0, 0));
    EXPECT_EQ(may_pay(49, 50).error().word, "insufficient_tokens");
}

}  // namespace
}  // namespace lsl::domain
