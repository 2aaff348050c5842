// Texts of every script and of none, from seeds, as they are laid out and drawn: nothing of them is
// lost or doubled, and no place in them stops the walk.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/text/text.h"
#include "client/ui/text/utf8.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

constexpr unsigned hostile_lines = 2000;

std::string hostile_line(unsigned seed) {
    static const std::vector<std::string_view> pieces = {"a",
                                                         "Zalgo",
                                                         "\u0301",
                                                         "\u0335",
                                                         "\u0489",
                                                         " ",
                                                         "  ",
                                                         "\n",
                                                         "שלום",
                                                         "مرحبا",
                                                         "\u202E",
                                                         "\u2067",
                                                         "\u200F",
                                                         "\u200D",
                                                         "\u200C",
                                                         "\u200B",
                                                         "👩",
                                                         "🏽",
                                                         "👨‍👩‍👧‍👦",
                                                         "🇩🇪",
                                                         "🇩",
                                                         "🏴",
                                                         "\U000E0067",
                                                         "❤️",
                                                         "日本語",
                                                         "한국어",
                                                         "ภาษาไทย",
                                                         "हिन्दी",
                                                         "தமிழ்",
                                                         "မြန်မာ",
                                                         "ཏྠི",
                                                         "\uFEFF",
                                                         "\xff",
                                                         "\xC3",
                                                         "\xED\xA0\x80",
                                                         "\U0010FFFF",
                                                         "\x01",
                                                         "ﷺ",
                                                         "…",
                                                         "12:30"};
    std::mt19937 random(seed);
    std::string text;
    const auto count = 1 + random() % 60;
    for (auto i = count; i > 0; --i) text += pieces[random() % pieces.size()];
    return text;
}

/// Without what a line may lose at its end.
std::string without_spaces(std::string_view text) {
    std::string rest;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t c = next_code_point(text, at);
        if (c != '\n' && !is_space(c)) rest += text.substr(before, at - before);
    }
    return rest;
}

TEST(HostileLines, AreWalkedToTheirEnd) {
    for (unsigned seed = 0; seed < hostile_lines; ++seed) {
        const std::string text = hostile_line(seed);
        for (const RunSpaces spaces : {RunSpaces::Break, RunSpaces::Join}) {
            std::string together;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t before = at;
                together += next_cluster(text, at, spaces);
                ASSERT_GT(at, before) << seed;
            }
            EXPECT_EQ(together, text) << seed;
        }
        std::size_t last = 0;
        for (const std::size_t end : grapheme_ends(text)) {
            ASSERT_GT(end, last) << seed;
            last = end;
        }
        EXPECT_EQ(last, text.size()) << seed;
    }
}

TEST(HostileLines, LoseNothingWhenTheyAreWrapped) {
    constexpr TextStyle body{TextRole::Body};
    Screen screen;
    screen.frame([&](Ui& ui) {
        for (unsigned seed = 0; seed < hostile_lines; ++seed) {
            const std::string text = hostile_line(seed);
            std::string together;
            for (const std::string& line : wrapped(ui, text, body, 120)) together += line;
            EXPECT_EQ(without_spaces(together), without_spaces(text)) << seed;
            EXPECT_LE(wrapped(ui, text, body, 120, 2).size(), 2u) << seed;
            EXPECT_GE(text_width(ui, text, body), 0) << seed;
        }
    });
}

TEST(HostileLines, AreDrawnAndReadOutAsTheyAre) {
    Screen screen;
    for (unsigned seed = 0; seed < hostile_lines; seed += 20) {
        const std::string text = hostile_line(seed);
        bool is_read = false;
        screen.frame([&](Ui& ui) { paragraph(ui, 0, 0, 200, text, {TextRole::Body}); });
        for (const Node& node : screen.output.tree) is_read = is_read || node.name == text;
        EXPECT_TRUE(is_read) << seed;
    }
}

}  // namespace
}  // namespace lsl::ui
