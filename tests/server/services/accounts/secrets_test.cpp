#include "server/services/accounts/secrets.h"

#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace lsl::services {
namespace {

TEST(Secrets, BeginWithALetterSoThatNoCommandLineTakesThemForAnOption) {
    std::set<std::string> seen;
    for (int i = 0; i < 2'000; ++i) {
        const std::string secret = random_secret();
        EXPECT_EQ(secret.size(), 43u);
        EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(secret.front()))) << secret;
        seen.insert(secret);
    }
    EXPECT_EQ(seen.size(), 2'000u);
}

}  // namespace
}  // namespace lsl::services
