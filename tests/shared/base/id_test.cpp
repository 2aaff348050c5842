#include "shared/base/id.h"

#include <gtest/gtest.h>

#include <unordered_set>

namespace lsl {
namespace {

TEST(Id, RoundTripsItsText) {
    const std::string text = "01934f5e-7c1a-7b3c-8d2e-0123456789ab";
    const auto id = StreamId::parse(text);
    ASSERT_TRUE(id);
    EXPECT_EQ(id->to_string(), text);
}

TEST(Id, AcceptsUpperCaseAndWritesLowerCase) {
    const auto id = StreamId::parse("01934F5E-7C1A-7B3C-8D2E-0123456789AB");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->to_string(), "01934f5e-7c1a-7b3c-8d2e-0123456789ab");
}

TEST(Id, RefusesEverythingElse) {
    for (const char* text :
         {"", "1", "01934f5e7c1a7b3c8d2e0123456789ab", "01934f5e-7c1a-7b3c-8d2e-0123456789a",
          "01934f5e-7c1a-7b3c-8d2e-0123456789abc", "01934f5e-7c1a-7b3c-8d2e_0123456789ab",
          "g1934f5e-7c1a-7b3c-8d2e-0123456789ab", "0-934f5e-7c1a-7b3c-8d2e-0123456789ab"}) {
        EXPECT_FALSE(StreamId::parse(text)) << text;
    }
}

TEST(Id, CanBeAKey) {
    std::unordered_set<StreamId> ids;
    ids.insert(*StreamId::parse("01934f5e-7c1a-7b3c-8d2e-0123456789ab"));
    ids.insert(*StreamId::parse("01934f5e-7c1a-7b3c-8d2e-0123456789ac"));
    ids.insert(*StreamId::parse("01934f5e-7c1a-7b3c-8d2e-0123456789ab"));
    EXPECT_EQ(ids.size(), 2u);
}

}  // namespace
}  // namespace lsl
