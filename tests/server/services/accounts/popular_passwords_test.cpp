#include "server/services/accounts/passwords/popular_passwords.h"

#include <gtest/gtest.h>

#include <string>

namespace lsl::services {
namespace {

TEST(PopularPasswordsTest, TheCommonestAreKnownWhateverTheirCase) {
    for (const char* common : {"password", "PASSWORD", "12345678", "Qwertyuiop", "football",
                               "trustno1", "passw0rd", "baseball", "iloveyou2"}) {
        EXPECT_TRUE(is_popular_password(common)) << common;
    }
}

TEST(PopularPasswordsTest, OthersAreNot) {
    for (const std::string other :
         {"", "correct horse", "a long password", "dance-with-ana", "пароль99", "password "}) {
        EXPECT_FALSE(is_popular_password(other)) << other;
    }
    for (int i = 0; i < 100'000; ++i) {
        EXPECT_FALSE(is_popular_password("a good one " + std::to_string(i)));
    }
}

}  // namespace
}  // namespace lsl::services
