#include "shared/domain/guessable.h"

#include <gtest/gtest.h>

#include <string>

namespace lsl::domain {
namespace {

TEST(GuessableTest, PatternsAreFound) {
    for (const std::string pattern :
         {"aaaaaaaa", "abababab", "abcabcabc", "dancedance", "12345678", "87654321", "abcdefgh",
          "11223344", "0123456789abcdef0123456789abcdef", "zyxwvutsrqponm"}) {
        EXPECT_TRUE(is_simple_pattern(pattern)) << pattern;
    }
}

TEST(GuessableTest, WordsAndRandomTextAreNoPattern) {
    for (const std::string good :
         {"", "x", "correct horse", "a long password", "tea for two", "q8Zr2mVx0Lc7Tn4KpW9s",
          "пароль99", "dance-with-ana", "e2e-instructor-token-0123456789abcdef0123456789abcdef"}) {
        EXPECT_FALSE(is_simple_pattern(good)) << good;
    }
}

TEST(GuessableTest, APasswordIsMoreThanWhoseItIs) {
    for (const std::string about : {"Ana.Novak@Example.com", "Ana.Novak1", "ana-novak",
                                    "NovakAna99", "LeanSporty!", "dance2024", "sporty-ana-1"}) {
        EXPECT_TRUE(is_about(about, "ana.novak@example.com", "Ana Novak")) << about;
    }
    for (const std::string good : {"dance-with-ana", "ana likes tea", "correct horse"}) {
        EXPECT_FALSE(is_about(good, "ana.novak@example.com", "Ana Novak")) << good;
    }
    EXPECT_TRUE(is_about("юлия2024", "x@example.com", "юлия"));
    EXPECT_FALSE(is_about("a quiet sea", "a@example.com", "A")) << "single letters are no words";
}

}  // namespace
}  // namespace lsl::domain
