// What lists cost: as many statements for many rows as for one.

#include <gtest/gtest.h>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class ListStatements : public ::testing::Test {
  protected:
    /// How many statements `list` runs.
    template <class List>
    std::size_t cost(List list) {
        return studio.statements_of([&] { EXPECT_TRUE(list()); }).size();
    }

    testing::Studio studio;
};

TEST_F(ListStatements, OfTheStudioDoNotGrowWithItsClasses) {
    studio.create();
    const auto list = [&] { return studio.streams->list_for_instructor({}); };
    const std::size_t of_one = cost(list);
    EXPECT_GT(of_one, 0u);
    for (int i = 0; i < 30; ++i) studio.create();
    EXPECT_EQ(list().value().streams.size(), 31u);
    EXPECT_EQ(cost(list), of_one);
}

TEST_F(ListStatements, OfAViewerDoNotGrowWithTheirPlaces) {
    const UserId ana = studio.viewer();
    const auto enroll = [&] {
        ASSERT_TRUE(studio.enrollments->enroll(ana, studio.id(studio.create(0)), ""));
    };
    const auto list = [&] { return studio.enrollments->list(ana, {}); };
    enroll();
    const std::size_t of_one = cost(list);
    EXPECT_GT(of_one, 0u);
    for (int i = 0; i < 30; ++i) enroll();
    EXPECT_EQ(list().value().enrollments.size(), 31u);
    EXPECT_EQ(cost(list), of_one);
}

TEST_F(ListStatements, OfVisitorsDoNotGrowWithTheClasses) {
    studio.create();
    const auto list = [&] { return studio.streams->list({}); };
    const std::size_t of_one = cost(list);
    for (int i = 0; i < 30; ++i) studio.create();
    EXPECT_EQ(list().value().upcoming_streams.size(), 31u);
    EXPECT_EQ(cost(list), of_one);
}

}  // namespace
}  // namespace lsl::services
