#include "server/services/demo_data.h"

#include <gtest/gtest.h>

#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class DemoDataTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<std::vector<DemoLogin>> fill() {
        return fill_demo(*database, clock, *accounts, *streams, *enrollments);
    }
};

TEST_F(DemoDataTest, FillsAnEmptyDatabaseOnce) {
    const auto logins = fill();
    ASSERT_TRUE(logins) << logins.error().message;
    EXPECT_EQ(logins->size(), 2u);
    const auto lists = streams->list({});
    EXPECT_GE(lists->upcoming_streams.size(), 6u);
    EXPECT_TRUE(fill()->empty());
    EXPECT_EQ(streams->list({})->upcoming_streams.size(), lists->upcoming_streams.size());
    EXPECT_EQ(demo_logins(*database).size(), 2u);
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(DemoDataTest, ItsViewersCanSignInAndOneIsEnrolled) {
    const auto logins = fill().value();
    std::size_t places = 0;
    for (const DemoLogin& login : logins) {
        const auto in = accounts->login({.email = login.email, .password = login.password}, {});
        ASSERT_TRUE(in) << login.email;
        places += enrollments->list(in->session.user.id, {})->enrollments.size();
    }
    EXPECT_EQ(places, 1u);
}

TEST_F(DemoDataTest, LeavesADatabaseInUseAlone) {
    viewer("carla");
    EXPECT_TRUE(fill()->empty());
    EXPECT_TRUE(streams->list({})->upcoming_streams.empty());
    EXPECT_TRUE(demo_logins(*database).empty());
}

}  // namespace
}  // namespace lsl::services
