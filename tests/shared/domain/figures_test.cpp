#include "shared/domain/figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <span>
#include <vector>

namespace lsl::domain {
namespace {

WatchSpan live(std::int64_t person, std::int64_t from_s, std::int64_t to_s) {
    return {.person = person, .began_ms = from_s * 1000, .ended_ms = to_s * 1000};
}
WatchSpan replay(std::int64_t person, std::int64_t position_s, std::int64_t wall_s,
                 std::int64_t speed = 100) {
    return {.person = person,
            .kind = WatchKind::Replay,
            .began_ms = 10'000'000,
            .ended_ms = 10'000'000 + wall_s * 1000,
            .position_ms = position_s * 1000,
            .speed_percent = speed};
}
Stays live_stays(const std::vector<WatchSpan>& spans, std::int64_t length_ms) {
    return stays_of(spans, WatchKind::Live, {0, length_ms});
}

TEST(Figures, AnEmptyClassHasZeros) {
    const Stays nobody = live_stays({}, 0);
    EXPECT_EQ(concurrency(nobody, 0).peak, 0);
    EXPECT_TRUE(concurrency(nobody, 0).curve.empty());
    EXPECT_TRUE(mean_by_step(seen_by_second(nobody, 0)).empty());
    EXPECT_EQ(concurrency(nobody, 25'000).curve, (std::vector<std::int64_t>{0, 0, 0}));
    EXPECT_EQ(visits(nobody, 25'000).joins, 0);
    EXPECT_EQ(time_in(nobody), 0);
    EXPECT_EQ(rehearsed_ms({}), 0);
}

TEST(Figures, WhoLeavesWhenAnotherComesIsNotCountedBesideThem) {
    const auto stays = live_stays({live(1, 0, 20), live(2, 20, 40)}, 40'000);
    EXPECT_EQ(concurrency(stays, 40'000).peak, 1);
}

TEST(Figures, ThePeakIsExactAndToldWhereItWasReachedFirst) {
    // For a hundredth of a second three are there.
    std::vector<WatchSpan> spans{live(1, 0, 60), live(2, 0, 60)};
    spans.push_back({.person = 3, .began_ms = 33'330, .ended_ms = 33'340});
    const auto together = concurrency(live_stays(spans, 60'000), 60'000);
    EXPECT_EQ(together.peak, 3);
    EXPECT_EQ(together.peak_at_ms, 33'330);
    EXPECT_EQ(together.curve, (std::vector<std::int64_t>{2, 2, 2, 3, 2, 2}));
}

TEST(Figures, TwoPlayersOfOnePersonCountOnce) {
    const auto stays = live_stays({live(1, 0, 30), live(1, 10, 40)}, 60'000);
    EXPECT_EQ(concurrency(stays, 60'000).peak, 1);
    EXPECT_EQ(time_in(stays), 40'000);
}

TEST(Figures, AReconnectIsNoVisitOfItsOwn) {
    const auto stays = live_stays({live(1, 0, 100), live(1, 129, 200), live(1, 230, 300)}, 600'000);
    const Visits found = visits(stays, 600'000);
    EXPECT_EQ(found.joins, 2) << "29 s are a reconnect, 30 s are not";
    EXPECT_EQ(found.leaves, 2);
    EXPECT_EQ(concurrency(stays, 600'000).curve[11], 0) << "but nobody was there";
}

TEST(Figures, WhoStaysUntilTheEndDoesNotLeave) {
    EXPECT_EQ(visits(live_stays({live(1, 0, 571)}, 600'000), 600'000).leaves, 0);
    EXPECT_EQ(visits(live_stays({live(1, 0, 570)}, 600'000), 600'000).leaves, 1);
}

TEST(Figures, FiveMinutesOrATenthIsAttendance) {
    EXPECT_EQ(least_attendance_ms(3'600'000), 300'000);
    EXPECT_EQ(least_attendance_ms(600'000), 60'000);
    EXPECT_EQ(least_attendance_ms(0), 1);
    const auto stays = live_stays({live(1, 0, 200), live(1, 400, 500), live(2, 0, 299)}, 3'600'000);
    EXPECT_EQ(attendees(stays, 3'600'000).size(), 1u);
}

TEST(Figures, WhatIsRehearsedIsTheClassesTimeAtWhateverSpeed) {
    EXPECT_EQ(rehearsed_ms(std::vector{replay(1, 0, 60, 50), replay(2, 10, 10)}), 40'000);
    const auto plays =
        plays_by_second(std::vector{replay(1, 2, 4, 50), replay(1, 2, 1), replay(2, 3, 9)}, 6'000);
    EXPECT_EQ(plays, (std::vector<std::int64_t>{0, 0, 2, 2, 1, 1}));
}

TEST(Figures, SmallPartsAreNotTold) {
    EXPECT_EQ(told_part(5, 10), 5);
    EXPECT_EQ(told_part(4, 10), std::nullopt);
    EXPECT_EQ(told_part(6, 10), std::nullopt) << "the other four would be told by it";
    EXPECT_EQ(told_part(0, 10), 0);
    EXPECT_EQ(told_part(10, 10), 10);
    EXPECT_EQ(told_part(3, 3), std::nullopt);
}

/// A class of two minutes and spans on a grid of tenths of seconds, counted moment by moment.
class Brute {
  public:
    static constexpr std::int64_t length_ms = 120'000;
    static constexpr std::int64_t tick_ms = 100;

    explicit Brute(const std::vector<WatchSpan>& spans) : spans_(spans) {}

    std::set<std::int64_t> there(std::int64_t at) const {
        std::set<std::int64_t> people;
        for (const WatchSpan& span : spans_) {
            const bool now = span.began_ms <= at && at < span.ended_ms;
            if (span.kind == WatchKind::Live && now) people.insert(span.person);
        }
        return people;
    }
    std::int64_t plays(std::int64_t at) const {
        std::int64_t count = 0;
        for (const WatchSpan& span : spans_) {
            if (span.kind != WatchKind::Replay) continue;
            const std::int64_t media = (span.ended_ms - span.began_ms) * span.speed_percent / 100;
            if (span.position_ms <= at && at < span.position_ms + media) ++count;
        }
        return count;
    }

  private:
    const std::vector<WatchSpan>& spans_;
};

std::vector<WatchSpan> random_spans(std::mt19937& random, int count) {
    const auto tenths = [&](std::int64_t below) {
        return std::uniform_int_distribution<std::int64_t>(0, below)(random) * Brute::tick_ms;
    };
    std::vector<WatchSpan> spans;
    for (int i = 0; i < count; ++i) {
        WatchSpan span;
        span.person = std::uniform_int_distribution<std::int64_t>(1, 25)(random);
        const bool is_replay = random() % 3 == 0;
        span.kind = is_replay ? WatchKind::Replay : WatchKind::Live;
        span.began_ms = tenths(1250);
        span.ended_ms = span.began_ms + tenths(300);
        if (is_replay) span.position_ms = tenths(1200);
        if (is_replay) span.speed_percent = random() % 2 == 0 ? 100 : 50;
        spans.push_back(span);
    }
    return spans;
}

TEST(Figures, OfTenThousandRandomSpansAreThoseOfACountMomentByMoment) {
    std::mt19937 random(20261130);
    for (int round = 0; round < 100; ++round) {
        const auto spans = random_spans(random, 100);
        const Brute brute(spans);
        const Stays stays = live_stays(spans, Brute::length_ms);
        const Concurrency together = concurrency(stays, Brute::length_ms);
        std::map<std::int64_t, std::int64_t> time;
        std::vector<std::int64_t> curve(together.curve.size());
        std::vector<std::int64_t> seen, played;
        std::int64_t peak = 0, peak_at = 0;
        for (std::int64_t at = 0; at < Brute::length_ms; at += Brute::tick_ms) {
            const auto people = brute.there(at);
            const auto now = static_cast<std::int64_t>(people.size());
            for (const std::int64_t person : people) time[person] += Brute::tick_ms;
            auto& most = curve[static_cast<std::size_t>(at / figure_step_ms)];
            most = std::max(most, now);
            if (now > peak) peak_at = at;
            peak = std::max(peak, now);
            if (at % 1000 != 0) continue;
            seen.push_back(now);
            played.push_back(brute.plays(at));
        }
        ASSERT_EQ(together.peak, peak) << round;
        ASSERT_EQ(together.peak_at_ms, peak_at) << round;
        ASSERT_EQ(together.curve, curve) << round;
        ASSERT_EQ(seen_by_second(stays, Brute::length_ms), seen) << round;
        ASSERT_EQ(plays_by_second(spans, Brute::length_ms), played) << round;
        ASSERT_EQ(stays.size(), time.size()) << round;
        for (const auto& [person, stretches] : stays) {
            ASSERT_EQ(time_in(std::span(stretches)), time[person]) << round;
        }
    }
}

}  // namespace
}  // namespace lsl::domain
