#include "server/services/jobs/due_queue.h"

#include <gtest/gtest.h>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using store::DueRow;
using store::DueStore;

class DueQueueTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    void put(std::string kind, std::string key, std::chrono::seconds in) {
        const DueRow row{.kind = std::move(kind),
                         .key = std::move(key),
                         .at = clock.utc() + in,
                         .payload = "{}"};
        ASSERT_TRUE(database->write([&](store::Connection& tx) { return DueStore(tx).put(row); }));
    }
    Result<void> run(const DueRow& row) {
        done_.push_back(row.kind + " " + row.key);
        if (fails_ > 0 && fails_-- > 0) return internal_error("not yet");
        return {};
    }
    DueQueue queue() {
        const auto work = [this](const DueRow& row) { return run(row); };
        return DueQueue(*database, clock,
                        {{"remind", {.grace = 5min, .run = work}},
                         {"refund", {.grace = std::nullopt, .run = work}}});
    }
    std::vector<std::string> take() { return std::exchange(done_, {}); }

    std::vector<std::string> done_;
    int fails_ = 0;
};

using Done = std::vector<std::string>;

TEST_F(DueQueueTest, WorkIsDoneAtItsTimeAndOnce) {
    DueQueue due = queue();
    put("refund", "b", 20s);
    put("remind", "a", 10s);
    due.look();
    EXPECT_EQ(take(), Done{});
    clock.advance(20s);
    due.look();
    EXPECT_EQ(take(), (Done{"remind a", "refund b"}));
    due.look();
    EXPECT_EQ(take(), Done{});
}

TEST_F(DueQueueTest, PuttingAgainMovesAndRemovingTakesBack) {
    DueQueue due = queue();
    put("remind", "a", 10s);
    put("remind", "a", 60s);
    put("remind", "b", 10s);
    ASSERT_TRUE(
        database->write([](store::Connection& tx) { return DueStore(tx).remove("remind", "b"); }));
    clock.advance(10s);
    due.look();
    EXPECT_EQ(take(), Done{});
    clock.advance(50s);
    due.look();
    EXPECT_EQ(take(), Done{"remind a"});
}

TEST_F(DueQueueTest, AfterADowntimeOnlyWhatIsStillOfUseIsDone) {
    put("remind", "late", 10s);
    put("refund", "late", 10s);
    clock.advance(1h);
    put("remind", "fresh", -60s);
    reopen();
    DueQueue due = queue();
    due.look();
    EXPECT_EQ(take(), (Done{"refund late", "remind fresh"}));
    EXPECT_EQ(due.too_late_count(), 1u);
    due.look();
    EXPECT_EQ(take(), Done{});
}

TEST_F(DueQueueTest, WhatFailsIsTriedAgainLaterAndLater) {
    DueQueue due = queue();
    put("refund", "a", 0s);
    fails_ = 2;
    due.look();
    due.look();
    EXPECT_EQ(take().size(), 1u);
    clock.advance(1min);
    due.look();
    EXPECT_EQ(take().size(), 1u);
    clock.advance(1min);
    due.look();
    EXPECT_EQ(take(), Done{}) << "twice the pause";
    clock.advance(1min);
    due.look();
    EXPECT_EQ(take(), Done{"refund a"});
    clock.advance(24h);
    due.look();
    EXPECT_EQ(take(), Done{});
}

TEST_F(DueQueueTest, WhatTheWorkPutsInItsOwnPlaceStays) {
    DueQueue due(*database, clock,
                 {{"sweep", {.grace = std::nullopt, .run = [&](const DueRow& row) {
                                 done_.push_back("sweep");
                                 put("sweep", row.key, 3600s);
                                 return Result<void>();
                             }}}});
    put("sweep", "", 0s);
    due.look();
    due.look();
    EXPECT_EQ(take(), Done{"sweep"});
    clock.advance(1h);
    due.look();
    EXPECT_EQ(take(), Done{"sweep"});
}

TEST_F(DueQueueTest, WorkOfANewerVersionWaits) {
    put("something new", "a", 0s);
    DueQueue due = queue();
    due.look();
    EXPECT_TRUE(
        database
            ->read([](store::Connection& r) { return DueStore(r).contains("something new", "a"); })
            .value());
}

}  // namespace
}  // namespace lsl::services
