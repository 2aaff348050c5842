#include "shared/domain/account.h"

#include <gtest/gtest.h>

namespace lsl::domain {
namespace {

TEST(Email, AcceptsOrdinaryAddresses) {
    for (const char* email : {"ana@example.com", " Ana.B+x@sub.example.co ", "a@localhost"}) {
        EXPECT_TRUE(check_email(email)) << email;
    }
}

TEST(Email, RefusesOthersWithTheField) {
    for (const char* email : {"", "ana", "@example.com", "ana@", "a@b@c", "a b@example.com",
                              "ana@example..com", "ana@.com", "<a@example.com>", "a@b.com\n.x"}) {
        const auto checked = check_email(email);
        ASSERT_FALSE(checked) << email;
        EXPECT_EQ(checked.error().field, "email");
    }
    EXPECT_FALSE(check_email(std::string(250, 'a') + "@b.de"));
}

TEST(Password, NeedsEightCharactersOfAnyKind) {
    EXPECT_FALSE(check_password("1234567"));
    EXPECT_TRUE(check_password("12345678"));
    EXPECT_TRUE(check_password("пароль99"));
    EXPECT_TRUE(check_password(std::string(256, 'x')));
    EXPECT_EQ(check_password(std::string(257, 'x')).error().field, "password");
}

TEST(DisplayName, NeedsSomethingToShow) {
    EXPECT_TRUE(check_display_name("Ana 💃"));
    EXPECT_FALSE(check_display_name("  "));
    EXPECT_FALSE(check_display_name("a\nb"));
}

}  // namespace
}  // namespace lsl::domain
