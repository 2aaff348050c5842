#include "server/services/chat/message_text.h"

#include <gtest/gtest.h>

#include "server/services/chat/blocked_words.h"

namespace lsl::services {
namespace {

std::string kept(std::string_view typed) {
    const auto text = message_text(typed);
    return text ? *text : "refused: " + text.error().word;
}

std::string times(std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
}

TEST(MessageText, IsKeptAsItWasTyped) {
    EXPECT_EQ(kept("Hello  there, ¡hola!  "), "Hello  there, ¡hola!  ");
    EXPECT_EQ(kept("مرحباً بالجميع"), "مرحباً بالجميع");
    EXPECT_EQ(kept("नमस्ते ज़िंदगी"), kept(kept("नमस्ते ज़िंदगी")));
    EXPECT_EQ(kept("می\u200Cخواهم"), "می\u200Cخواهم") << "Persian needs its joiners";
    EXPECT_EQ(kept("👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️‍🔥1️⃣"),
              "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️‍🔥1️⃣");
    EXPECT_EQ(kept("<b>&amp;</b>"), "<b>&amp;</b>") << "it is text, and nothing else";
}

TEST(MessageText, IsOneFormOfEachLetter) { EXPECT_EQ(kept("Cafe\u0301"), "Caf\u00E9"); }

TEST(MessageText, HasNoControls) {
    EXPECT_EQ(kept("a\x01\x1b[31mb\x7f\u0085c"), "a[31mb c");
    EXPECT_EQ(kept("one\r\ntwo\nthree\tfour"), "one two three four");
    EXPECT_EQ(kept(std::string_view("a\0b", 3)), "ab");
    EXPECT_EQ(kept("a\u202Eevil\u202C\u2066b\u2069\u200E\u200F\u061C"), "aevilb");
    EXPECT_EQ(kept("a\uFEFF\uFFF9\uFFFB\uFFFE\U0001FFFFb"), "ab");
    EXPECT_EQ(kept("hidden\U000E0041\U000E0042"), "hidden") << "tags spell words nobody sees";
    EXPECT_EQ(kept("🏴\U000E0041"), "🏴") << "a flag that does not end is none";
}

TEST(MessageText, ThatNobodyCouldSeeIsEmpty) {
    for (const char* text : {"", " ", "\n\t", "\u200B\u200D", "\u3164", "\u2800\u00A0", "\x01\x02",
                             "\u202E\u202C", "\uFE0F", "\u034F"}) {
        EXPECT_EQ(kept(text), "refused: message_empty") << text;
    }
    const auto refused = message_text("");
    EXPECT_EQ(refused.error().field, "message");
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
}

TEST(MessageText, ThatIsNoTextIsRefused) {
    for (const char* text :
         {"\xff", "a\xC3", "\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "ok\x80"}) {
        EXPECT_EQ(kept(text), "refused: message_unprintable");
    }
}

TEST(MessageText, HasThreeHundredCharactersAsPeopleCount) {
    EXPECT_EQ(kept(times("a", 300)), times("a", 300));
    EXPECT_EQ(kept(times("a", 301)), "refused: message_too_long");
    EXPECT_EQ(kept(times("👍", 300)), times("👍", 300)) << "1,200 bytes";
    EXPECT_EQ(kept(times("e\u0301", 300)), times("é", 300));
    EXPECT_EQ(kept(times("ệ", 300)), times("ệ", 300));
    EXPECT_EQ(count_graphemes("👩‍👩‍👧‍👦 é"), 3u);
}

TEST(MessageText, HasTwoThousandAndFortyEightBytes) {
    const std::string family = "👩‍👩‍👧‍👦";  // 25 bytes, one character
    EXPECT_EQ(kept(times(family, 81)), times(family, 81));
    EXPECT_EQ(kept(times(family, 82)), "refused: message_too_long");
    EXPECT_EQ(kept(std::string(1 << 20, 'a')), "refused: message_too_long");
    EXPECT_EQ(kept(std::string(100'000, '\x01') + "a"), "a") << "it counts what is kept";
}

TEST(MessageText, HasNoMoreMarksOnALetterThanAScriptNeeds) {
    EXPECT_EQ(kept("a" + times("\u0316", 2)), "a" + times("\u0316", 2));
    EXPECT_EQ(kept("x\u0301\u0316\u0308"), "refused: message_marks");
    EXPECT_EQ(kept("Z" + times("\u0335", 40) + "algo"), "refused: message_marks");
    EXPECT_EQ(kept("ب" + times("\u064E", 5)), "refused: message_marks");
    EXPECT_EQ(kept("ก" + times("\u0E49", 9)), "refused: message_marks");
    EXPECT_EQ(kept(times("\u0301", 3)), "refused: message_marks");
    EXPECT_EQ(kept("a" + times("\u200D", 9)), "refused: message_marks") << "one long character";
    EXPECT_EQ(kept("x\u0301\u200D\u0316\u200D\u0308"), "refused: message_marks");
}

TEST(MessageText, LeavesScriptsTheMarksThatTheyNeed) {
    for (const char* text :
         {"اللَّهُ", "שִׁבֹּלֶת", "ที่นั่น", "हिन्दी ड़ूँ", "མཚོ་སྔོན", "မြန်မာ", "ភាសាខ្មែរ", "தமிழ்", "Việt Nam ố"}) {
        EXPECT_FALSE(kept(text).starts_with("refused")) << text << " " << kept(text);
    }
}

TEST(Links, AreFoundHoweverTheyAreWritten) {
    for (const char* text : {"see https://example.org/x", "HTTP://EXAMPLE.ORG", "www.example.org",
                             "go to example.com!", "bit.ly/abc", "ｅｘａｍｐｌｅ．ｃｏｍ",
                             "exa\u200Bmple.com", "example。com", "ftp://x", "my.site.de"}) {
        EXPECT_TRUE(has_link(text)) << text;
    }
}

TEST(Links, AreNotSeenWhereThereAreNone) {
    for (const char* text : {"Hello.How are you", "5.30 pm", "wow...", "e.g. this", "3.5.2", ".com",
                             "www. what", "a.b", "Toll.Danke", "que tal? :)"}) {
        EXPECT_FALSE(has_link(text)) << text;
    }
}

TEST(BlockedWords, AreFoundAsAReaderWouldFindThem) {
    const std::vector<std::string> words = {"Bad", "schön blöd", "غبي", "笨蛋"};
    for (const char* text :
         {"bad", "so BAD!", "b a d", "b.a.d", "baaaad", "bád", "ｂａｄ", "b\u200Bad", "бad and bаd",
          "b4d", "b@d", "𝐛𝐚𝐝", "schon blod", "SCHÖN  BLÖD", "أنت غبي", "غَبِي", "你是笨蛋吗"}) {
        EXPECT_TRUE(has_blocked_word(text, words)) << text;
    }
}

TEST(BlockedWords, AreWholeWords) {
    const std::vector<std::string> words = {"bad", "ass", "tit", "schön blöd"};
    for (const char* text :
         {"badge", "class and grass", "title", "I bade her", "schön und blöd", "ba d", "", "🎉"}) {
        EXPECT_FALSE(has_blocked_word(text, words)) << text;
    }
    EXPECT_FALSE(has_blocked_word("anything", {}));
    EXPECT_FALSE(has_blocked_word("anything", {"!!!"})) << "a word without letters is none";
}

}  // namespace
}  // namespace lsl::services
