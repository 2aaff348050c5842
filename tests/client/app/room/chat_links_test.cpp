#include "client/model/room/chat_links.h"

#include <gtest/gtest.h>

namespace lsl::model {
namespace {

using Links = std::vector<std::string>;

TEST(ChatLinks, AreAddressesWithoutWhatEndsTheSentence) {
    EXPECT_EQ(links_in("see https://example.com/a?b=1#c, and (http://example.org)."),
              (Links{"https://example.com/a?b=1#c", "http://example.org"}));
    EXPECT_EQ(links_in("https://example.com https://example.com"), Links{"https://example.com"});
    EXPECT_EQ(links_in("no address, example.com neither"), Links{});
    EXPECT_EQ(links_in(""), Links{});
}

TEST(ChatLinks, OfWhatWouldMisleadAreNone) {
    EXPECT_EQ(links_in("javascript:alert(1)"), Links{});
    EXPECT_EQ(links_in("https://ex\u0430mple.com"), Links{}) << "a Cyrillic a";
    EXPECT_EQ(links_in("https://bank.example@evil.example/"), Links{});
    EXPECT_EQ(links_in("https://"), Links{});
    EXPECT_EQ(links_in("https://localhost"), Links{});
}

TEST(ChatLinks, AreThreeAtMost) {
    EXPECT_EQ(links_in("https://a.io https://b.io https://c.io https://d.io").size(), 3u);
}

}  // namespace
}  // namespace lsl::model
