#include "shared/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace lsl {
namespace {

Result<int> parse_digit(char c) {
    if (c < '0' || c > '9') return invalid_field("digit", "This is not a digit.");
    return c - '0';
}

Result<int> sum(char a, char b) {
    const int first = LSL_TRY(parse_digit(a));
    const int second = LSL_TRY(parse_digit(b));
    return first + second;
}

TEST(Result, TryYieldsTheValueOrReturnsTheError) {
    EXPECT_EQ(sum('2', '3').value(), 5);
    const auto failed = sum('2', 'x');
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().field, "digit");
    EXPECT_EQ(failed.error().word, "invalid_digit");
}

TEST(Result, CarriesWhatCanOnlyBeMoved) {
    Result<std::unique_ptr<int>> owner(std::make_unique<int>(7));
    const std::unique_ptr<int> taken = std::move(owner).value();
    EXPECT_EQ(*taken, 7);
}

TEST(Result, WithoutValueIsSuccessByDefault) {
    EXPECT_TRUE(Result<void>());
    EXPECT_FALSE(Result<void>(not_found("Nothing here.")));
}

TEST(Result, ReadingAMissingValueEndsTheProgram) {
    EXPECT_DEATH((void)parse_digit('x').value(), "");
}

}  // namespace
}  // namespace lsl
