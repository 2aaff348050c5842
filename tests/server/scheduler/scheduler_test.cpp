#include "server/scheduler/scheduler.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/server/moving_clock.h"

namespace lsl::scheduler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes two_o_clock = hours(2);

UtcTime at(const char* text) { return parse_iso8601(text).value(); }

TEST(IsDueTest, OnceItsTimeOfDayHasCome) {
    const UtcTime yesterday = at("2026-11-21T02:00:00Z");
    EXPECT_FALSE(is_due(two_o_clock, yesterday, at("2026-11-22T01:59:59.999Z")));
    EXPECT_TRUE(is_due(two_o_clock, yesterday, at("2026-11-22T02:00:00Z")));
    EXPECT_FALSE(is_due(two_o_clock, at("2026-11-22T02:00:00Z"), at("2026-11-22T23:59:00Z")));
}

TEST(IsDueTest, AfterADowntime) {
    EXPECT_TRUE(is_due(two_o_clock, at("2026-11-18T02:00:10Z"), at("2026-11-22T01:00:00Z")));
    EXPECT_FALSE(is_due(two_o_clock, at("2026-11-22T01:00:00Z"), at("2026-11-22T01:59:00Z")));
    EXPECT_TRUE(is_due(two_o_clock, at("2026-11-22T01:00:00Z"), at("2026-11-22T02:00:00Z")));
}

TEST(IsDueTest, AlsoWhenTheLastRunIsNotedInTheFuture) {
    // The clock was forty days ahead for a while: the jobs must not rest until then.
    EXPECT_TRUE(is_due(two_o_clock, at("2027-01-01T02:00:00Z"), at("2026-11-22T01:00:00Z")));
}

TEST(IsDueTest, WhenItHasNeverRun) {
    EXPECT_TRUE(is_due(two_o_clock, std::nullopt, at("2026-11-22T00:00:00Z")));
}

TEST(SchedulerTest, RunsWhatIsDueInOrderAndRetriesWhatFailedAfterAPause) {
    lsl::testing::MovingClock clock;
    std::optional<UtcTime> first_ran;
    std::optional<UtcTime> second_ran;
    bool fails = true;
    std::vector<std::string> log;
    DailyRuns jobs(clock, {
                              {hours(2), [&] { return first_ran; },
                               [&] {
                                   log.push_back("first");
                                   if (!fails) first_ran = clock.utc();
                               }},
                              {hours(3), [&] { return second_ran; },
                               [&] {
                                   log.push_back("second");
                                   second_ran = clock.utc();
                               }},
                          });
    jobs.look();
    EXPECT_EQ(log, (std::vector<std::string>{"first", "second"}));
    fails = false;
    clock.advance(pause_after_failure - std::chrono::milliseconds(1));
    jobs.look();
    EXPECT_EQ(log.size(), 2u);
    clock.advance(std::chrono::milliseconds(1));
    jobs.look();
    jobs.look();
    EXPECT_EQ(log, (std::vector<std::string>{"first", "second", "first"}));
    clock.advance(hours(24));
    jobs.look();
    EXPECT_EQ(log.size(), 5u);
}

TEST(SchedulerTest, RunsOnAThreadOfItsOwn) {
    lsl::testing::MovingClock clock;
    std::promise<void> ran;
    {
        const Scheduler scheduler(
            clock, {{hours(2), [] { return std::optional<UtcTime>(); }, [&] { ran.set_value(); }}});
        EXPECT_EQ(ran.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
    }
}

}  // namespace
}  // namespace lsl::scheduler
