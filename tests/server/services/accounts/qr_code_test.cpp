#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "server/services/accounts/factors/qr_code.h"

namespace lsl::services {
namespace {

using Rows = std::vector<std::string>;

/// The sign in three of a code's corners, by which cameras find it (ISO/IEC 18004 6.3.3).
constexpr std::array<const char*, 7> finder = {"1111111", "1000001", "1011101", "1011101",
                                               "1011101", "1000001", "1111111"};

bool finder_at(const Rows& rows, std::size_t x, std::size_t y) {
    for (std::size_t i = 0; i < finder.size(); ++i) {
        if (rows[y + i].substr(x, finder.size()) != finder[i]) return false;
    }
    return true;
}

TEST(QrCode, IsASquareWithItsThreeCorners) {
    const Rows rows = qr_code(
        "otpauth://totp/studio.example:mia%40example.com?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        "&issuer=studio.example");
    // Sides have 21 modules and four more with each version.
    ASSERT_GE(rows.size(), 21u);
    EXPECT_EQ(rows.size() % 4, 1u);
    for (const std::string& row : rows) {
        EXPECT_EQ(row.size(), rows.size());
        EXPECT_EQ(row.find_first_not_of("01"), std::string::npos);
    }
    const std::size_t far = rows.size() - finder.size();
    EXPECT_TRUE(finder_at(rows, 0, 0));
    EXPECT_TRUE(finder_at(rows, far, 0));
    EXPECT_TRUE(finder_at(rows, 0, far));
    EXPECT_FALSE(finder_at(rows, far, far));
}

TEST(QrCode, SaysWhatItIsGiven) {
    EXPECT_EQ(qr_code("abc"), qr_code("abc"));
    EXPECT_NE(qr_code("abc"), qr_code("abd"));
}

TEST(QrCode, OfMoreThanOneHoldsIsNone) { EXPECT_TRUE(qr_code(std::string(4000, 'x')).empty()); }

}  // namespace
}  // namespace lsl::services
