#include "server/services/events/live_changes.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/server/store/store_rows.h"

namespace lsl::services {
namespace {

using lsl::testing::id_number;

TEST(LiveChanges, EachIsTakenOnce) {
    LiveChanges changes;
    const auto salsa = id_number<StreamId>(1);
    changes.figures_changed(salsa);
    changes.figures_changed(salsa);
    changes.statistics_changed(salsa);
    EXPECT_EQ(changes.take(), (std::set<Subject>{{Subject::Kind::Class, salsa, {}},
                                                 {Subject::Kind::Statistics, salsa, {}}}));
    EXPECT_TRUE(changes.take().empty());
}

TEST(LiveChanges, WhoWaitsIsWokenByAChangeOrByACall) {
    LiveChanges changes;
    auto heard = std::async(std::launch::async, [&] { changes.wait(); });
    changes.figures_changed(id_number<StreamId>(1));
    EXPECT_EQ(heard.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    changes.take();
    auto called = std::async(std::launch::async, [&] { changes.wait(); });
    changes.wake();
    EXPECT_EQ(called.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

}  // namespace
}  // namespace lsl::services
