#include "server/services/classes/demo_data.h"

#include <gtest/gtest.h>

#include "server/services/classes/workouts.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

class DemoDataTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    Result<std::vector<DemoLogin>> fill(DemoPasswords kind = DemoPasswords::Known) {
        std::filesystem::create_directories(recordings);
        return fill_demo({*database, clock, *accounts, *streams, *enrollments, recordings}, kind);
    }
    const std::filesystem::path recordings = folder.path() / "recordings";

    bool lets_in(const DemoLogin& login) {
        return accounts->login({.email = login.email, .password = login.password}, {}).has_value();
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
    EXPECT_EQ(places, 2u);
}

TEST_F(DemoDataTest, AClassOfYesterdayHasAReplayAndTheCatalogueAWorkout) {
    const auto logins = fill();
    ASSERT_TRUE(logins) << logins.error().message;
    const auto lists = streams->list({});
    ASSERT_EQ(lists->replay_streams.size(), 1u);
    const wire::PublicStream& replay = lists->replay_streams.front();
    EXPECT_TRUE(replay.recording.available);
    EXPECT_EQ(replay.stream.status, domain::StreamStatus::Ended);
    EXPECT_EQ(Workouts(*database).list({}, "")->workouts.size(), 1u);
    std::size_t films = 0;
    for (const auto& entry : std::filesystem::directory_iterator(recordings)) {
        EXPECT_EQ(entry.path().extension(), ".webm");
        EXPECT_GT(entry.file_size(), 50'000u);
        ++films;
    }
    EXPECT_EQ(films, 2u);
}

TEST_F(DemoDataTest, WhereOthersComeItsPasswordsAreNotThoseInTheSource) {
    const auto logins = fill(DemoPasswords::Random).value();
    for (const DemoLogin& login : logins) {
        EXPECT_EQ(login.password.size(), 43u);
        EXPECT_TRUE(lets_in(login));
    }
    EXPECT_FALSE(lets_in({"ana@example.com", "dance-with-ana"}));
    EXPECT_EQ(demo_logins(*database)[0].password, logins[0].password) << "printed at later starts";
}

TEST_F(DemoDataTest, ADataFolderThatIsShownToOthersLaterGetsNewPasswords) {
    const auto logins = fill().value();
    const auto in = accounts->login({.email = logins[0].email, .password = logins[0].password}, {});
    ASSERT_TRUE(in);
    ASSERT_TRUE(close_known_demo_logins(*database, clock, passwords));
    EXPECT_FALSE(lets_in(logins[0]));
    EXPECT_FALSE(lets_in(logins[1]));
    EXPECT_FALSE(accounts->person_of(in->session_token)) << "who was in has to come back";
    const auto changed = demo_logins(*database);
    EXPECT_TRUE(lets_in(changed[0]));
    ASSERT_TRUE(close_known_demo_logins(*database, clock, passwords));
    EXPECT_EQ(demo_logins(*database)[0].password, changed[0].password) << "changed once";
}

TEST_F(DemoDataTest, LeavesADatabaseInUseAlone) {
    viewer("carla");
    EXPECT_TRUE(fill()->empty());
    EXPECT_TRUE(streams->list({})->upcoming_streams.empty());
    EXPECT_TRUE(demo_logins(*database).empty());
}

}  // namespace
}  // namespace lsl::services
