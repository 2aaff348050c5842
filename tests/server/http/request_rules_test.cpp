#include "server/http/edge/request_rules.h"

#include <gtest/gtest.h>

namespace lsl::http {
namespace {

TEST(BrokenCharacters, AreHalvesOfCharacters) {
    for (const char* json :
         {R"("\ud83d")", R"("\ud83d and more")", R"("\udc83")", R"("\ud83d\ud83d")",
          R"("\uD83D\n")", "\"\xED\xA0\x80\"", "\"\xff\""}) {
        EXPECT_TRUE(has_broken_characters(json)) << json;
    }
    for (const char* json :
         {"", R"("\ud83d\udc83")", R"("\\ud83d")", R"("\u00e4\n\"")", R"("\u12)", "\"💃\"", "\\"}) {
        EXPECT_FALSE(has_broken_characters(json)) << json;
    }
}

}  // namespace
}  // namespace lsl::http
