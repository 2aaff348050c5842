// Two thousand texts that were made to do harm, from seeds: what is kept of them, and what
// everybody then reads, is as the rules of a message's text say.

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "server/services/chat/blocked_words.h"
#include "server/services/chat/message_text.h"
#include "shared/domain/text_rules.h"
#include "tests/server/services/chat/chat_room.h"

namespace lsl::services {
namespace {

using lsl::testing::ChatRoomTest;

constexpr unsigned hostile_inputs = 2000;

/// Pieces of one kind of harm, and how many of them a text takes.
struct Harm {
    std::vector<std::string_view> pieces;
    int most = 40;
};

const std::vector<Harm>& harms() {
    static const std::vector<Harm> all = {
        // Controls, line ends, and what separates paragraphs.
        {{"\x01", "\x07", "\x1b[2J", "\x7f", "\u0085", "\r\n", "\t", "\u2028", "\u2029", "a", " "}},
        // What turns the direction of writing around, and texts that have one of their own.
        {{"\u202E", "\u202D", "\u202C", "\u2066", "\u2067", "\u2068", "\u2069", "\u200E", "\u200F",
          "\u061C", "abc", "שלום", "مرحبا", "12:30"}},
        // Marks on marks.
        {{"Z", "a", "\u0301", "\u0316", "\u0335", "\u0489", "\u20DD", "ก\u0E49", "ب\u064E",
          "e\u0323"}},
        // What cannot be seen.
        {{"\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u3164", "\u2800", "\u034F", "\u00AD",
          "\uFE0F", "\U000E0041", "\U000E007F", "b"}},
        // Emoji, joined where they are not to be.
        {{"👩", "\u200D", "👧", "🏽", "❤️", "🏴", "🇩", "🇪", "1️⃣", "\U000E0067", "🔥"},
         120},
        // Look-alikes.
        {{"а", "е", "о", "р", "ｂ", "𝐛", "①", "ℌ", "ﬁ", "İ", "ß", "Ǆ", "K", "x"}},
        // Noncharacters, annotations, private ones and those that are not assigned.
        {{"\uFFFE", "\uFDD0", "\U0010FFFF", "\uFFF9", "\uFFFB", "\uE000", "\U000F0000", "\u0378",
          "ok"}},
        // Bytes that are no text.
        {{"\xff", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "text", "é"}, 6},
        // Scripts that stack, join and have no spaces.
        {{"ड़", "ि", "ྐྵ", "မြန်", "ภาษา", "日本語", "한국어", "தமிழ்", "አማርኛ", "ⵣ", " "}},
        // What would be markup elsewhere.
        {{"<script>", "</p>", "&#x202E;", "%00", "${", "'; --", "javascript:", "https://",
          "\\u202E", "]]>"}},
        // Too much of everything.
        {{"🎉", "ﷺ", "W", "\u1D2C"}, 10'000},
    };
    return all;
}

/// Always the same text for a seed; one kind of harm, and sometimes a second one.
std::string hostile_text(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t count) {
        return static_cast<std::size_t>(random() % count);
    };
    const Harm& first = harms()[seed % harms().size()];
    const Harm& second = seed % 3 == 0 ? harms()[below(harms().size())] : first;
    std::string text;
    const std::size_t count = 1 + below(static_cast<std::size_t>(first.most));
    for (std::size_t i = 0; i < count; ++i) {
        const Harm& harm = i % 2 == 0 ? first : second;
        text += harm.pieces[below(harm.pieces.size())];
    }
    return text;
}

/// What no text that others read may have in it (UTF-8 of the code points themselves).
constexpr std::array<std::string_view, 20> never_shown = {
    "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067",
    "\u2068", "\u2069", "\u200E", "\u200F", "\u061C", "\u2028", "\u2029",
    "\uFEFF", "\uFFF9", "\uFFFA", "\uFFFB", "\uFFFE", "\uFDD0"};

void expect_harmless(const std::string& kept, unsigned seed) {
    EXPECT_TRUE(domain::is_valid_utf8(kept)) << seed;
    EXPECT_FALSE(domain::has_control_characters(kept, domain::Lines::One)) << seed;
    EXPECT_LE(kept.size(), most_message_bytes) << seed;
    EXPECT_LE(count_graphemes(kept), most_message_graphemes) << seed;
    EXPECT_FALSE(domain::trimmed(kept).empty()) << seed;
    for (const std::string_view one : never_shown) EXPECT_EQ(kept.find(one), kept.npos) << seed;
    const auto again = message_text(kept);
    ASSERT_TRUE(again) << seed << " " << again.error().word;
    EXPECT_EQ(*again, kept) << seed;
}

TEST(HostileTexts, AreKeptWithoutHarmOrRefusedByName) {
    std::map<std::string, int> outcomes;
    for (unsigned seed = 0; seed < hostile_inputs; ++seed) {
        const std::string typed = hostile_text(seed);
        has_link(typed);
        const auto kept = message_text(typed);
        ++outcomes[kept ? "kept" : kept.error().word];
        if (!kept) {
            EXPECT_EQ(kept.error().code, ErrorCode::InvalidInput) << seed;
            EXPECT_EQ(kept.error().field, "message") << seed;
            continue;
        }
        expect_harmless(*kept, seed);
    }
    // The inputs are worth something: each rule has met some that it is for.
    for (const char* outcome :
         {"kept", "message_too_long", "message_marks", "message_unprintable", "message_empty"}) {
        EXPECT_GT(outcomes[outcome], 10) << outcome;
    }
    EXPECT_EQ(outcomes.size(), 5u);
}

TEST(HostileTexts, OfTenThousandEmojiAreRefusedAtOnce) {
    std::string emoji;
    for (int i = 0; i < 10'000; ++i) emoji += "👩‍👩‍👧‍👦";
    const auto refused = message_text(emoji);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().word, "message_too_long");
    EXPECT_FALSE(has_link(emoji));
    EXPECT_FALSE(has_blocked_word(emoji, {"bad"}));
}

TEST(HostileTexts, DoNotGetABlockedWordPastTheList) {
    const std::vector<std::vector<std::string_view>> looks = {
        {"b", "B", "ｂ", "𝐛", "b\u200B", "b\u200D"},
        {"a", "A", "а", "á", "ａ", "𝐚", "a\u0308", "4", "@", "a\u2060"},
        {"d", "D", "ｄ", "𝐝", "d\u0323", "ddd"}};
    std::mt19937 random(7);
    for (unsigned i = 0; i < hostile_inputs; ++i) {
        std::string word;
        for (const auto& letter : looks) word += letter[random() % letter.size()];
        const auto kept = message_text("so " + word + " today");
        ASSERT_TRUE(kept) << word;
        EXPECT_TRUE(has_blocked_word(*kept, {"bad"})) << word;
    }
}

class HostileChatTest : public ChatRoomTest {};

TEST_F(HostileChatTest, EverybodyReadsWhatIsKept) {
    const Caller ana = caller(enrolled());
    std::vector<std::string> wanted;
    for (unsigned seed = 0; seed < hostile_inputs; ++seed) {
        const std::string typed = hostile_text(seed);
        const auto kept = message_text(typed);
        const auto sent = send(owner(), typed);
        ASSERT_EQ(sent.has_value(), kept.has_value()) << seed;
        if (kept) {
            EXPECT_EQ(sent->response.message.message, *kept) << seed;
            wanted.push_back(*kept);
        } else {
            EXPECT_EQ(sent.error().word, kept.error().word) << seed;
        }
    }
    std::vector<std::string> read;
    for (std::string after = "0";;) {
        const auto next = page(ana, {.before = {}, .after = after, .limit = "100"});
        if (next.messages.empty()) break;
        for (const auto& message : next.messages) {
            read.push_back(message.message);
            after = std::to_string(message.seq.value());
        }
    }
    EXPECT_EQ(read, wanted);
}

}  // namespace
}  // namespace lsl::services
