#include "server/services/jobs/clock_judge.h"

#include <gtest/gtest.h>

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::milliseconds;

/// A wall clock and the time that really passes, each moved by the test.
class ClockJudgeTest : public ::testing::Test {
  protected:
    void pass(milliseconds time) {
        now.wall += time;
        now.elapsed = now.elapsed + time;
        judge.look(now);
    }
    void turn(milliseconds by) {
        now.wall += by;
        judge.look(now);
    }
    /// As the server looks: each second.
    void pass_looking(milliseconds time, milliseconds each = 1s) {
        for (milliseconds done{0}; done < time; done += each) pass(each);
    }

    ClockReading now{UtcTime(1'795'338'000'000ms), MonoTime{5'000'000}};
    ClockJudge judge{now, std::nullopt};
};

TEST_F(ClockJudgeTest, AgreesWithAClockThatGoes) {
    for (int day = 0; day < 400; ++day) {
        pass(days(1));
        ASSERT_TRUE(judge.agrees()) << day;
    }
}

TEST_F(ClockJudgeTest, DoubtsAJumpForwardsAndForgetsItTenMinutesAfterItIsMended) {
    turn(days(3));
    EXPECT_FALSE(judge.agrees());
    EXPECT_EQ(judge.ahead(), days(3));
    pass_looking(8s);
    EXPECT_FALSE(judge.agrees());
    turn(-days(3));
    EXPECT_FALSE(judge.agrees()) << "a clock that jumps may jump again";
    EXPECT_EQ(judge.ahead(), 0ms);
    pass_looking(599s);
    EXPECT_FALSE(judge.agrees());
    pass_looking(2s);
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, TheTenMinutesBeginAgainWithEachJump) {
    turn(days(3));
    turn(-days(3));
    pass_looking(500s);
    turn(days(40));
    turn(-days(40));
    pass_looking(500s);
    EXPECT_FALSE(judge.agrees());
    pass_looking(102s);
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, DoubtsAJumpBackwards) {
    turn(-days(3650));
    EXPECT_FALSE(judge.agrees());
    EXPECT_EQ(judge.ahead(), -days(3650));
}

TEST_F(ClockJudgeTest, BelievesAClockThatWentEvenlyForADay) {
    turn(days(40));
    pass_looking(24h - 1min, 1min);
    EXPECT_FALSE(judge.agrees());
    pass_looking(2min, 1min);
    EXPECT_TRUE(judge.agrees());
    pass_looking(24h, 1min);
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, ADayBeginsAgainWithEachJump) {
    turn(days(40));
    pass_looking(23h, 1min);
    turn(days(1));
    pass_looking(23h, 1min);
    EXPECT_FALSE(judge.agrees());
}

TEST_F(ClockJudgeTest, BelievesAPerson) {
    turn(days(40));
    judge.believe(now);
    EXPECT_TRUE(judge.agrees());
    pass(1h);
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, TimeServersLeapSecondsAndDriftAreNoJumps) {
    turn(-1s);
    turn(90s);
    EXPECT_TRUE(judge.agrees());
    for (int hour = 0; hour < 24 * 30; ++hour) {
        pass(1h);
        turn(1800ms);  // 500 ppm, what a time server makes a clock slew at most
        ASSERT_TRUE(judge.agrees()) << hour;
    }
}

TEST_F(ClockJudgeTest, ManySmallStepsAreAJump) {
    bool agreed = true;
    for (int i = 0; i < 60; ++i) {
        pass(1s);
        turn(100s);
        agreed = agreed && judge.agrees();
    }
    EXPECT_FALSE(agreed);
}

TEST_F(ClockJudgeTest, SleepIsNoJump) {
    // The counted time goes on while the machine sleeps, as the wall clock does.
    pass(days(5));
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, ASnapshotThatIsRestoredIsAJumpUntilItHasStoodForADay) {
    // Neither clock of the machine knew of the weeks in between; then its host sets the wall clock.
    turn(days(21));
    EXPECT_FALSE(judge.agrees());
    pass_looking(24h + 1min, 1min);
    EXPECT_TRUE(judge.agrees());
}

TEST_F(ClockJudgeTest, AfterARestartTheTimeHasToFollowTheLastOneThatWasBelieved) {
    const UtcTime seen = now.wall;
    const auto agrees_after = [&](milliseconds downtime) {
        return ClockJudge({seen + downtime, MonoTime{0}}, seen).agrees();
    };
    EXPECT_TRUE(agrees_after(0ms));
    EXPECT_TRUE(agrees_after(-90s));
    EXPECT_TRUE(agrees_after(20h));
    EXPECT_TRUE(agrees_after(36h));
    EXPECT_FALSE(agrees_after(days(3)));
    EXPECT_FALSE(agrees_after(days(40)));
    EXPECT_FALSE(agrees_after(-1h));
}

TEST_F(ClockJudgeTest, AMachineWithoutABatteryStartsInTheWrongYearAndIsSetByATimeServer) {
    const UtcTime seen = now.wall;
    now = {UtcTime(0ms), MonoTime{0}};
    judge = ClockJudge(now, seen);
    EXPECT_FALSE(judge.agrees());
    pass_looking(30s);
    turn(seen + 3h - now.wall);
    EXPECT_FALSE(judge.agrees());
    pass_looking(601s);
    EXPECT_TRUE(judge.agrees()) << "three hours were the downtime";
}

TEST_F(ClockJudgeTest, ALongDowntimeIsBelievedAfterADay) {
    now.wall += days(30);
    judge = ClockJudge(now, now.wall - days(30));
    EXPECT_FALSE(judge.agrees());
    pass_looking(24h + 1min, 1min);
    EXPECT_TRUE(judge.agrees());
}

}  // namespace
}  // namespace lsl::services
