#include "server/config/secrets.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/server/temporary_folder.h"

namespace lsl::config {
namespace {

using std::filesystem::perms;

TEST(SecretsTest, MissingOnesAreMadeAndKeptForTheOwnerAlone) {
    const testing::TemporaryFolder folder;
    Settings settings;
    settings.data_dir = folder.path() / "data";
    ASSERT_TRUE(complete_secrets(settings));
    EXPECT_GE(settings.instructor_access_token.size(), 43u);
    EXPECT_FALSE(is_weak_secret(settings.cron_secret));
    EXPECT_NE(settings.instructor_access_token, settings.cron_secret);
    for (const char* name : {"instructor-access-token", "cron-secret"}) {
        const auto status = std::filesystem::status(settings.data_dir / name);
        EXPECT_EQ(status.permissions(), perms::owner_read | perms::owner_write) << name;
    }
    EXPECT_EQ(std::filesystem::status(settings.data_dir).permissions(), perms::owner_all);

    Settings again;
    again.data_dir = settings.data_dir;
    ASSERT_TRUE(complete_secrets(again));
    EXPECT_EQ(again.instructor_access_token, settings.instructor_access_token);
    EXPECT_EQ(again.cron_secret, settings.cron_secret);
}

TEST(SecretsTest, GivenOnesAreUsedAndNotWrittenDown) {
    const testing::TemporaryFolder folder;
    Settings settings;
    settings.data_dir = folder.path() / "data";
    settings.instructor_access_token = "given";
    settings.cron_secret = "also given";
    settings.secrets_key = "given, too";
    ASSERT_TRUE(complete_secrets(settings));
    EXPECT_EQ(settings.instructor_access_token, "given");
    EXPECT_TRUE(std::filesystem::is_empty(settings.data_dir));
}

TEST(SecretsTest, AFolderThatCannotBeUsedIsOneSentence) {
    const testing::TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    Settings settings;
    settings.data_dir = folder.path() / "file";
    const auto complete = complete_secrets(settings);
    ASSERT_FALSE(complete);
    EXPECT_EQ(complete.error().message.rfind("DATA_DIR: ", 0), 0u) << complete.error().message;
}

}  // namespace
}  // namespace lsl::config
