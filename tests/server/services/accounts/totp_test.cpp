// Codes of apps against the vectors of RFC 6238, and what keeps their secrets.
#include "server/services/accounts/factors/totp.h"

#include <gtest/gtest.h>

#include <string>

#include "server/services/accounts/factors/secret_box.h"

namespace lsl::services {
namespace {

const std::string totp_secret = "12345678901234567890";

UtcTime at_second(std::int64_t second) { return UtcTime(std::chrono::seconds(second)); }

TEST(Totp, CodesAreThoseOfTheStandard) {
    // RFC 6238 appendix B, the last six of its eight digits.
    const std::pair<std::int64_t, const char*> vectors[] = {
        {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [second, code] : vectors) {
        EXPECT_EQ(totp_code(totp_secret, totp_step(at_second(second))), code) << second;
    }
}

TEST(Totp, ACodeIsGoodForItsStepAndTheOnesBesideIt) {
    EXPECT_EQ(step_of_code(totp_secret, "287082", at_second(59)), 1);
    EXPECT_EQ(step_of_code(totp_secret, "287082", at_second(0)), 1);
    EXPECT_EQ(step_of_code(totp_secret, "287082", at_second(89)), 1);
    EXPECT_FALSE(step_of_code(totp_secret, "287082", at_second(90)));
    EXPECT_FALSE(step_of_code(totp_secret, "287083", at_second(59)));
    EXPECT_FALSE(step_of_code(totp_secret, "", at_second(59)));
}

TEST(Totp, Base32IsThatOfTheStandard) {
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(to_base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(to_base32(""), "");
}

TEST(SecretBox, OpensWhatItClosedAndNothingElse) {
    const SecretBox box("a key of some length");
    const std::string sealed = box.seal("secret");
    EXPECT_EQ(sealed.find("secret"), sealed.npos);
    EXPECT_EQ(box.open(sealed), "secret");
    EXPECT_NE(box.seal("secret"), sealed);
    EXPECT_FALSE(SecretBox("another key").open(sealed));
    std::string changed = sealed;
    changed[40] = changed[40] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(box.open(changed));
    EXPECT_FALSE(box.open(""));
    EXPECT_FALSE(SecretBox("").usable());
    EXPECT_EQ(SecretBox("").seal("secret"), "");
}

}  // namespace
}  // namespace lsl::services
