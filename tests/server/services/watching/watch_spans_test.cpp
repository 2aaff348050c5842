#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/services/figures/unlinking.h"
#include "server/services/watching/live_spans.h"
#include "server/services/watching/reported_spans.h"
#include "server/store/classes/watch_spans_store.h"
#include "tests/server/services/local_studio.h"

// Who writes down who watched what, and what a player may claim.

namespace lsl::services {
namespace {

using domain::WatchKind;
using domain::WatchSpan;
using std::chrono::seconds;

class WatchSpansTest : public lsl::testing::LocalStudio {
  protected:
    std::vector<WatchSpan> spans_of(const domain::StudioClass& salsa) {
        database->flush();
        return database
            ->read([&](store::Connection& reader) {
                return store::WatchSpansStore(reader).of_stream(salsa.stream.id);
            })
            .value();
    }
    void came(const domain::StudioClass& salsa, UserId user, const std::string& session) {
        report(
            media::MediaEvent(media::ViewerReceiving{room_of(salsa), session, user.to_string()}));
    }
    void left(const domain::StudioClass& salsa, UserId user, const std::string& session) {
        report(media::MediaEvent(media::ViewerGone{room_of(salsa), session, user.to_string()}));
    }
    UserId enrolled(const domain::StudioClass& salsa, const std::string& name = "ana") {
        const UserId user = viewer(name);
        EXPECT_TRUE(enrollments->enroll(user, id(salsa), ""));
        return user;
    }
    /// A class of ten minutes with a replay, and somebody with a place.
    domain::StudioClass with_replay(UserId& user) {
        const auto salsa = started();
        user = enrolled(salsa);
        clock.advance(std::chrono::minutes(10));
        EXPECT_TRUE(streams->end(id(salsa)));
        make_replay(salsa.stream.id);
        return row(salsa.stream.id);
    }
    std::string say(UserId user, const domain::StudioClass& salsa,
                    const api::ReportWatching::Request& said) {
        const auto told = attendance->report_watching(user, id(salsa), said);
        return told ? "ok" : told.error().word;
    }
    static api::ReportWatching::Request at(std::int64_t position_ms, std::int64_t speed = 100) {
        return {.span = "span-1", .positionMs = position_ms, .speedPercent = speed, .playing = {}};
    }
};

TEST_F(WatchSpansTest, OfALiveClassAreWhatTheMediaEngineSays) {
    const auto salsa = started();
    const UserId ana = enrolled(salsa);
    clock.advance(seconds(60));
    came(salsa, ana, "s1");
    came(salsa, ana, "s1");
    clock.advance(seconds(90));
    left(salsa, ana, "s1");
    left(salsa, ana, "never-came");
    const auto kept = spans_of(salsa);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].kind, WatchKind::Live);
    EXPECT_EQ(kept[0].began_ms, 60'000);
    EXPECT_EQ(kept[0].ended_ms, 150'000);
}

TEST_F(WatchSpansTest, GoOnWhileSomebodyWatchesAndEndWhereTheProcessDid) {
    const auto salsa = started();
    const UserId ana = enrolled(salsa);
    came(salsa, ana, "s1");
    clock.advance(seconds(20));
    reports->refresh();
    EXPECT_EQ(spans_of(salsa).at(0).ended_ms, 20'000);
    clock.advance(seconds(5));
    reports->refresh();
    EXPECT_EQ(spans_of(salsa).at(0).ended_ms, 20'000) << "not each second";
    // Another process begins, which knows nothing of the session.
    LiveSpans next(*database, clock);
    ASSERT_TRUE(next.close_former());
    clock.advance(seconds(100));
    const auto other = enrolled(salsa, "ben");
    next.came(salsa, other, "s2");
    clock.advance(seconds(20));
    next.refresh();
    const auto kept = spans_of(salsa);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].ended_ms + kept[1].ended_ms, 20'000 + 145'000);
}

TEST_F(WatchSpansTest, OfStaffAreNotKept) {
    const auto salsa = started();
    LiveSpans counted(*database, clock);
    counted.came(salsa, staff().user, "s1");
    EXPECT_TRUE(spans_of(salsa).empty());
}

TEST_F(WatchSpansTest, OfAReplayGrowByTheClockAlone) {
    UserId ana;
    const auto salsa = with_replay(ana);
    EXPECT_EQ(say(ana, salsa, at(0)), "ok");
    clock.advance(seconds(30));
    EXPECT_EQ(say(ana, salsa, at(30'000)), "ok");
    clock.advance(seconds(30));
    EXPECT_EQ(say(ana, salsa, at(61'000)), "ok");
    auto kept = spans_of(salsa);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].kind, WatchKind::Replay);
    EXPECT_EQ(kept[0].ended_ms - kept[0].began_ms, 60'000);
    // Ten minutes in thirty seconds: nobody can have seen that.
    clock.advance(seconds(30));
    EXPECT_EQ(say(ana, salsa, at(590'000)), "ok");
    kept = spans_of(salsa);
    ASSERT_EQ(kept.size(), 2u) << "a new one begins there";
    EXPECT_EQ(kept[0].ended_ms - kept[0].began_ms, 60'000);
    EXPECT_EQ(kept[1].ended_ms - kept[1].began_ms, 0);
}

TEST_F(WatchSpansTest, AfterALongSilenceAPlayerHasBeenAway) {
    UserId ana;
    const auto salsa = with_replay(ana);
    EXPECT_EQ(say(ana, salsa, at(0)), "ok");
    clock.advance(seconds(46));
    EXPECT_EQ(say(ana, salsa, at(46'000)), "ok");
    EXPECT_EQ(spans_of(salsa).size(), 2u);
}

TEST_F(WatchSpansTest, SlowPlayingCoversLessOfTheClass) {
    UserId ana;
    const auto salsa = with_replay(ana);
    EXPECT_EQ(say(ana, salsa, at(10'000, 50)), "ok");
    clock.advance(seconds(30));
    EXPECT_EQ(say(ana, salsa, at(25'000, 50)), "ok");
    const auto kept = spans_of(salsa);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(domain::rehearsed_ms(kept), 15'000);
}

TEST_F(WatchSpansTest, WhatNoPlayerSaysIsRefused) {
    UserId ana;
    const auto salsa = with_replay(ana);
    EXPECT_EQ(say(ana, salsa, at(-1)), "invalid_position");
    EXPECT_EQ(say(ana, salsa, at(86'400'001)), "invalid_position");
    EXPECT_EQ(say(ana, salsa, at(0, 1000)), "invalid_speed");
    EXPECT_EQ(say(ana, salsa, {.span = "a b", .positionMs = 0, .speedPercent = {}, .playing = {}}),
              "invalid_span");
    EXPECT_EQ(
        say(ana, salsa,
            {.span = std::string(65, 'a'), .positionMs = 0, .speedPercent = {}, .playing = {}}),
        "invalid_span");
    EXPECT_EQ(say(ana, salsa, at(700'000)), "ok") << "beyond the end: heard, not counted";
    EXPECT_EQ(say(ana, salsa, {}), "ok") << "older players say nothing of themselves";
    EXPECT_TRUE(spans_of(salsa).empty());
}

TEST_F(WatchSpansTest, APersonHasSoManyAndNoMore) {
    UserId ana;
    const auto salsa = with_replay(ana);
    const auto said = database->write([&](store::Connection& tx) -> Result<void> {
        const auto seat = LSL_TRY(WatchRights::seat_in(tx, ana, salsa));
        for (std::int64_t i = 0; i < most_spans_of_a_person + 5; ++i) {
            const api::ReportWatching::Request one{.span = "s" + std::to_string(i),
                                                   .positionMs = 0,
                                                   .speedPercent = {},
                                                   .playing = {}};
            LSL_TRY(note_reported_span(tx, seat, ana, domain::Watch::Replay, one, clock.utc()));
        }
        return {};
    });
    ASSERT_TRUE(said);
    EXPECT_EQ(static_cast<std::int64_t>(spans_of(salsa).size()), most_spans_of_a_person);
}

TEST_F(WatchSpansTest, AfterThirteenMonthsNobodyKnowsWhoItWas) {
    UserId ana;
    const auto salsa = with_replay(ana);
    EXPECT_EQ(say(ana, salsa, at(0)), "ok");
    const auto people = [&] {
        return database
            ->read([&](store::Connection& reader) {
                return store::WatchSpansStore(reader).people(salsa.stream.id);
            })
            .value();
    };
    const DueKind kind = unlinking_watchers(*database, clock);
    ASSERT_TRUE(kind.run({}));
    EXPECT_EQ(people().at(0).user_id, ana);
    clock.advance(watchers_known + std::chrono::days(1));
    ASSERT_TRUE(kind.run({}));
    EXPECT_EQ(people().at(0).user_id, std::nullopt);
    EXPECT_EQ(spans_of(salsa).size(), 1u) << "the numbers stay";
}

}  // namespace
}  // namespace lsl::services
